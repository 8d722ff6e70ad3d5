"""Floor 8: the command line; it asks workflows, prints with the catalogue's words and computes nothing."""
