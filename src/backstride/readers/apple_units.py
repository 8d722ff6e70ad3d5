"""Apple Health quantities: a number and a unit, side by side or in one text, to SI and its kin."""

from __future__ import annotations

import math
import re
from typing import Final

from backstride.domain.units import FOOT_M, MILE_M, YARD_M

_LENGTHS_M: Final = {
    "m": 1.0,
    "km": 1000.0,
    "cm": 0.01,
    "mm": 0.001,
    "mi": MILE_M,
    "ft": FOOT_M,
    "yd": YARD_M,
    "in": FOOT_M / 12,
}
_TIMES_S: Final = {"s": 1.0, "sec": 1.0, "ms": 0.001, "min": 60.0, "hr": 3600.0, "h": 3600.0}
_OTHERS: Final = {
    "W": ("W", 1.0),
    "kW": ("W", 1000.0),
    "count": ("count", 1.0),
    "count/min": ("1/min", 1.0),
    "count/s": ("1/min", 60.0),
    "%": ("1", 0.01),
}
_TEXT: Final = re.compile(r"\s*([+-]?\d[\d.]{0,30}(?:[eE][+-]?\d{1,3})?)\s*(\S.{0,20})?")


def quantity(text: str, unit: str) -> tuple[float, str] | None:
    """Bring a quantity to its basic unit.

    Parameters
    ----------
    text : str
        The number.
    unit : str
        As HealthKit writes it: ``km``, ``km/hr``, ``count/min``, ``degF``.

    Returns
    -------
    value, unit : float and str
        In m, s, m/s, W, count, 1/min, 1 (shares) or °C; None where either cannot be read.
    """
    try:
        value = float(text)
    except ValueError:
        return None
    if not math.isfinite(value):
        return None
    if unit == "degF":
        return (value - 32.0) * 5.0 / 9.0, "°C"
    if unit == "degC":
        return value, "°C"
    scale = scale_of(unit)
    return None if scale is None else (value * scale[0], scale[1])


def scale_of(unit: str) -> tuple[float, str] | None:
    """Factor to the basic unit, and that unit; None where the unit is not known.

    Parameters
    ----------
    unit : str
        As of `quantity`; temperatures have no factor.
    """
    if unit in _OTHERS:
        name, factor = _OTHERS[unit]
        return factor, name
    way, _, per = unit.partition("/")
    if way in _LENGTHS_M and per in _TIMES_S:
        return _LENGTHS_M[way] / _TIMES_S[per], "m/s"
    if per:
        return None
    if way in _LENGTHS_M:
        return _LENGTHS_M[way], "m"
    return (_TIMES_S[way], "s") if way in _TIMES_S else None


def embedded_quantity(text: str) -> tuple[float, str] | None:
    """Read a number with its unit in one text.

    Parameters
    ----------
    text : str
        ``45443 cm``, ``9400 %`` (94 as Apple writes a share, which is per cent of per cent),
        ``47.6418 degF``.
    """
    match = _TEXT.fullmatch(text)
    if match is None:
        return None
    found = quantity(match[1], (match[2] or "count").strip())
    if found is not None and found[1] == "1" and found[0] > 1.0:
        return found[0] / 100.0, found[1]
    return found
