"""Floor 2: bytes to domain values.

`registry` is the only door, one file per format, content decides and never the name.
"""
