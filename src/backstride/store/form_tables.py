"""Tables of shoes and of recordings of form, beside those of `tables`."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
)

from backstride.store.plain_text import PlainText
from backstride.store.tables import metadata

ALL_TABLES: Final[MetaData] = metadata
"""Every table of the store, these included: whoever makes or migrates them asks here."""

_DOCUMENT = JSON(none_as_null=True)
_ID = String(32)


def _runner(*, is_key: bool = False) -> Column[int]:
    key = ForeignKey("runner.id")
    return Column("runner_id", Integer, key, nullable=False, primary_key=is_key)


shoe = Table(
    "shoe",
    metadata,
    Column("id", _ID, primary_key=True),
    _runner(),
    Column("name", PlainText, nullable=False),
    Column("first_day", Date),
    Column("start_km", Float(53), nullable=False),
    Column("limit_km", Float(53)),
    Column("retired_day", Date),
    Column("note", PlainText, nullable=False),
    Column("created_utc_ms", BigInteger, nullable=False),
    Column("removed_utc_ms", BigInteger),
    Index(None, "runner_id"),
)

shoe_use = Table(
    "shoe_use",
    metadata,
    _runner(is_key=True),
    Column("run_id", _ID, primary_key=True),
    Column("shoe_id", _ID, ForeignKey("shoe.id"), primary_key=True),
    Column("distance_m", Float(53)),
    Column("noted_utc_ms", BigInteger, nullable=False),
)

shoe_usual = Table(
    "shoe_usual",
    metadata,
    _runner(is_key=True),
    Column("from_day", Date, primary_key=True),
    Column("shoe_id", _ID, ForeignKey("shoe.id")),
    Column("noted_utc_ms", BigInteger, nullable=False),
)

form_recording = Table(
    "form_recording",
    metadata,
    Column("id", _ID, primary_key=True),
    _runner(),
    Column("sha256", String(64), ForeignKey("original.sha256"), nullable=False, index=True),
    Column("unit", PlainText, nullable=False),
    Column("kind", String, nullable=False),
    Column("day", Date),
    Column("run_id", _ID),
    Column("told", _DOCUMENT, nullable=False),
    Column("found", _DOCUMENT, nullable=False),
    Column("version", String, nullable=False),
    Column("noted_utc_ms", BigInteger, nullable=False),
    Column("removed_utc_ms", BigInteger),
    Index(None, "runner_id", "day"),
    Index(None, "run_id"),
)
