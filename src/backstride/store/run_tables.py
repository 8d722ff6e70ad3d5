"""Tables of runs: what they are made of, what was judged and corrected; beside `tables`."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, ForeignKey, Integer, String, Table

from backstride.store.tables import metadata

_DOCUMENT = JSON(none_as_null=True)
_ID = String(32)


def _runner() -> Column[int]:
    return Column("runner_id", ForeignKey("runner.id"), nullable=False)


run_part = Table(
    "run_part",
    metadata,
    Column("activity_id", ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True),
    Column("group_id", _ID, nullable=False, index=True),
    Column("run_id", _ID, nullable=False, index=True),
    Column("is_recording", Boolean, nullable=False),
    Column("is_shown", Boolean, nullable=False),
    Column("held_with", _ID),
)

judgement = Table(
    "judgement",
    metadata,
    Column("id", Integer, primary_key=True),
    _runner(),
    Column("one_id", _ID, nullable=False, index=True),
    Column("other_id", _ID, nullable=False, index=True),
    Column("verdict", String, nullable=False),
    Column("who", String, nullable=False),
    Column("version", String, nullable=False),
    Column("evidence", _DOCUMENT, nullable=False),
    Column("decision", _ID),
    Column("batch_id", ForeignKey("batch.id"), index=True),
    Column("noted_utc_ms", BigInteger, nullable=False),
    Column("undone_utc_ms", BigInteger),
)

correction = Table(
    "correction",
    metadata,
    Column("id", Integer, primary_key=True),
    _runner(),
    Column("run_id", _ID, index=True),
    Column("kind", String, nullable=False),
    Column("params", _DOCUMENT, nullable=False),
    Column("who", String, nullable=False),
    Column("batch_id", ForeignKey("batch.id"), index=True),
    Column("noted_utc_ms", BigInteger, nullable=False),
    Column("undone_utc_ms", BigInteger),
)

reading_version = Table(
    "reading_version",
    metadata,
    Column("activity_id", ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True),
    Column("version", String, nullable=False),
)
