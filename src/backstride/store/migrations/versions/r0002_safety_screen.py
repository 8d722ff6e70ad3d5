"""Safety screen: what a runner stated, what the rules made of it, what went worse under a plan.

A frozen copy: it does not change when `backstride.store.tables` does.
"""

from alembic import op
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    String,
)

revision = "0002"
down_revision = "0001"

_DOCUMENT = JSON()


def _runner() -> Column[int]:
    return Column("runner_id", Integer, ForeignKey("runner.id"), nullable=False)


def upgrade() -> None:
    """Add the three tables of the safety screen."""
    op.create_table(
        "screen_statement",
        Column("id", Integer, primary_key=True),
        _runner(),
        Column("day", Date, nullable=False),
        Column("kind", String, nullable=False),
        Column("noted_utc_ms", BigInteger, nullable=False),
        Column("answers", _DOCUMENT, nullable=False),
    )
    op.create_table(
        "triage",
        Column("id", Integer, primary_key=True),
        _runner(),
        Column("day", Date, nullable=False),
        Column("noted_utc_ms", BigInteger, nullable=False),
        Column("level", String, nullable=False),
        Column("is_complete", Boolean, nullable=False),
        Column("table_version", String, nullable=False),
        Column("result", _DOCUMENT, nullable=False),
    )
    op.create_table(
        "adverse_event",
        Column("id", Integer, primary_key=True),
        _runner(),
        Column("day", Date, nullable=False),
        Column("noted_utc_ms", BigInteger, nullable=False),
        Column("during", String, nullable=False),
        Column("band", String, nullable=False),
        Column("event", _DOCUMENT, nullable=False),
    )
    for table in ("screen_statement", "triage", "adverse_event"):
        op.create_index(op.f(f"ix_{table}_runner_id_day"), table, ["runner_id", "day"])
