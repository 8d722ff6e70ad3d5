"""Beside the floors: invented runners, odd files and encoders for the demo, tests and studies.

No product code uses it but the demo.
"""
