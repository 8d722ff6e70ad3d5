"""Floor 7: the one catalogue of every sentence people read; a key and its parameters become words of a language."""
