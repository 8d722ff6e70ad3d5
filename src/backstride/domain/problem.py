"""Problem: one finding in the runner's data, a value that travels with the result."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from backstride.domain.message import Parameter


class Severity(Enum):
    """What a finding did to the data it was found in."""

    NOTE = "note"
    """Something odd; every value was kept."""
    REPAIRED = "repaired"
    """Some values were set aside or corrected; the rest was kept."""
    LOST = "lost"
    """Part of the file could not be read; what was whole was kept."""
    REFUSED = "refused"
    """Nothing could be kept."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Where something was wrong, what was found, what was expected, what was done.

    Parameters
    ----------
    code : str
        Stable name, dotted, for example ``fit.crc_mismatch``; the text catalogue holds its
        sentences under ``problem.<code>.found``, ``.expected`` and ``.done``.
    where : str
        Place in the data in the file's own terms: ``record 1841``, ``row 12, leg_morning``;
        empty where the whole file is meant.
    params : dict of str to Parameter
        What was found and expected, as numbers and raw text for the sentences.
    severity : Severity
        What it did to the data.
    """

    code: str
    where: str = ""
    params: dict[str, Parameter] = field(default_factory=dict)
    severity: Severity = Severity.NOTE
