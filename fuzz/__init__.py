"""Readers against mutated files, guided by coverage (atheris), or by chance where there is none."""
