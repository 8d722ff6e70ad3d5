"""Runs made of recordings: which recordings are one run, what the runner corrected, who read what.

A frozen copy: it does not change when `backstride.store.tables` does.
"""

from alembic import op
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    String,
)

revision = "0003"
down_revision = "0002"

_DOCUMENT = JSON()
_ID = String(32)


def upgrade() -> None:
    """Add the four tables; every activity there is stays a run of its own until it is judged."""
    _activity = ForeignKey("activity.id", ondelete="CASCADE")
    op.create_table(
        "run_part",
        Column("activity_id", _ID, _activity, primary_key=True),
        Column("group_id", _ID, nullable=False),
        Column("run_id", _ID, nullable=False),
        Column("is_recording", Boolean, nullable=False),
        Column("is_shown", Boolean, nullable=False),
        Column("held_with", _ID),
    )
    op.create_table(
        "judgement",
        Column("id", Integer, primary_key=True),
        _runner(),
        Column("one_id", _ID, nullable=False),
        Column("other_id", _ID, nullable=False),
        Column("verdict", String, nullable=False),
        Column("who", String, nullable=False),
        Column("version", String, nullable=False),
        Column("evidence", _DOCUMENT, nullable=False),
        Column("decision", _ID),
        _batch(),
        Column("noted_utc_ms", BigInteger, nullable=False),
        Column("undone_utc_ms", BigInteger),
    )
    op.create_table(
        "correction",
        Column("id", Integer, primary_key=True),
        _runner(),
        Column("run_id", _ID),
        Column("kind", String, nullable=False),
        Column("params", _DOCUMENT, nullable=False),
        Column("who", String, nullable=False),
        _batch(),
        Column("noted_utc_ms", BigInteger, nullable=False),
        Column("undone_utc_ms", BigInteger),
    )
    op.create_table(
        "reading_version",
        Column("activity_id", _ID, ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True),
        Column("version", String, nullable=False),
    )
    for table, column in _INDEXED:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


_INDEXED = (
    ("run_part", "group_id"),
    ("run_part", "run_id"),
    ("judgement", "one_id"),
    ("judgement", "other_id"),
    ("judgement", "batch_id"),
    ("correction", "run_id"),
    ("correction", "batch_id"),
)


def _runner() -> Column[int]:
    return Column("runner_id", Integer, ForeignKey("runner.id"), nullable=False)


def _batch() -> Column[int]:
    return Column("batch_id", Integer, ForeignKey("batch.id"))
