"""Use case: settle which recordings are one run, as they come in or all anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from backstride.recording.likeness import (
    RULE_VERSION,
    SAME_START_S,
    Likeness,
    Verdict,
    footprint_of,
    judge,
    may_be_judged,
)
from backstride.recording.place import apart_m
from backstride.store import corrections, judgements, recordings, run_parts
from backstride.store.activities import SavedActivity
from backstride.store.judgements import Judgement
from backstride.store.recordings import Recording
from backstride.store.store import Transaction
from backstride.workflows.likeness_rule import mark_settled
from backstride.workflows.prepare_content import Context, PreparedActivity
from backstride.workflows.regroup_runs import regroup


@dataclass(frozen=True, slots=True)
class Settled:
    """What a recording turned out to be.

    Parameters
    ----------
    run_id : str
        The run it belongs to.
    same_as : str or None
        An earlier recording of the same run.
    held_with : str or None
        A run that may be the same; the runner decides.
    """

    run_id: str
    same_as: str | None = None
    held_with: str | None = None


def settle_new(
    tx: Transaction,
    prepared: PreparedActivity,
    saved: SavedActivity,
    context: Context,
    *,
    named: str | None = None,
    batch_id: int | None = None,
) -> Settled:
    """Compare a recording that was just saved with all others and make its run.

    Parameters
    ----------
    tx : Transaction
        May write.
    prepared : PreparedActivity
        What was saved.
    saved : SavedActivity
        What it can be found by.
    context : Context
        For the load of what is made.
    named : str, optional
        Recording of which a table of an export says that this is its row.
    batch_id : int, optional
        The import of that table.
    """
    activity_id = saved.id
    footprint = footprint_of(prepared.activity, prepared.day)
    is_known = not saved.is_new and run_parts.is_spoken_of(tx, activity_id)
    if named is None and not is_known and not recordings.has_neighbour(tx, activity_id, footprint):
        return Settled(activity_id)
    (own,) = recordings.find(tx, [activity_id])
    if is_known:
        judgements.forget_rule(tx, activity_id)
    found = _judge_near(tx, own)
    if named is not None:
        one, other = sorted((activity_id, named))
        judged = Judgement(one, other, Verdict.SAME, judgements.TABLE, RULE_VERSION)
        judgements.save(tx, judged, batch_id=batch_id)
    if not found and named is None and not is_known:
        return Settled(activity_id)
    regroup(tx, [activity_id], context)
    return describe(tx, activity_id)


def settle_all(tx: Transaction, context: Context) -> None:
    """Judge all recordings anew by the rule of today and make every run that needs making.

    What the runner decided, and what tables said, stays.
    """
    judgements.forget_rule(tx)
    everything = recordings.find_all(tx)
    for one, other in _pairs_in_time(everything):
        found = _compare(tx, one, other)
        if found.verdict is not Verdict.DIFFERENT:
            judgements.save_rule(tx, one.id, other.id, found)
    for one in everything:
        if not one.footprint.has_time_of_day:
            _judge_near(tx, one)
    touched = {one for pair in judgements.find_all(tx) for one in (pair.one_id, pair.other_id)}
    touched |= {one.run_id for one in corrections.find_all(tx) if one.run_id is not None}
    touched |= set(run_parts.find_runs_in_parts(tx))
    regroup(tx, touched, context)
    mark_settled(tx)


def describe(tx: Transaction, activity_id: str) -> Settled:
    """Say what a recording is at this moment, beside those that came before it."""
    parts = run_parts.find_groups(tx, [activity_id])
    own = next((part for part in parts if part.activity_id == activity_id), None)
    run_id = activity_id if own is None else own.run_id
    doubtful = {part.run_id for part in parts if part.held_with == run_id}
    group = [part for part in parts if own is not None and part.group_id == own.group_id]
    doubtful |= {part.held_with for part in group if part.held_with is not None}
    others = {part.activity_id for part in group if part.is_recording} - {activity_id}
    came = recordings.find_order(tx, {activity_id, *others, *doubtful})
    earlier = sorted((came[one], one) for one in came if one != activity_id)
    before = [one for when, one in earlier if (when, one) < (came[activity_id], activity_id)]
    same_as = next((one for one in before if one in others), None)
    return Settled(run_id, same_as, next((one for one in before if one in doubtful), None))


def _judge_near(tx: Transaction, own: Recording) -> bool:
    """Judge a recording against all that are near; tell whether anything may be the same."""
    found = [
        (other, _compare(tx, own, other))
        for other in recordings.find_near(tx, own.footprint)
        if other.id != own.id and may_be_judged(own.footprint, other.footprint)
    ]
    found = [(other, alike) for other, alike in found if alike.verdict is not Verdict.DIFFERENT]
    if not own.footprint.has_time_of_day:
        found = _one_of_day(tx, own, found)
    for other, alike in found:
        judgements.save_rule(tx, own.id, other.id, alike)
    return bool(found)


def _one_of_day(
    tx: Transaction, own: Recording, found: list[tuple[Recording, Likeness]]
) -> list[tuple[Recording, Likeness]]:
    """Leave the likeliest of a day that no other row of the same list is about: each row is one."""
    left = []
    for other, alike in found:
        pairs = judgements.find(tx, [other.id])
        partners = {one for pair in pairs for one in (pair.one_id, pair.other_id)} - {own.id}
        rows = recordings.find(tx, partners - {other.id})
        if not any(row.footprint.file == own.footprint.file for row in rows):
            left.append((other, alike))
    return sorted(left, key=lambda each: each[1].distance_ratio or 0.0)[-1:]


def _compare(tx: Transaction, one: Recording, other: Recording) -> Likeness:
    """Judge two recordings, looking at where they were only where it may matter."""
    found = judge(one.footprint, other.footprint)
    if found.verdict is Verdict.HELD and _is_same_file(tx, one, other):
        return replace(found, verdict=Verdict.SAME)
    if found.verdict is Verdict.DIFFERENT or not (one.n_value and other.n_value):
        return found
    starts = max(one.footprint.start, other.footprint.start)
    ends = min(one.footprint.end, other.footprint.end)
    middle = starts + max(ends - starts, timedelta(0)) / 2
    places = [recordings.find_position(tx, each.id, middle) for each in (one, other)]
    if places[0] is None or places[1] is None:
        return found
    return judge(one.footprint, other.footprint, apart_m=apart_m(places[0], places[1]))


def _is_same_file(tx: Transaction, one: Recording, other: Recording) -> bool:
    """Tell whether two recordings are one file whose content changed: cut short once, whole now."""
    units = recordings.find_units(tx, [one.id, other.id])
    away_s = abs((one.footprint.start - other.footprint.start).total_seconds())
    is_other_content = one.footprint.file != other.footprint.file
    return is_other_content and away_s <= SAME_START_S and len(set(units.values())) == 1


def _pairs_in_time(everything: Iterable[Recording]) -> Iterator[tuple[Recording, Recording]]:
    """Yield the pairs that share time, out of recordings in order of time."""
    open_ones: list[Recording] = []
    for one in everything:
        if not one.footprint.has_time_of_day:
            continue
        edge = one.footprint.start - timedelta(seconds=SAME_START_S)
        open_ones = [other for other in open_ones if other.footprint.end >= edge]
        yield from ((other, one) for other in open_ones)
        open_ones.append(one)
