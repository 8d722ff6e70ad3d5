"""Use case: show which recordings are taken for one run, or may be, and let the runner decide."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from backstride.domain.errors import OutOfRange
from backstride.domain.message import Message, Parameter
from backstride.recording.likeness import Footprint, Verdict, judge
from backstride.store import judgements, recordings, run_parts
from backstride.store.judgements import Judgement
from backstride.store.recordings import Recording
from backstride.store.store import Transaction
from backstride.workflows.derive_load import Deriver
from backstride.workflows.regroup_runs import regroup
from backstride.workflows.restate_ledger import restate
from backstride.workflows.settle_older import settle_older
from backstride.workflows.wiring import Desk


@dataclass(frozen=True, slots=True)
class Side:
    """One recording of a pair.

    Parameters
    ----------
    id, run_id : str
        Of the recording, and of the run it belongs to.
    recording : Recording
        What it tells.
    file : str
        Where it came from; empty for a run added by hand.
    """

    id: str
    run_id: str
    recording: Recording
    file: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two recordings that are one run, or may be.

    Parameters
    ----------
    one, other : Side
        The pair, the one that came first before the other.
    verdict : Verdict
        `Verdict.SAME` or `Verdict.HELD`.
    who : str
        Who thinks so: ``rule``, ``table`` or ``runner``.
    evidence : dict
        What was compared, as `Likeness` has it; empty where nothing was.
    counts : str
        The run whose load counts.
    """

    one: Side
    other: Side
    verdict: Verdict
    who: str
    evidence: dict[str, object]
    counts: str


def doubts_of(one: Candidate) -> tuple[Message, ...]:
    """Return what speaks against one run, to be said.

    Parameters
    ----------
    one : Candidate
        The pair.
    """
    seen, against = one.evidence, one.evidence.get("against")
    first, second = one.one.recording.footprint, one.other.recording.footprint
    params: dict[str, Parameter] = {
        "percent": 100.0 * _number(seen.get("of_longer")),
        "one_km": (first.distance_m or 0.0) / 1000.0,
        "other_km": (second.distance_m or 0.0) / 1000.0,
        "one_spm": first.cadence_spm or 0.0,
        "other_spm": second.cadence_spm or 0.0,
        "apart_km": _number(seen.get("apart_m")) / 1000.0,
    }
    names = against if isinstance(against, list | tuple) else ()
    return tuple(Message(f"duplicates.against.{name}", dict(params)) for name in names)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def list_candidates(desk: Desk, *, also_settled: bool = False) -> list[Candidate]:
    """Return the pairs that wait for the runner, in order of time.

    Parameters
    ----------
    desk : Desk
        Open.
    also_settled : bool
        Return the pairs that are taken for one run as well.
    """
    settle_older(desk)
    with desk.store.reading() as tx:
        judged = [one for one in judgements.find_all(tx) if one.verdict is not Verdict.DIFFERENT]
        ids = {one for pair in judged for one in (pair.one_id, pair.other_id)}
        there = {one.id: one for one in _in_portions(tx, ids)}
        parts = {part.activity_id: part for part in run_parts.find_groups(tx, list(ids))}
        units = recordings.find_units(tx, list(there))
    sides = {
        one: Side(one, parts[one].run_id if one in parts else one, recording, units.get(one, ""))
        for one, recording in there.items()
    }
    held = {part.run_id: part.held_with for part in parts.values() if part.held_with}
    hidden = _deleted(parts.values())
    found = []
    for pair in judged:
        if pair.one_id not in sides or pair.other_id not in sides:
            continue
        found += _candidate(pair, sides, held, hidden)
    wanted = [one for one in found if also_settled or one.verdict is Verdict.HELD]
    return sorted(wanted, key=lambda one: one.one.recording.footprint.start)


def decide_same(desk: Desk, one: str, other: str) -> str:
    """Take two runs for one, and return the id of that run.

    Parameters
    ----------
    desk : Desk
        Open.
    one, other : str
        Ids of runs or recordings, or the beginnings of them.

    Raises
    ------
    OutOfRange
        Where an id is unknown, fits several, or both are one already.
    """
    with desk.store.reading() as tx:
        first, second = _resolve(tx, one), _resolve(tx, other)
        runs = run_parts.find_runs(tx, [first, second])
    if runs.get(first, first) == runs.get(second, second):
        raise OutOfRange("duplicates.one_already", one=one, other=other)
    _decide(desk, [(first, second)], Verdict.SAME)
    with desk.store.reading() as tx:
        return run_parts.find_runs(tx, [first]).get(first, first)


def decide_different(desk: Desk, one: str, other: str) -> int:
    """Take two runs, or two recordings of one run, for different runs.

    Where the run has more recordings, each goes with the one of the two that it is more like.

    Parameters
    ----------
    desk : Desk
        Open.
    one, other : str
        Ids of runs or recordings, or the beginnings of them.

    Returns
    -------
    int
        Pairs that are different runs now.

    Raises
    ------
    OutOfRange
        Where an id is unknown or fits several, or both are one recording.
    """
    with desk.store.reading() as tx:
        first, second = _resolve(tx, one), _resolve(tx, other)
        if first == second:
            raise OutOfRange("duplicates.one_recording", one=one)
        left, right = _camps(tx, first, second)
        pairs = [
            (pair.one_id, pair.other_id)
            for pair in judgements.find(tx, [*left, *right])
            if _is_across(pair, left, right)
        ]
    _decide(desk, pairs or [(first, second)], Verdict.DIFFERENT)
    return len(pairs)


def undo_decision(desk: Desk) -> tuple[str, ...]:
    """Take the runner's last decision back; return the recordings it was about, none if none."""
    deriver = Deriver(desk, desk.runner())
    with desk.store.transaction() as tx:
        ids = judgements.undo_last(tx)
        _renew(tx, ids, deriver)
    deriver.settle()
    return ids


def _decide(desk: Desk, pairs: Collection[tuple[str, str]], verdict: Verdict) -> None:
    deriver = Deriver(desk, desk.runner())
    decision = secrets.token_hex(16)
    with desk.store.transaction() as tx:
        for pair in pairs:
            one, other = sorted(pair)
            judged = Judgement(one, other, verdict, judgements.RUNNER)
            judgements.save(tx, judged, decision=decision)
        _renew(tx, {one for pair in pairs for one in pair}, deriver)
    deriver.settle()


def _renew(tx: Transaction, ids: Collection[str], deriver: Deriver) -> None:
    before = {part.activity_id for part in run_parts.find_groups(tx, list(ids))}
    regroup(tx, ids, deriver.context)
    restate(tx, {*ids, *before})


def _in_portions(tx: Transaction, ids: Collection[str]) -> Iterable[Recording]:
    asked = sorted(ids)
    for first in range(0, len(asked), 500):
        yield from recordings.find(tx, asked[first : first + 500])


def _deleted(parts: Iterable[run_parts.RunPart]) -> set[str]:
    """Return the runs that the runner deleted: nothing of them is shown."""
    every = {part.group_id for part in parts}
    return every - {part.group_id for part in parts if part.is_shown}


def _candidate(
    pair: Judgement, sides: dict[str, Side], held: dict[str, str], deleted: set[str]
) -> list[Candidate]:
    """Return a pair as it is shown; nothing where it is settled by way of a third recording."""
    one, other = sorted(
        (sides[pair.one_id], sides[pair.other_id]), key=lambda side: side.recording.created_utc_ms
    )
    is_one = one.run_id == other.run_id
    if (pair.verdict is Verdict.HELD) == is_one or {one.run_id, other.run_id} & deleted:
        return []
    counts = held.get(one.run_id, one.run_id)
    return [Candidate(one, other, pair.verdict, pair.who, dict(pair.evidence), counts)]


def _resolve(tx: Transaction, said: str) -> str:
    """Return the recording that an id, or the beginning of one, names."""
    found = recordings.find_by_prefix(tx, said) or run_parts.find_by_prefix(tx, said)
    if len(found) != 1:
        raise OutOfRange("runs.several_such_runs" if found else "runs.no_such_run", said=said)
    return found[0]


def _camps(tx: Transaction, first: str, second: str) -> tuple[set[str], set[str]]:
    """Return the recordings that go with either of two."""
    camps = []
    for one in (first, second):
        parts = [part for part in run_parts.find_groups(tx, [one]) if part.is_recording]
        own = next((part.group_id for part in parts if part.activity_id == one), one)
        camps.append({one} | {part.activity_id for part in parts if part.group_id == own})
    left, right = camps
    if left != right:
        return left, right
    there = {one.id: one.footprint for one in recordings.find(tx, left)}
    with_first = {
        one
        for one in there
        if one != second
        and (one == first or _nearness(there, one, first) >= _nearness(there, one, second))
    }
    return with_first, set(there) - with_first


def _nearness(there: dict[str, Footprint], one: str, other: str) -> tuple[float, float]:
    """Return what makes a recording more like one than like another."""
    found = judge(there[one], there[other])
    return found.of_longer, found.distance_ratio or 0.0


def _is_across(pair: Judgement, left: set[str], right: set[str]) -> bool:
    crosses = (pair.one_id in left and pair.other_id in right) or (
        pair.one_id in right and pair.other_id in left
    )
    return crosses and pair.verdict is not Verdict.DIFFERENT
