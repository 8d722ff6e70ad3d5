"""The words the command line speaks, in the language of the environment where it is there."""

from __future__ import annotations

from backstride.text.catalogue import Catalogue, load_catalogue


def words() -> Catalogue:
    """Return the catalogue of the language in use (English until another is complete)."""
    return load_catalogue()
