"""Shoes, which run was run in which, and recordings of form by other sensors.

A frozen copy: it does not change when `backstride.store.tables` does.
"""

from alembic import op
from sqlalchemy import JSON, BigInteger, Column, Date, Float, ForeignKey, Integer, String, Text

revision = "0004"
down_revision = "0003"

_DOCUMENT = JSON()
_ID = String(32)


def _runner(*, is_key: bool = False) -> Column[int]:
    key = ForeignKey("runner.id")
    return Column("runner_id", Integer, key, nullable=False, primary_key=is_key)


def upgrade() -> None:
    """Add three tables for shoes and one for recordings of form."""
    op.create_table(
        "shoe",
        Column("id", _ID, primary_key=True),
        _runner(),
        Column("name", Text, nullable=False),
        Column("first_day", Date),
        Column("start_km", Float(53), nullable=False),
        Column("limit_km", Float(53)),
        Column("retired_day", Date),
        Column("note", Text, nullable=False),
        Column("created_utc_ms", BigInteger, nullable=False),
        Column("removed_utc_ms", BigInteger),
    )
    op.create_index(op.f("ix_shoe_runner_id"), "shoe", ["runner_id"])
    op.create_table(
        "shoe_use",
        _runner(is_key=True),
        Column("run_id", _ID, primary_key=True),
        Column("shoe_id", _ID, ForeignKey("shoe.id"), primary_key=True),
        Column("distance_m", Float(53)),
        Column("noted_utc_ms", BigInteger, nullable=False),
    )
    op.create_table(
        "shoe_usual",
        _runner(is_key=True),
        Column("from_day", Date, primary_key=True),
        Column("shoe_id", _ID, ForeignKey("shoe.id")),
        Column("noted_utc_ms", BigInteger, nullable=False),
    )
    _add_form_recording()


def _add_form_recording() -> None:
    op.create_table(
        "form_recording",
        Column("id", _ID, primary_key=True),
        _runner(),
        Column("sha256", String(64), ForeignKey("original.sha256"), nullable=False),
        Column("unit", Text, nullable=False),
        Column("kind", String, nullable=False),
        Column("day", Date),
        Column("run_id", _ID),
        Column("told", _DOCUMENT, nullable=False),
        Column("found", _DOCUMENT, nullable=False),
        Column("version", String, nullable=False),
        Column("noted_utc_ms", BigInteger, nullable=False),
        Column("removed_utc_ms", BigInteger),
    )
    for columns in (["sha256"], ["runner_id", "day"], ["run_id"]):
        name = op.f(f"ix_form_recording_{'_'.join(columns)}")
        op.create_index(name, "form_recording", columns)
