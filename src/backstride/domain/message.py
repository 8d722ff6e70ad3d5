"""A sentence before it has words: a key of the text catalogue and its parameters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

Parameter: TypeAlias = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to say, in no language yet.

    Parameters
    ----------
    key : str
        Entry of the text catalogue, dotted, for example ``answer.cannot_tell``.
    params : dict of str to Parameter
        Values the sentence needs; a quantity carries its unit in the name.
    """

    key: str
    params: dict[str, Parameter] = field(default_factory=dict)
