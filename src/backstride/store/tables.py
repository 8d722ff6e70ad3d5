"""Tables of the store: one description for SQLite and PostgreSQL.

Instants are whole milliseconds of UTC since 1970 (``_utc_ms``), for SQLite loses time zones; days
are dates on the runner's own calendar. A bare number bears its unit in the name. Whatever is
looked up or summed in SQL is a column; whatever travels as a whole is a JSON document.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)

from backstride.store.plain_text import PlainText

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_DOCUMENT = JSON(none_as_null=True)
_ID = String(32)
_SHA256 = String(64)


def _runner() -> Column[int]:
    return Column("runner_id", ForeignKey("runner.id"), nullable=False)


runner = Table(
    "runner",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("public_id", _ID, nullable=False, unique=True),
    Column("created_utc_ms", BigInteger, nullable=False),
)

batch = Table(
    "batch",
    metadata,
    Column("id", Integer, primary_key=True),
    _runner(),
    Column("kind", String, nullable=False),
    Column("sources", _DOCUMENT, nullable=False),
    Column("version", String, nullable=False),
    Column("started_utc_ms", BigInteger, nullable=False),
    Column("ended_utc_ms", BigInteger),
    Column("undone_utc_ms", BigInteger),
)

ledger = Table(
    "ledger",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("batch_id", ForeignKey("batch.id"), nullable=False, index=True),
    Column("parent_id", ForeignKey("ledger.id")),
    Column("unit", PlainText, nullable=False),
    Column("sha256", _SHA256, index=True),
    Column("status", String, nullable=False),
    Column("is_partial", Boolean, nullable=False),
    Column("reason", String),
    Column("reason_params", _DOCUMENT),
    Column("problems", _DOCUMENT, nullable=False),
    Column("seen_utc_ms", BigInteger, nullable=False),
)

archive = Table(
    "archive",
    metadata,
    Column("batch_id", ForeignKey("batch.id"), primary_key=True),
    Column("sha256", _SHA256, primary_key=True, index=True),
    Column("unit", PlainText, nullable=False),
)

original = Table(
    "original",
    metadata,
    Column("sha256", _SHA256, primary_key=True),
    Column("format", String, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("codec", SmallInteger, nullable=False),
    Column("stored_bytes", BigInteger, nullable=False),
    Column("kept_utc_ms", BigInteger, nullable=False),
)

activity = Table(
    "activity",
    metadata,
    Column("id", _ID, primary_key=True),
    _runner(),
    Column("batch_id", ForeignKey("batch.id"), index=True),
    Column("start_utc_ms", BigInteger, nullable=False),
    Column("end_utc_ms", BigInteger, nullable=False),
    Column("utc_offset_s", Integer, nullable=False),
    Column("offset_source", String, nullable=False),
    Column("file_utc_offset_s", Integer),
    Column("local_date", Date, nullable=False),
    Column("device", PlainText, nullable=False),
    Column("problems", _DOCUMENT, nullable=False),
    Column("created_utc_ms", BigInteger, nullable=False),
    Column("deleted_utc_ms", BigInteger),
    Index(None, "runner_id", "start_utc_ms"),
    Index(None, "runner_id", "local_date"),
)

activity_original = Table(
    "activity_original",
    metadata,
    Column("activity_id", ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True),
    Column("sha256", ForeignKey("original.sha256"), primary_key=True, index=True),
    Column("part", Integer, primary_key=True),
    Column("unit", PlainText, nullable=False),
)

leg = Table(
    "leg",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("activity_id", ForeignKey("activity.id", ondelete="CASCADE"), nullable=False),
    Column("leg_index", Integer, nullable=False),
    Column("sport", String, nullable=False),
    Column("sub_sport", PlainText, nullable=False),
    Column("start_utc_ms", BigInteger, nullable=False),
    Column("elapsed_s", Float(53)),
    Column("timer_s", Float(53)),
    Column("moving_s", Float(53)),
    Column("distance_m", Float(53)),
    Column("ascent_m", Float(53)),
    Column("descent_m", Float(53)),
    Column("mean_cadence_spm", Float(53)),
    Column("mean_heart_rate_bpm", Float(53)),
    Column("n_sample", Integer),
    Column("laps", _DOCUMENT, nullable=False),
    Column("pauses", _DOCUMENT, nullable=False),
    UniqueConstraint("activity_id", "leg_index"),
)

channel = Table(
    "channel",
    metadata,
    Column("leg_id", ForeignKey("leg.id", ondelete="CASCADE"), primary_key=True),
    Column("position", SmallInteger, primary_key=True, autoincrement=False),
    Column("name", PlainText, nullable=False),
    Column("unit", PlainText, nullable=False),
    Column("source", PlainText, nullable=False),
    Column("n_sample", Integer, nullable=False),
    Column("codec", SmallInteger, nullable=False),
    Column("dtype", String(2), nullable=False),
    Column("grid_numerator", BigInteger, nullable=False),
    Column("grid_denominator", BigInteger, nullable=False),
    Column("grid_offset", Float(53), nullable=False),
    Column("crc32", BigInteger, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

dose = Table(
    "dose",
    metadata,
    Column("leg_id", ForeignKey("leg.id", ondelete="CASCADE"), primary_key=True),
    Column("version", String, nullable=False),
    Column("easy_km_q05", Float(53)),
    Column("easy_km_q50", Float(53)),
    Column("easy_km_q95", Float(53)),
    Column("walk_easy_km_q05", Float(53)),
    Column("walk_easy_km_q50", Float(53)),
    Column("walk_easy_km_q95", Float(53)),
    Column("shrinkage_mm_q05", Float(53)),
    Column("shrinkage_mm_q50", Float(53)),
    Column("shrinkage_mm_q95", Float(53)),
    Column("gait", _DOCUMENT, nullable=False),
    Column("problems", _DOCUMENT, nullable=False),
    Column("derived_utc_ms", BigInteger, nullable=False),
)

diary_entry = Table(
    "diary_entry",
    metadata,
    Column("runner_id", ForeignKey("runner.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("entry", _DOCUMENT, nullable=False),
    Column("changed_utc_ms", BigInteger, nullable=False),
)

diary_history = Table(
    "diary_history",
    metadata,
    Column("id", Integer, primary_key=True),
    _runner(),
    Column("day", Date, nullable=False),
    Column("changed_utc_ms", BigInteger, nullable=False),
    Column("who", String, nullable=False),
    Column("batch_id", ForeignKey("batch.id"), index=True),
    Column("before", _DOCUMENT),
    Column("after", _DOCUMENT),
    Index(None, "runner_id", "day"),
)

profile = Table(
    "profile",
    metadata,
    Column("id", Integer, primary_key=True),
    _runner(),
    Column("noted_utc_ms", BigInteger, nullable=False),
    Column("facts", _DOCUMENT, nullable=False),
    Index(None, "runner_id"),
)

setting = Table(
    "setting",
    metadata,
    Column("id", Integer, primary_key=True),
    _runner(),
    Column("key", String, nullable=False),
    Column("noted_utc_ms", BigInteger, nullable=False),
    Column("value", _DOCUMENT),
    Index(None, "runner_id", "key"),
)

coverage = Table(
    "coverage",
    metadata,
    Column("runner_id", ForeignKey("runner.id"), primary_key=True),
    Column("source", PlainText, primary_key=True),
    Column("batch_id", ForeignKey("batch.id"), primary_key=True),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
)

day_total = Table(
    "day_total",
    metadata,
    Column("runner_id", ForeignKey("runner.id"), primary_key=True),
    Column("source", PlainText, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("batch_id", ForeignKey("batch.id"), primary_key=True, index=True),
    Column("steps", Integer),
    Column("sleep_h", Float(53)),
)

screen_statement = Table(
    "screen_statement",
    metadata,
    Column("id", Integer, primary_key=True),
    _runner(),
    Column("day", Date, nullable=False),
    Column("kind", String, nullable=False),
    Column("noted_utc_ms", BigInteger, nullable=False),
    Column("answers", _DOCUMENT, nullable=False),
    Index(None, "runner_id", "day"),
)

triage = Table(
    "triage",
    metadata,
    Column("id", Integer, primary_key=True),
    _runner(),
    Column("day", Date, nullable=False),
    Column("noted_utc_ms", BigInteger, nullable=False),
    Column("level", String, nullable=False),
    Column("is_complete", Boolean, nullable=False),
    Column("table_version", String, nullable=False),
    Column("result", _DOCUMENT, nullable=False),
    Index(None, "runner_id", "day"),
)

adverse_event = Table(
    "adverse_event",
    metadata,
    Column("id", Integer, primary_key=True),
    _runner(),
    Column("day", Date, nullable=False),
    Column("noted_utc_ms", BigInteger, nullable=False),
    Column("during", String, nullable=False),
    Column("band", String, nullable=False),
    Column("event", _DOCUMENT, nullable=False),
    Index(None, "runner_id", "day"),
)
