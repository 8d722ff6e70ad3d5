"""One line of the benchmark table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured, against what, and what was wanted.

    Parameters
    ----------
    name : str
        What was measured.
    value : float
        The measurement.
    unit : str
        Its unit; ``x`` for a ratio.
    target : str
        What was wanted, in words; empty where nothing was promised.
    met : bool or None
        Whether the target was met; None where nothing was promised.
    """

    name: str
    value: float
    unit: str
    target: str = ""
    met: bool | None = None


def at_most(name: str, value: float, *, unit: str, limit: float) -> Row:
    """Make a row whose value must not exceed a limit."""
    return Row(name, value, unit, f"at most {limit:g} {unit}", value <= limit)


def at_least(name: str, value: float, *, unit: str, limit: float) -> Row:
    """Make a row whose value must reach a limit."""
    return Row(name, value, unit, f"at least {limit:g} {unit}", value >= limit)


def print_rows(rows: list[Row]) -> None:
    """Print rows as a markdown table."""
    print("| measured | value | wanted | met |")
    print("|---|---|---|---|")
    for row in rows:
        met = {True: "yes", False: "NO", None: ""}[row.met]
        print(f"| {row.name} | {row.value:.3g} {row.unit} | {row.target} | {met} |")
