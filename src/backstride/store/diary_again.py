"""The diary again: the whole of it, where it was read before and a day of it has changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import String, cast, select

from backstride.domain.diary import DiaryEntry
from backstride.store import tables as t
from backstride.store.diary_documents import diary_from_document
from backstride.store.store import Transaction


@dataclass(frozen=True, slots=True)
class ReadDay:
    """One day as it was read.

    Parameters
    ----------
    text : str
        What stands in the store.
    entry : DiaryEntry
        What it says.
    """

    text: str
    entry: DiaryEntry


def read_again(tx: Transaction, before: Mapping[date, ReadDay]) -> dict[date, ReadDay]:
    """Return every day of the diary in order; only days whose text is another one are built anew.

    Every text is read and held against the one before, so nothing is taken on trust: it makes no
    difference who changed a day, or how.

    Parameters
    ----------
    tx : Transaction
        Any.
    before : mapping of date to ReadDay
        What this returned before; empty at first.
    """
    row = t.diary_entry.c
    rows = (
        select(row.day, cast(row.entry, String))
        .where(row.runner_id == tx.runner_id)
        .order_by(row.day)
    )
    found: dict[date, ReadDay] = {}
    for day, text in tx.connection.execute(rows):
        known = before.get(day)
        if known is None or known.text != text:
            known = ReadDay(text, diary_from_document(day, json.loads(text)))
        found[day] = known
    return found
