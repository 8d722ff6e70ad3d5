"""Floor 1: pure, frozen values of a runner's world.

No file, no clock, no framework, no sentences.
"""
