"""Profile: what the runner told of themselves, every version kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from backstride.domain.runner import Runner
from backstride.store import tables as t
from backstride.store.instants import from_utc_ms
from backstride.store.runner_documents import runner_from_document, runner_to_document
from backstride.store.store import Transaction


@dataclass(frozen=True, slots=True)
class ProfileVersion:
    """A profile and the aware UTC instant from which it was the current one."""

    noted: datetime
    runner: Runner


def save(tx: Transaction, runner: Runner) -> bool:
    """Make a profile the current one; return False where it is so already."""
    if find_current(tx) == runner:
        return False
    row = {
        "runner_id": tx.runner_id,
        "noted_utc_ms": tx.now_utc_ms,
        "facts": runner_to_document(runner),
    }
    tx.connection.execute(t.profile.insert(), row)
    return True


def find_current(tx: Transaction) -> Runner | None:
    """Return the newest profile, None before the first."""
    newest = (
        select(t.profile.c.facts)
        .where(t.profile.c.runner_id == tx.runner_id)
        .order_by(t.profile.c.id.desc())
        .limit(1)
    )
    facts = tx.connection.scalar(newest)
    return None if facts is None else runner_from_document(facts)


def history(tx: Transaction) -> tuple[ProfileVersion, ...]:
    """Return every profile there was, oldest first."""
    rows = select(t.profile).where(t.profile.c.runner_id == tx.runner_id).order_by(t.profile.c.id)
    return tuple(
        ProfileVersion(from_utc_ms(row.noted_utc_ms), runner_from_document(row.facts))
        for row in tx.connection.execute(rows)
    )


def find_public_id(tx: Transaction) -> str:
    """Return the random id that files made for this runner bear; it says nothing about them."""
    wanted = select(t.runner.c.public_id).where(t.runner.c.id == tx.runner_id)
    return str(tx.connection.scalar(wanted))
