"""Recordings of one run: how alike two of them are, how several become one, and what the runner
corrected. Pure functions on domain values; nothing is lost, for every recording stays as it was read.
"""
