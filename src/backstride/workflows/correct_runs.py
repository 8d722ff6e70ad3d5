"""Use case: runs by hand. Add one, correct, cut, delete and restore; every deed can be taken back.

Nothing recorded is changed: corrections lie beside the recordings and are applied to them anew
after every import and rebuild.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from backstride.domain.activity import Activity, Leg, Sport
from backstride.domain.errors import OutOfRange
from backstride.domain.problem import Problem
from backstride.recording.correcting import Change, Crop, Delete, OneRun, Split, apply, correct
from backstride.store import activities, corrections, recordings, run_parts
from backstride.store.corrections import Correction
from backstride.store.run_legs import find_of_run
from backstride.store.store import Transaction
from backstride.workflows.derive_load import Deriver
from backstride.workflows.name_run import name_run
from backstride.workflows.prepare_content import prepare_activity
from backstride.workflows.regroup_runs import regroup
from backstride.workflows.restate_ledger import restate
from backstride.workflows.save_prepared import save_prepared
from backstride.workflows.settle_duplicates import settle_new
from backstride.workflows.wiring import Desk

NOON: Final = time(12)
"""Where on its day a run is put of which only the day is known."""


@dataclass(frozen=True, slots=True)
class ByHand:
    """A run as the runner tells it.

    Parameters
    ----------
    day : date
        On her own calendar.
    sport : Sport
        What was done.
    sub_sport : str
        ``treadmill``, ``trail`` or the like; may be empty.
    distance_m : float or None
        How far. [m]
    moving_s : float or None
        How long in motion. [s]
    clock : time or None
        When it began, on her own clock; None where she does not know.
    """

    day: date
    sport: Sport = Sport.RUNNING
    sub_sport: str = ""
    distance_m: float | None = None
    moving_s: float | None = None
    clock: time | None = None


def add_run(desk: Desk, told: ByHand) -> str:
    """Add a run that no device recorded, and return its id.

    A recording of the same run that comes later is taken for the same.

    Parameters
    ----------
    desk : Desk
        Open.
    told : ByHand
        With a distance or a duration.

    Raises
    ------
    OutOfRange
        Where it has neither.
    """
    if told.distance_m is None and told.moving_s is None:
        raise OutOfRange("runs.no_totals")
    deriver = Deriver(desk, desk.runner())
    prepared = prepare_activity(_activity(told), deriver.context)
    with desk.store.transaction() as tx:
        saved = save_prepared(tx, prepared, None, deriver)
        corrections.save(tx, saved.id, corrections.ADD, _as_document(told))
        # no longer new: a correction speaks of it
        settled = settle_new(tx, prepared, replace(saved, is_new=False), deriver.context)
    deriver.settle()
    return settled.run_id


def edit_run(desk: Desk, said: str, changes: Sequence[OneRun]) -> str:
    """Correct a run and return its id.

    Parameters
    ----------
    desk : Desk
        Open.
    said : str
        Id of the run, or the beginning of it.
    changes : sequence of change
        Made in this order, all or none.

    Raises
    ------
    OutOfRange
        Where no run, or several, are meant, or a change cannot be made.
    """
    with desk.store.reading() as tx:
        run_id, activity = load_run(tx, said)
    for change in changes:
        activity = apply(activity, change)
    _note(desk, run_id, changes)
    return run_id


def crop_run(desk: Desk, said: str, *, from_s: float, to_s: float | None) -> str:
    """Keep only a part of a run, told in seconds since its start, and return its id."""
    with desk.store.reading() as tx:
        run_id, activity = load_run(tx, said)
    end = max(leg.end for leg in activity.legs)
    start = activity.start + timedelta(seconds=from_s)
    until = end if to_s is None else activity.start + timedelta(seconds=to_s)
    change = Crop(start, until)
    apply(activity, change)
    _note(desk, run_id, [change])
    return run_id


def split_run(desk: Desk, said: str, *, at_s: float) -> tuple[str, str]:
    """Cut a run in two at some seconds since its start, and return the ids of both parts."""
    with desk.store.reading() as tx:
        run_id, activity = load_run(tx, said)
    second_id = secrets.token_hex(16)
    change = Split(activity.start + timedelta(seconds=at_s), second_id)
    refused = correct(activity, run_id, [(run_id, change)]).refused
    if refused:
        raise refused[0]
    _note(desk, run_id, [change])
    return run_id, second_id


def delete_run(desk: Desk, said: str) -> str:
    """Delete a run until it is restored, and return its id; its recordings stay in the store."""
    with desk.store.reading() as tx:
        run_id = name_run(tx, said)
    _note(desk, run_id, [Delete()])
    return run_id


def restore_run(desk: Desk, said: str) -> str:
    """Bring a deleted run back and return its id.

    Raises
    ------
    OutOfRange
        Where no deleted run, or several, are meant.
    """
    with desk.store.reading() as tx:
        deleted = corrections.find_of_kind(tx, "delete")
    found = [one for one in deleted if (one.run_id or "").startswith(said.lower())]
    ids = {one.run_id for one in found}
    if len(ids) != 1 or not said:
        raise OutOfRange("runs.several_such_runs" if ids else "runs.not_deleted", said=said)
    for one in found:
        take_back(desk, one)
    return str(found[0].run_id)


def undo_correction(desk: Desk, said: str | None = None) -> Correction | None:
    """Take the last correction back, of one run or of all; None where there is none.

    Parameters
    ----------
    desk : Desk
        Open.
    said : str, optional
        Id of a run or the beginning of it; what a table of an export corrected counts then as
        well.
    """
    with desk.store.reading() as tx:
        standing = list(corrections.find_all(tx))
    if said is None:
        mine = [one for one in standing if one.who == corrections.RUNNER]
    else:
        mine = [one for one in standing if (one.run_id or "").startswith(said.lower())]
        if len({one.run_id for one in mine}) > 1:
            raise OutOfRange("runs.several_such_runs", said=said)
    if not mine:
        return None
    take_back(desk, mine[-1])
    return mine[-1]


def confirm_no_run(desk: Desk, first: date, last: date) -> None:
    """Note that there was no run from one day to another, both included.

    Raises
    ------
    OutOfRange
        Where the last day lies before the first or in the future.
    """
    if last < first or last > desk.today():
        raise OutOfRange("runs.bad_days", first=first.isoformat(), last=last.isoformat())
    days = {"first": first.isoformat(), "last": last.isoformat()}
    with desk.store.transaction() as tx:
        corrections.save(tx, None, corrections.NO_RUN, days)


def load_run(tx: Transaction, said: str) -> tuple[str, Activity]:
    """Return id and content of a run as it stands: joined, with every correction.

    Raises
    ------
    OutOfRange
        As of `name_run`.
    """
    run_id = name_run(tx, said)
    rows = find_of_run(tx, run_id)
    return run_id, activities.load(tx, rows[0].recording_id)


def _note(desk: Desk, run_id: str, changes: Sequence[Change]) -> None:
    deriver = Deriver(desk, desk.runner())
    with desk.store.transaction() as tx:
        for change in changes:
            corrections.save(tx, run_id, *corrections.change_to_document(change))
        _renew(tx, run_id, deriver)
    deriver.settle()


def take_back(desk: Desk, one: Correction) -> None:
    """Take one correction back, whichever was made after it."""
    deriver = Deriver(desk, desk.runner())
    with desk.store.transaction() as tx:
        corrections.undo(tx, one.id)
        if one.kind == corrections.ADD and one.run_id is not None:
            activities.remove(tx, one.run_id)
        if one.run_id is not None:
            _renew(tx, one.run_id, deriver)
    deriver.settle()


def _renew(tx: Transaction, run_id: str, deriver: Deriver) -> None:
    root = corrections.find_root(tx, run_id)
    group = {part.activity_id for part in run_parts.find_groups(tx, [run_id, root])}
    regroup(tx, {root} | {one.id for one in recordings.find(tx, group)}, deriver.context)
    restate(tx, group)


def _activity(told: ByHand) -> Activity:
    clock = told.clock or NOON
    leg = Leg(
        sport=told.sport,
        start=datetime.combine(told.day, clock, UTC),
        sub_sport=told.sub_sport,
        elapsed_s=told.moving_s,
        timer_s=told.moving_s,
        moving_s=told.moving_s,
        distance_m=told.distance_m,
    )
    problems = [Problem("by_hand.added")]
    if told.clock is None:
        problems.append(Problem("by_hand.no_time_of_day"))
    return Activity((leg,), problems=tuple(problems), start_is_local=True)


def _as_document(told: ByHand) -> dict[str, object]:
    return {
        "day": told.day.isoformat(),
        "sport": told.sport.value,
        "sub_sport": told.sub_sport,
        "distance_m": told.distance_m,
        "moving_s": told.moving_s,
        "clock": None if told.clock is None else told.clock.isoformat(),
    }
