"""Quantities of form in words and with their units, for pages of the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backstride.cli.words import number, words
from backstride.report.form_units import UNITS

if TYPE_CHECKING:
    from backstride.domain.interval import Range


def quantity(name: str) -> str:
    """Return the name of a quantity in words."""
    return words().say(f"form.quantity.{name}")


def bare(name: str, value: float) -> str:
    """Return a value without its unit, in the decimals of its quantity."""
    return number(value, UNITS[name][1])


def bare_change(name: str, value: Range) -> str:
    """Return a difference with its range, without its unit."""
    decimals = UNITS[name][1]
    middle, low, high = (_signed(x, decimals) for x in (value.q50, value.q05, value.q95))
    return f"{middle} ({low}…{high})"


def ranged(name: str, value: Range) -> str:
    """Return a value with its range and unit."""
    unit, decimals = UNITS[name]
    middle, low, high = (number(one, decimals) for one in (value.q50, value.q05, value.q95))
    return f"{middle} ({low}–{high}) {unit}".strip()


def signed_change(name: str, value: Range) -> str:
    """Return a difference with its range, unit, and whether it is clear of nothing."""
    clear = value.q05 > 0.0 or value.q95 < 0.0
    verdict = words().say("form.clear" if clear else "form.unclear")
    return f"{bare_change(name, value)} {UNITS[name][0]}".strip() + f", {verdict}"


def _signed(value: float, decimals: int) -> str:
    """Return a number with its sign; what is rounded to nothing has none."""
    rounded = round(value, decimals)
    if not rounded:
        return number(0.0, decimals)
    return words().say(f"number.signed.{decimals}", n=rounded)


def range_as_json(value: Range | None) -> dict[str, float] | None:
    """Return a range as every ``--json`` prints it."""
    return None if value is None else {"q05": value.q05, "q50": value.q50, "q95": value.q95}
