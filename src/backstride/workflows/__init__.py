"""Floor 6: use cases, verb and noun.

They join readers, gait, load, store and inference and hold no maths.
"""
