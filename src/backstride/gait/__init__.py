"""Floor 2: how the runner moves, per sample and per leg.

Cadence, contact, flight, duty factor, grade, walking.
"""
