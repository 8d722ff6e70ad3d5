"""Day totals of account exports, and archives that were read to their end.

A frozen copy: it does not change when `backstride.store.tables` does.
"""

from alembic import op
from sqlalchemy import Column, Date, Float, ForeignKey, Integer, String, Text

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the two tables."""
    op.create_table(
        "day_total",
        Column("runner_id", Integer, ForeignKey("runner.id"), primary_key=True),
        Column("source", Text, primary_key=True),
        Column("day", Date, primary_key=True),
        Column("batch_id", Integer, ForeignKey("batch.id"), primary_key=True),
        Column("steps", Integer),
        Column("sleep_h", Float(53)),
    )
    op.create_index(op.f("ix_day_total_batch_id"), "day_total", ["batch_id"])
    op.create_table(
        "archive",
        Column("batch_id", Integer, ForeignKey("batch.id"), primary_key=True),
        Column("sha256", String(64), primary_key=True),
        Column("unit", Text, nullable=False),
    )
    op.create_index(op.f("ix_archive_sha256"), "archive", ["sha256"])
