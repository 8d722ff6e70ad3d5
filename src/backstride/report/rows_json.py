"""Rows that every face gives as data: legs, imported files, imports."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Final

from backstride.domain.interval import Range
from backstride.domain.message import Message
from backstride.domain.problem import Problem
from backstride.report.problem_rows import problem_rows
from backstride.store.batches import Batch
from backstride.store.ledger import LedgerRow
from backstride.workflows.results import FileResult, LegRow

STATUSES: Final = ("imported", "duplicate", "held", "not_an_activity", "failed")

Tell = Callable[[Problem], str]


def leg_as_json(row: LegRow) -> dict[str, object]:
    """Return one leg as ``runs --json`` prints it."""
    return {
        "id": row.id,
        "leg": row.leg,
        "start_utc": row.start_utc.isoformat().replace("+00:00", "Z"),
        "local_date": row.local_date.isoformat(),
        "sport": row.sport,
        "sub_sport": row.sub_sport,
        "elapsed_s": row.elapsed_s,
        "timer_s": row.timer_s,
        "moving_s": row.moving_s,
        "distance_m": row.distance_m,
        "n_samples": row.n_samples,
        "mean_cadence_spm": row.mean_cadence_spm,
        "running_dynamics": row.running_dynamics,
        "easy_km": range_as_json(row.easy_km),
        "shrinkage_mm": range_as_json(row.shrinkage_mm),
        "source_files": list(row.source_files),
        "recordings": row.recordings,
        "held_with": row.held_with,
        "corrections": list(row.corrections),
    }


def lines_of_json(rows: Iterable[object]) -> str:
    """Return a list as JSON with one line for each of its rows: quick for thousands of them."""
    return "[\n" + ",\n".join(f" {json.dumps(row)}" for row in rows) + "\n]"


def range_as_json(value: Range | None) -> dict[str, float] | None:
    """Return a range as data; None where there is none."""
    return None if value is None else {"q05": value.q05, "q50": value.q50, "q95": value.q95}


def result_as_json(result: FileResult, tell: Tell) -> dict[str, object]:
    """Return what became of one file as ``import --json`` prints it."""
    return {
        "file": result.file,
        "status": result.status.value,
        "partial": result.partial,
        "reason": None if result.reason is None else tell(result.reason),
        "activity_ids": list(result.activity_ids),
        "diary_days": result.diary_days,
        "problems": problem_rows(result.problems, tell),
    }


def batch_as_json(batch: Batch) -> dict[str, object]:
    """Return one import as ``imports --json`` prints it."""
    return {
        "batch": batch.id,
        "started_utc": batch.started.isoformat().replace("+00:00", "Z"),
        "finished": batch.ended is not None,
        "undone": batch.undone,
        "sources": list(batch.sources),
        "version": batch.version,
        **{status: batch.counts.get(status, 0) for status in STATUSES},
    }


def file_as_json(row: LedgerRow, tell: Tell) -> dict[str, object]:
    """Return one row of the ledger as ``imports BATCH --json`` prints it."""
    entry = row.entry
    return {
        "file": entry.unit,
        "status": entry.status.value,
        "partial": entry.partial,
        "reason": None if entry.reason is None else entry.reason.key.removeprefix("problem."),
        "reason_text": reason_text(entry.reason, tell),
        "sha256": entry.sha256,
        "problems": [tell(problem) for problem in entry.problems],
    }


def reason_text(reason: Message | None, tell: Tell) -> str | None:
    """Return why a file was not simply imported, in words."""
    if reason is None:
        return None
    return tell(Problem(reason.key.removeprefix("problem."), "", dict(reason.params)))
