"""Floor 2: what the back receives.

Ground force, easy kilometres, spinal shrinkage, the dose of a day.
"""
