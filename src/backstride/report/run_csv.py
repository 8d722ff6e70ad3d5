"""Runs as a table for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Final

from backstride.domain.interval import Range
from backstride.workflows.results import LegRow

COLUMNS: Final = (
    "id",
    "leg",
    "local_date",
    "start_utc",
    "sport",
    "sub_sport",
    "distance_m",
    "moving_s",
    "elapsed_s",
    "mean_cadence_spm",
    *(f"{unit}_{q}" for unit in ("easy_km", "shrinkage_mm") for q in ("q05", "q50", "q95")),
    "recordings",
    "held_with",
    "corrections",
    "source_files",
)

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""Signs at which a spreadsheet takes a cell for a formula (OWASP, CSV injection)."""


def render_runs_csv(rows: Iterable[LegRow]) -> str:
    """Return legs as CSV text (RFC 4180), one row each.

    Parameters
    ----------
    rows : iterable of LegRow
        In the order of the rows.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_cells(row) for row in rows)
    return text.getvalue()


def _cells(row: LegRow) -> list[object]:
    return [
        row.id,
        row.leg,
        row.local_date.isoformat(),
        row.start_utc.isoformat().replace("+00:00", "Z"),
        row.sport,
        harmless_cell(row.sub_sport),
        _number(row.distance_m),
        _number(row.moving_s),
        _number(row.elapsed_s),
        _number(row.mean_cadence_spm),
        *_range(row.easy_km),
        *_range(row.shrinkage_mm),
        row.recordings,
        row.held_with or "",
        " ".join(row.corrections),
        harmless_cell("; ".join(row.source_files)),
    ]


def harmless_cell(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.6g}"


def _range(value: Range | None) -> list[str]:
    if value is None:
        return ["", "", ""]
    return [f"{one:.4g}" for one in (value.q05, value.q50, value.q95)]
