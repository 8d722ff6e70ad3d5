"""Screens: what was stated about warning signs, what was told, what went worse; nothing is lost.

Statements are only ever added: an answer that is taken back does not undo what it said before.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, String, cast, func, select

from backstride.domain.pain import AdverseEvent, PainBand
from backstride.domain.screen import (
    Finding,
    Level,
    ScreenEffect,
    Statement,
    StatementKind,
    Triage,
)
from backstride.store import tables as t
from backstride.store.instants import from_utc_ms, to_utc_ms
from backstride.store.store import Transaction


@dataclass(frozen=True, slots=True)
class KeptStatement:
    """A statement and the aware UTC instant at which it was written down."""

    noted: datetime
    statement: Statement


@dataclass(frozen=True, slots=True)
class KeptTriage:
    """What was told to the runner at one time.

    Parameters
    ----------
    noted : datetime
        Aware UTC instant.
    day : date
        The day it was for.
    level : Level
        As it was told.
    complete : bool
        Whether anything was open.
    findings : tuple of Finding
        The rules that held, the worst first.
    unanswered : tuple of str
        Keys of open questions.
    table_version : str
        Version of the rule table.
    """

    noted: datetime
    day: date
    level: Level
    complete: bool
    findings: tuple[Finding, ...]
    unanswered: tuple[str, ...]
    table_version: str


def add_statement(tx: Transaction, statement: Statement) -> None:
    """Keep what a runner stated; it stays even where a later one says otherwise."""
    row = {
        "runner_id": tx.runner_id,
        "day": statement.day,
        "kind": statement.kind.value,
        "noted_utc_ms": tx.now_utc_ms,
        "answers": dict(statement.answers),
    }
    tx.connection.execute(t.screen_statement.insert(), row)


def statements(tx: Transaction) -> tuple[KeptStatement, ...]:
    """Return every statement in the order of its day, then of writing."""
    rows = (
        select(t.screen_statement)
        .where(t.screen_statement.c.runner_id == tx.runner_id)
        .order_by(t.screen_statement.c.day, t.screen_statement.c.id)
    )
    return tuple(
        KeptStatement(
            from_utc_ms(row.noted_utc_ms),
            Statement(row.day, StatementKind(row.kind), row.answers),
        )
        for row in tx.connection.execute(rows)
    )


def diary_written(tx: Transaction, *, first_day: date | None = None) -> dict[date, datetime]:
    """Return the aware UTC instant at which each day of the diary was written last.

    Parameters
    ----------
    tx : Transaction
        Any.
    first_day : date, optional
        Earlier days are left out.
    """
    rows = select(t.diary_entry.c.day, t.diary_entry.c.changed_utc_ms).where(
        t.diary_entry.c.runner_id == tx.runner_id
    )
    if first_day is not None:
        rows = rows.where(t.diary_entry.c.day >= first_day)
    return {row.day: from_utc_ms(row.changed_utc_ms) for row in tx.connection.execute(rows)}


def save_triage(tx: Transaction, triage: Triage) -> None:
    """Keep what was told, with the version of the rules that told it."""
    row = {
        "runner_id": tx.runner_id,
        "day": triage.day,
        "noted_utc_ms": tx.now_utc_ms,
        "level": triage.level.label,
        "is_complete": triage.complete,
        "table_version": triage.table_version,
        "result": {
            "findings": [_finding_to_document(found) for found in triage.findings],
            "unanswered": list(triage.unanswered),
        },
    }
    tx.connection.execute(t.triage.insert(), row)


def triage_history(tx: Transaction, *, last: int | None = None) -> tuple[KeptTriage, ...]:
    """Return what was told, the newest first.

    Parameters
    ----------
    tx : Transaction
        May only read.
    last : int, optional
        At most so many.
    """
    rows = (
        select(t.triage)
        .where(t.triage.c.runner_id == tx.runner_id)
        .order_by(t.triage.c.id.desc())
        .limit(last)
    )
    return tuple(
        KeptTriage(
            noted=from_utc_ms(row.noted_utc_ms),
            day=row.day,
            level=_level_named(row.level),
            complete=row.is_complete,
            findings=tuple(_finding_from_document(one) for one in row.result["findings"]),
            unanswered=tuple(row.result["unanswered"]),
            table_version=row.table_version,
        )
        for row in tx.connection.execute(rows)
    )


def findings_told(tx: Transaction, *, after: datetime | None = None) -> tuple[Finding, ...]:
    """Return every finding that was told, each once, the newest first.

    Most days tell what the day before told: of ten years of them only a few are read.

    Parameters
    ----------
    tx : Transaction
        Any.
    after : datetime, optional
        Aware; what was told at that instant or before is left out.
    """
    row = t.triage.c
    text = cast(row.result, String)
    rows = (
        select(text)
        .where(row.runner_id == tx.runner_id)
        .group_by(text)
        .order_by(func.max(row.id).desc())
    )
    if after is not None:
        rows = rows.where(row.noted_utc_ms > to_utc_ms(after))
    told = [
        _finding_from_document(one)
        for result in tx.connection.scalars(rows)
        for one in json.loads(result)["findings"]
    ]
    return tuple(dict.fromkeys(told))


def add_adverse_event(tx: Transaction, event: AdverseEvent) -> None:
    """Keep a worsening under a plan or an experiment."""
    row = {
        "runner_id": tx.runner_id,
        "day": event.day,
        "noted_utc_ms": tx.now_utc_ms,
        "during": event.during,
        "band": event.band.name.lower(),
        "event": {"reasons": list(event.reasons), "note": event.note},
    }
    tx.connection.execute(t.adverse_event.insert(), row)


def adverse_events(
    tx: Transaction, *, during: str | None = None, first_day: date | None = None
) -> tuple[AdverseEvent, ...]:
    """Return what went worse, oldest first.

    Parameters
    ----------
    tx : Transaction
        May only read.
    during : str, optional
        ``plan``, ``trial`` or ``run`` alone.
    first_day : date, optional
        From this day on.
    """
    rows = (
        select(t.adverse_event)
        .where(t.adverse_event.c.runner_id == tx.runner_id)
        .order_by(t.adverse_event.c.day, t.adverse_event.c.id)
    )
    if during is not None:
        rows = rows.where(t.adverse_event.c.during == during)
    if first_day is not None:
        rows = rows.where(t.adverse_event.c.day >= first_day)
    return tuple(_adverse_event(row) for row in tx.connection.execute(rows))


def newest_adverse_event(tx: Transaction) -> AdverseEvent | None:
    """Return what was noted last to have gone worse, None where nothing was."""
    rows = (
        select(t.adverse_event)
        .where(t.adverse_event.c.runner_id == tx.runner_id)
        .order_by(t.adverse_event.c.id.desc())
        .limit(1)
    )
    row = tx.connection.execute(rows).first()
    return None if row is None else _adverse_event(row)


def count_adverse_events(tx: Transaction) -> dict[str, int]:
    """Return how many there were, by what was going on."""
    counted = (
        select(t.adverse_event.c.during, func.count().label("n"))
        .where(t.adverse_event.c.runner_id == tx.runner_id)
        .group_by(t.adverse_event.c.during)
    )
    return {row.during: int(row.n) for row in tx.connection.execute(counted)}


def _adverse_event(row: Row[Any]) -> AdverseEvent:
    return AdverseEvent(
        day=row.day,
        during=row.during,
        band=PainBand[row.band.upper()],
        reasons=tuple(row.event["reasons"]),
        note=row.event["note"],
    )


def _finding_to_document(found: Finding) -> dict[str, Any]:
    return {
        "rule": found.rule,
        "level": found.level.label,
        "effects": sorted(effect.value for effect in found.effects),
        "since": found.since.isoformat(),
    }


def _finding_from_document(document: dict[str, Any]) -> Finding:
    return Finding(
        rule=document["rule"],
        level=_level_named(document["level"]),
        effects=frozenset(ScreenEffect(name) for name in document["effects"]),
        since=date.fromisoformat(document["since"]),
    )


def _level_named(label: str) -> Level:
    return next(level for level in Level if level.label == label)
