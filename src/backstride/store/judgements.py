"""Judgements: what is thought of two recordings, by rule, by a list, or by the runner.

Of several about one pair the runner's counts before a list's and a list's before the rule's, and
of one's own the newest. One that was undone, or came with an import that was undone, says nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from sqlalchemy import BindParameter, Row, Select, bindparam, delete, or_, select, update

from backstride.recording.likeness import RULE_VERSION, Likeness, Verdict
from backstride.store import run_tables as rt
from backstride.store import tables as t
from backstride.store.json_text import Document
from backstride.store.store import Transaction

RULE, TABLE, RUNNER = "rule", "table", "runner"
"""Who judged: the rule, a row of an export that names its recording, the runner."""

_RANK: Final = {RULE: 0, TABLE: 1, RUNNER: 2}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is thought of one pair.

    Parameters
    ----------
    one_id, other_id : str
        Recordings, the smaller id first.
    verdict : Verdict
        One run, two, or held.
    who : str
        `RULE`, `TABLE` or `RUNNER`.
    version : str
        Version of the rule.
    evidence : dict
        Fields of `Likeness` that were known.
    """

    one_id: str
    other_id: str
    verdict: Verdict
    who: str
    version: str = ""
    evidence: Document = field(default_factory=dict)


def save_rule(tx: Transaction, one_id: str, other_id: str, found: Likeness) -> None:
    """Note what the rule thinks of a pair of which it thought nothing."""
    one_id, other_id = sorted((one_id, other_id))
    evidence = {
        "of_shorter": found.of_shorter,
        "of_longer": found.of_longer,
        "distance_ratio": found.distance_ratio,
        "cadence_ratio": found.cadence_ratio,
        "apart_m": found.apart_m,
        "against": list(found.against),
    }
    judged = Judgement(one_id, other_id, found.verdict, RULE, RULE_VERSION, evidence)
    save(tx, judged)


def save(
    tx: Transaction, judged: Judgement, *, decision: str | None = None, batch_id: int | None = None
) -> None:
    """Note a judgement.

    Parameters
    ----------
    tx : Transaction
        May write.
    judged : Judgement
        With its ids in order.
    decision : str, optional
        What the runner decided at once is undone at once.
    batch_id : int, optional
        The import whose list said so.
    """
    row = {
        "runner_id": tx.runner_id,
        "one_id": judged.one_id,
        "other_id": judged.other_id,
        "verdict": judged.verdict.value,
        "who": judged.who,
        "version": judged.version,
        "evidence": judged.evidence,
        "decision": decision,
        "batch_id": batch_id,
        "noted_utc_ms": tx.now_utc_ms,
    }
    tx.connection.execute(rt.judgement.insert(), row)


def find(tx: Transaction, ids: Collection[str]) -> tuple[Judgement, ...]:
    """Return what counts about every pair that one of some recordings is in."""
    asked = {"runner": tx.runner_id, "ids": list(ids)}
    return _by_pair(tx.connection.execute(_about(), asked))


def find_all(tx: Transaction) -> tuple[Judgement, ...]:
    """Return what counts about every pair."""
    return _by_pair(tx.connection.execute(_standing(), {"runner": tx.runner_id}))


def find_of_batch(tx: Transaction, batch_id: int) -> set[str]:
    """Return the recordings of which a table of one import said what they are."""
    row = rt.judgement.c
    pairs = select(row.one_id, row.other_id).where(
        row.runner_id == tx.runner_id, row.batch_id == batch_id
    )
    return {one for pair in tx.connection.execute(pairs) for one in pair}


def undo_last(tx: Transaction) -> tuple[str, ...]:
    """Take the runner's last decision back and return the recordings it was about."""
    row = rt.judgement.c
    mine = (row.runner_id == tx.runner_id) & (row.who == RUNNER) & row.undone_utc_ms.is_(None)
    last = tx.connection.scalar(select(row.decision).where(mine).order_by(row.id.desc()).limit(1))
    if last is None:
        return ()
    pairs = tx.connection.execute(
        select(row.one_id, row.other_id).where(mine, row.decision == last)
    ).all()
    tx.connection.execute(
        update(rt.judgement).where(mine, row.decision == last).values(undone_utc_ms=tx.now_utc_ms)
    )
    return tuple(sorted({one for pair in pairs for one in pair}))


def forget_rule(tx: Transaction, activity_id: str | None = None) -> None:
    """Drop what the rule thought of one recording, or of all; what others said stays."""
    row = rt.judgement.c
    mine = delete(rt.judgement).where(row.runner_id == tx.runner_id, row.who == RULE)
    if activity_id is not None:
        mine = mine.where(or_(row.one_id == activity_id, row.other_id == activity_id))
    tx.connection.execute(mine)


def count_stale(tx: Transaction) -> int:
    """Return how many pairs were judged by another version of the rule."""
    row = rt.judgement.c
    stale = select(row.id).where(
        row.runner_id == tx.runner_id, row.who == RULE, row.version != RULE_VERSION
    )
    return len(tx.connection.execute(stale).all())


@cache
def _about() -> Select[Any]:
    """Build the question once: joining recordings asks it for every one."""
    row = rt.judgement.c
    ids: BindParameter[Any] = bindparam("ids", expanding=True)
    return _standing().where(or_(row.one_id.in_(ids), row.other_id.in_(ids)))


def _standing() -> Select[Any]:
    row = rt.judgement.c
    return (
        select(rt.judgement)
        .join(t.batch, t.batch.c.id == row.batch_id, isouter=True)
        .where(row.runner_id == bindparam("runner"), row.undone_utc_ms.is_(None))
        .where(t.batch.c.undone_utc_ms.is_(None))
        .order_by(row.id)
    )


def _by_pair(rows: Iterable[Row[Any]]) -> tuple[Judgement, ...]:
    counts: dict[tuple[str, str], Row[Any]] = {}
    for row in rows:
        pair = (row.one_id, row.other_id)
        if pair not in counts or _RANK[row.who] >= _RANK[counts[pair].who]:
            counts[pair] = row
    return tuple(
        Judgement(
            row.one_id, row.other_id, Verdict(row.verdict), row.who, row.version, row.evidence
        )
        for row in counts.values()
    )
