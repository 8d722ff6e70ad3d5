"""Use case: show one run: what it is made of, and what was corrected about it."""

from __future__ import annotations

from dataclasses import dataclass

from backstride.domain.problem import Problem
from backstride.store import activities, corrections, recordings, run_parts
from backstride.store.corrections import Correction
from backstride.store.recordings import Recording
from backstride.store.run_legs import find_of_run
from backstride.store.store import Transaction
from backstride.workflows.list_runs import as_rows
from backstride.workflows.name_run import name_run
from backstride.workflows.results import LegRow
from backstride.workflows.wiring import Desk


@dataclass(frozen=True, slots=True)
class RunShown:
    """Everything about one run.

    Parameters
    ----------
    id : str
        The run.
    legs : tuple of LegRow
        As lists show them.
    recordings : tuple of (Recording, str)
        What it is made of and the file each came from, the first one first; empty file for a run
        added by hand.
    leading_id : str
        The recording whose time axis and totals it has.
    corrections : tuple of Correction
        Every one ever made, those taken back included.
    problems : tuple of Problem
        What was found while reading and joining.
    utc_offset_s : int
        Offset of the runner's clock from UTC. [s]
    """

    id: str
    legs: tuple[LegRow, ...]
    recordings: tuple[tuple[Recording, str], ...]
    leading_id: str
    corrections: tuple[Correction, ...]
    problems: tuple[Problem, ...]
    utc_offset_s: int = 0


def show_run(desk: Desk, said: str) -> RunShown:
    """Return one run.

    Parameters
    ----------
    desk : Desk
        Open.
    said : str
        As `name_run` takes it.

    Raises
    ------
    OutOfRange
        Where no run, or several, are meant.
    """
    with desk.store.reading() as tx:
        run_id = name_run(tx, said)
        rows = find_of_run(tx, run_id)
        shown = tuple(as_rows(tx, rows))
        made = activities.load(tx, rows[0].recording_id, channels=())
        found = _recordings(tx, run_id)
        units = recordings.find_units(tx, [one.id for one in found])
        root = corrections.find_root(tx, run_id)
        about = {run_id, root, *(one.id for one in found)}
        history = [one for one in corrections.find_history(tx) if one.run_id in about]
    return RunShown(
        id=run_id,
        legs=shown,
        recordings=tuple((one, units.get(one.id, "")) for one in found),
        leading_id=max(found, key=lambda one: one.richness).id if found else run_id,
        corrections=tuple(history),
        problems=made.problems,
        utc_offset_s=rows[0].utc_offset_s,
    )


def _recordings(tx: Transaction, run_id: str) -> list[Recording]:
    parts = [part for part in run_parts.find_groups(tx, [run_id]) if part.is_recording]
    own = {part.group_id for part in parts if run_id in {part.run_id, part.activity_id}}
    root = corrections.find_root(tx, run_id)
    own |= {part.group_id for part in parts if part.run_id == root}
    ids = [part.activity_id for part in parts if part.group_id in own] or [run_id]
    return sorted(recordings.find(tx, ids), key=lambda one: one.created_utc_ms)
