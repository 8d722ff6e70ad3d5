"""Table stamps: for each table a number that is another one after any write to that table.

SQLite writes them itself, by triggers that lie in the file beside the tables. So they hold for
every writer: another process, an older version of Backstride, a row deleted by a reference, a
statement typed by hand; and a write that is rolled back leaves no trace. A stamp is drawn at
random, not counted: after everything was deleted and other records restored, no number comes back.

They are no part of the schema's version, for they say nothing of the runner and any version may do
without them: backups and exports stay what they were. Whoever asks for stamps lays what is missing
first, so a migration that makes a table anew, and thereby drops its triggers, does no harm.
"""

from __future__ import annotations

import sqlite3
from typing import Final

from backstride.store import form_tables as ft
from backstride.store import run_tables as rt
from backstride.store import tables as t

RUNS: Final = frozenset(
    table.name
    for table in (
        t.batch,
        t.activity,
        t.activity_original,
        t.leg,
        t.dose,
        t.coverage,
        rt.run_part,
        rt.correction,
    )
)
"""Tables from which runs, their loads and the days that imports tell about are read."""

DIARY: Final = frozenset({t.diary_entry.name})
"""The diary as it stands."""

SHOES: Final = frozenset(table.name for table in (ft.shoe, ft.shoe_use, ft.shoe_usual))
"""Pairs and what was told of them."""

PERSON: Final = frozenset(table.name for table in (t.profile, t.setting))
"""What the runner told of herself and chose."""

SCREEN: Final = frozenset(table.name for table in (t.screen_statement, t.triage))
"""What was answered to the questions on warning signs, and what followed."""

VERSIONS: Final = frozenset(table.name for table in (rt.reading_version, rt.judgement))
"""By which readers recordings were read and by which rule pairs of them were judged."""

WATCHED: Final = RUNS | DIARY | SHOES | PERSON | SCREEN | VERSIONS

_MAKE: Final = (
    "CREATE TABLE IF NOT EXISTS table_stamp (name TEXT PRIMARY KEY, stamp INTEGER NOT NULL)"
)
_DRAW: Final = "INSERT OR REPLACE INTO table_stamp VALUES (?, random())"
_TRIGGER: Final = (
    "CREATE TRIGGER {trigger} AFTER {deed} ON {table} BEGIN "
    "UPDATE table_stamp SET stamp = random() WHERE name = '{table}'; END"
)
_TRIGGERS: Final = {
    trigger: _TRIGGER.format(trigger=trigger, deed=deed, table=table)
    for table in sorted(WATCHED)
    for deed in ("INSERT", "UPDATE", "DELETE")
    for trigger in (f"stamp_{table}_{deed.lower()}",)
}


def lay(connection: sqlite3.Connection) -> None:
    """Lay what is missing; where nothing is, only look.

    Parameters
    ----------
    connection : sqlite3.Connection
        In no transaction; its isolation level is None.
    """
    if _is_laid(connection):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(_MAKE)
        for name, trigger in _TRIGGERS.items():
            connection.execute(f"DROP TRIGGER IF EXISTS {name}")
            connection.execute(trigger)
        # Nobody knows what was written while a trigger was missing: no older number stays.
        connection.executemany(_DRAW, [(name,) for name in sorted(WATCHED)])
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def read(connection: sqlite3.Connection) -> dict[str, int]:
    """Return the stamp of every watched table by its name."""
    return dict(connection.execute("SELECT name, stamp FROM table_stamp"))


def _is_laid(connection: sqlite3.Connection) -> bool:
    laid = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    if any(laid.get(name) != trigger for name, trigger in _TRIGGERS.items()):
        return False
    return read(connection).keys() >= WATCHED
