"""Floor 2: the recordings of one run.

How alike two are, how several become one run, what the runner corrected.
"""
