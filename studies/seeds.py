"""One rule for every seed: nothing is chosen after its result was seen."""

from __future__ import annotations

import hashlib

import numpy as np


def seed_words(study: str, group: str, number: int) -> str:
    """Return the words a runner's seed is made of.

    Parameters
    ----------
    study : str
        Program, version and study, for example ``backstride 0.1.0 coverage``.
    group : str
        Sort of runner.
    number : int
        Counts from 0.
    """
    return f"{study} {group} {number}"


def make_rng(words: str) -> np.random.Generator:
    """Return the generator whose seed is the SHA-256 of the words."""
    digest = hashlib.sha256(words.encode()).digest()
    return np.random.default_rng(np.random.SeedSequence(list(digest)))
