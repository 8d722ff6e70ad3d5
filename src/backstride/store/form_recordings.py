"""Recordings of form by other sensors: the original, what was told of it, and what was found."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update

from backstride.domain.errors import NotFound
from backstride.domain.form_recording import FormFound, FormKind
from backstride.domain.interval import Range
from backstride.store import form_tables as t
from backstride.store.documents import problems_from_document, problems_to_document
from backstride.store.instants import from_utc_ms
from backstride.store.json_text import Document
from backstride.store.store import Transaction


@dataclass(frozen=True, slots=True)
class KeptForm:
    """One recording of form.

    Parameters
    ----------
    id : str
        Random, stable.
    sha256 : str
        Its original.
    unit : str
        What the file was called.
    day : date or None
        The runner's day.
    run_id : str or None
        The run it belongs to.
    told : dict of str to float or str
        What the runner said of the file: unit, column, rate.
    found : FormFound
        What was found in it.
    noted : datetime or None
        Aware UTC instant of its keeping.
    """

    id: str
    sha256: str
    unit: str
    day: date | None
    run_id: str | None
    told: dict[str, Any] = field(default_factory=dict)
    found: FormFound = field(default_factory=lambda: FormFound(FormKind.SACRUM, 0.0, 0.0))
    noted: datetime | None = None


def add(tx: Transaction, kept: KeptForm) -> str:
    """Keep a recording whose original was kept before; return its id."""
    recording_id = secrets.token_hex(16)
    row = {
        "id": recording_id,
        "runner_id": tx.runner_id,
        "sha256": kept.sha256,
        "unit": kept.unit,
        "kind": kept.found.kind.value,
        "day": kept.day,
        "run_id": kept.run_id,
        "told": dict(kept.told),
        "found": _to_document(kept.found),
        "version": kept.found.version,
        "noted_utc_ms": tx.now_utc_ms,
    }
    tx.connection.execute(t.form_recording.insert(), row)
    return recording_id


def find(tx: Transaction, *, run_id: str | None = None) -> tuple[KeptForm, ...]:
    """Return the recordings in order of their keeping, those of one run where asked."""
    rows = (
        select(t.form_recording)
        .where(t.form_recording.c.runner_id == tx.runner_id)
        .where(t.form_recording.c.removed_utc_ms.is_(None))
        .order_by(t.form_recording.c.noted_utc_ms, t.form_recording.c.id)
    )
    if run_id is not None:
        rows = rows.where(t.form_recording.c.run_id == run_id)
    return tuple(
        KeptForm(
            id=row.id,
            sha256=row.sha256,
            unit=row.unit,
            day=row.day,
            run_id=row.run_id,
            told=row.told,
            found=_from_document(FormKind(row.kind), row.found, row.version),
            noted=from_utc_ms(row.noted_utc_ms),
        )
        for row in tx.connection.execute(rows)
    )


def replace_found(tx: Transaction, recording_id: str, found: FormFound) -> None:
    """Put what was found anew in place of an older finding."""
    values = {"found": _to_document(found), "version": found.version}
    same = t.form_recording.c.id == recording_id
    tx.connection.execute(update(t.form_recording).where(same).values(**values))


def mark_removed(tx: Transaction, recording_id: str, *, removed: bool) -> None:
    """Take a recording out of sight or bring it back; its original stays.

    Raises
    ------
    NotFound
        Where there is none.
    """
    same = (t.form_recording.c.runner_id == tx.runner_id, t.form_recording.c.id == recording_id)
    instant = tx.now_utc_ms if removed else None
    changed = update(t.form_recording).where(*same).values(removed_utc_ms=instant)
    if not tx.connection.execute(changed).rowcount:
        raise NotFound("store.no_form_recording", recording=recording_id)


def _to_document(found: FormFound) -> Document:
    return {
        "duration_s": found.duration_s,
        "rate_hz": found.rate_hz,
        "n_step": found.n_step,
        "values": {name: [v.q05, v.q50, v.q95] for name, v in found.values.items()},
        "problems": problems_to_document(found.problems),
    }


def _from_document(kind: FormKind, document: Document, version: str) -> FormFound:
    return FormFound(
        kind=kind,
        duration_s=document["duration_s"],
        rate_hz=document["rate_hz"],
        n_step=document["n_step"],
        values={name: Range(*value) for name, value in document["values"].items()},
        problems=problems_from_document(document["problems"]),
        version=version,
    )
