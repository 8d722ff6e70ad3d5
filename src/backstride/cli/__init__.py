"""Floor 8: the command line.

It asks workflows, prints with the catalogue's words and computes nothing.
"""
