"""Floor 7: the one catalogue of every sentence people read.

A key and its parameters become words of a language.
"""
