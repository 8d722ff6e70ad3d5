"""A leg cut in time: the same form over part of its samples."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np

from backstride.domain.gait import Gait


def cut_gait(gait: Gait, start: int, stop: int) -> Gait:
    """Return the form of some samples of a leg, as a leg of its own.

    Parameters
    ----------
    gait : Gait
        Form of the whole leg.
    start, stop : int
        First sample, and one past the last.

    Returns
    -------
    Gait
        The runner's own level of cadence and contact stay those of the whole leg, so that what
        parts put on the back adds up to the whole. Its summary is still the whole leg's.
    """
    part = slice(start, stop)
    columns: dict[str, Any] = {}
    for field in fields(gait):
        values = getattr(gait, field.name)
        if isinstance(values, np.ndarray):
            columns[field.name] = values[part]
    return replace(gait, **columns)
