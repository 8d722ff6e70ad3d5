"""Safety: plain rules that run before any statistics and can only raise the alarm.

The questions and the rules are tables beside the code; the code that reads them is small and pure.
"""
