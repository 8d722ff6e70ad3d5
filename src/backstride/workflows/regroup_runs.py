"""Make runs of recordings: one run from all that recorded it, with what the runner corrected.

Recordings stay as they were read. What stands for a run is made of them anew whenever a
recording comes or goes, a pair is judged otherwise, or a correction is made or taken back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from backstride.domain.activity import Activity, Sport
from backstride.recording.correcting import Change, Split, correct
from backstride.recording.joining import join
from backstride.recording.likeness import Verdict
from backstride.store import activities, corrections, doses, judgements, recordings, run_parts
from backstride.store.recordings import Recording
from backstride.store.run_parts import RunPart
from backstride.store.store import Transaction
from backstride.workflows.place_in_time import FROM_FILE, find_offset
from backstride.workflows.prepare_content import Context, derive_leg

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Group:
    """The recordings of one run.

    Parameters
    ----------
    run_id : str
        Id of the recording that came first, whether it is still there or was taken back.
    ids : frozenset of str
        All recordings, those taken back included.
    there : tuple of Recording
        Those that are there, the richest first.
    """

    run_id: str
    ids: frozenset[str]
    there: tuple[Recording, ...]

    @property
    def weight(self) -> tuple[bool, tuple[bool, int, int]]:
        """What makes it count rather than another one that it may be the same as."""
        lead = self.there[0]
        return Sport.RUNNING in lead.footprint.sports, lead.richness


@dataclass(frozen=True, slots=True)
class _Knot:
    """Everything that hangs together with some recordings."""

    ids: frozenset[str]
    pairs: Mapping[Pair, Verdict]
    parts: tuple[RunPart, ...]


def regroup(tx: Transaction, ids: Collection[str], context: Context) -> None:
    """Make the runs anew that some recordings, or runs, belong to.

    Parameters
    ----------
    tx : Transaction
        May write.
    ids : collection of str
        Recordings that came, went, were judged otherwise or corrected.
    context : Context
        For the load of what is made.
    """
    left = set(ids)
    while left:
        knot = _find_knot(tx, {left.pop()})
        left -= knot.ids
        run_parts.remove(tx, knot.parts)
        groups = _groups(tx, knot)
        parts = {group.run_id: _make(tx, group, context) for group in groups}
        shown = [group for group in groups if any(one.is_shown for one in parts[group.run_id])]
        held = _held(shown, knot.pairs)
        for group in groups:
            run_parts.save(tx, _rows(group, parts[group.run_id], held))


def _find_knot(tx: Transaction, ids: set[str]) -> _Knot:
    """Follow pairs and former groups to everything that hangs together."""
    known: set[str] = set()
    pairs: dict[Pair, Verdict] = {}
    parts: dict[str, RunPart] = {}
    todo = set(ids)
    while todo:
        known |= todo
        for judged in judgements.find(tx, todo):
            if judged.verdict is not Verdict.DIFFERENT:
                pairs[judged.one_id, judged.other_id] = judged.verdict
        parts |= {part.activity_id: part for part in run_parts.find_groups(tx, todo)}
        reached = {one for pair in pairs for one in pair}
        reached |= {part.activity_id for part in parts.values() if part.is_recording}
        reached |= {part.group_id for part in parts.values()}
        todo = reached - known
    return _Knot(frozenset(known), pairs, tuple(parts.values()))


def _groups(tx: Transaction, knot: _Knot) -> list[_Group]:
    """Return the runs of a knot of which at least one recording is there."""
    came = recordings.find_order(tx, knot.ids)
    there = {one.id: one for one in recordings.find(tx, knot.ids)}
    same = [pair for pair, verdict in knot.pairs.items() if verdict is Verdict.SAME]
    found = []
    for ids in _connected(came, same):
        alive = sorted((there[one] for one in ids if one in there), key=lambda one: one.richness)
        if alive:
            run_id = min(ids, key=lambda one: (came[one], one))
            found.append(_Group(run_id, frozenset(ids), tuple(reversed(alive))))
    return found


def _connected(ids: Iterable[str], pairs: Iterable[Pair]) -> list[set[str]]:
    sets = {one: {one} for one in ids}
    for one, other in pairs:
        if one not in sets or other not in sets or sets[one] is sets[other]:
            continue
        sets[one] |= sets[other]
        for moved in sets[other]:
            sets[moved] = sets[one]
    return [found for one, found in sets.items() if one == min(found)]


def _make(tx: Transaction, group: _Group, context: Context) -> list[RunPart]:
    """Return the parts that stand for a run, made and saved where a recording alone does not."""
    lead = group.there[0]
    own = RunPart(lead.id, group.run_id, group.run_id, is_recording=True, is_shown=True)
    changes = _changes(tx, group.ids)
    if not changes and len(group.there) == 1:
        return [own]
    joined = join(
        activities.load(tx, lead.id), [activities.load(tx, one.id) for one in group.there[1:]]
    )
    if not changes and not joined.taken:
        return [own]
    runs = correct(joined.activity, group.run_id, changes).runs
    return [
        RunPart(
            _save_made(tx, activity, lead.id, context),
            group.run_id,
            run_id,
            is_recording=False,
            is_shown=True,
        )
        for run_id, activity in runs.items()
    ]


def _changes(tx: Transaction, ids: Collection[str]) -> list[tuple[str, Change]]:
    """Return what was corrected about a run and the parts it was split into, in order."""
    known = set(ids)
    while True:
        found = corrections.find(tx, known)
        changes = [(one.run_id or "", one.change) for one in found]
        seconds = {change.second_id for _, change in changes if isinstance(change, Split)}
        if seconds <= known:
            return [(meant, change) for meant, change in changes if change is not None]
        known |= seconds


def _save_made(tx: Transaction, activity: Activity, lead_id: str, context: Context) -> str:
    offset_s, source = activities.find_placement(tx, lead_id)
    if (
        source != FROM_FILE
    ):  # a start that was corrected may lie on the other side of a clock change
        offset_s, source = find_offset(activity, zone=context.runner.zone)
    saved = activities.save(
        tx,
        activity,
        utc_offset_s=offset_s,
        offset_source=source,
        local_date=activity.local_date(offset_s),
    )
    for leg, leg_id in zip(activity.legs, saved.leg_ids, strict=True):
        doses.save(tx, leg_id, derive_leg(leg, context).dose)
    return saved.id


def _held(groups: list[_Group], pairs: Mapping[Pair, Verdict]) -> dict[str, str]:
    """Return the runs that do not count until the runner decides, and what counts instead."""
    run_of = {one: group.run_id for group in groups for one in group.ids}
    doubtful = {
        (run_of[one], run_of[other])
        for (one, other), verdict in pairs.items()
        if verdict is Verdict.HELD and one in run_of and other in run_of
    }
    held: dict[str, str] = {}
    for group in sorted(groups, key=lambda one: one.weight, reverse=True):
        if group.run_id in held:
            continue
        for one, other in sorted(doubtful):
            neighbour = {one: other, other: one}.get(group.run_id, group.run_id)
            if neighbour != group.run_id:
                held.setdefault(neighbour, group.run_id)
    return held


def _rows(group: _Group, shown: list[RunPart], held: Mapping[str, str]) -> list[RunPart]:
    """Return the rows of a run, none where its one recording stands for itself."""
    held_with = held.get(group.run_id)
    stands = {part.activity_id for part in shown}
    alone = stands == {group.run_id} and len(group.there) == 1
    if alone and held_with is None:
        return []
    rows = [
        RunPart(
            part.activity_id,
            part.group_id,
            part.run_id,
            is_recording=part.is_recording,
            is_shown=True,
            held_with=held_with,
        )
        for part in shown
    ]
    hidden = (one.id for one in group.there if one.id not in stands)
    return rows + [
        RunPart(one, group.run_id, group.run_id, is_recording=True, is_shown=False)
        for one in hidden
    ]
