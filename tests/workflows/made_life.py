"""A runner who does everything that the store can keep, one deed after the other."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from backstride.domain.activity import Sport
from backstride.domain.diary import DiaryEntry, NoRunReason
from backstride.domain.diary_answers import with_answers
from backstride.domain.diary_parts import Event, EventKind, RunNote
from backstride.domain.runner import Runner
from backstride.domain.shoe import Shoe
from backstride.recording.correcting import SetDistance, SetSport
from backstride.workflows.check_safety import check, record_outcome, set_country
from backstride.workflows.correct_runs import (
    ByHand,
    add_run,
    confirm_no_run,
    delete_run,
    edit_run,
    undo_correction,
)
from backstride.workflows.erase_store import erase_store
from backstride.workflows.keep_diary import remove_entry, undo_last_change, write_entry
from backstride.workflows.keep_preferences import Preferences, save_preferences
from backstride.workflows.keep_shoes import add_shoe, find_shoe, make_usual, remove_shoe, tell_use
from backstride.workflows.list_runs import list_legs
from backstride.workflows.mark_phases import end_event, find_tried, mark_event
from backstride.workflows.rebuild_store import rebuild
from backstride.workflows.setup_runner import save_runner
from backstride.workflows.undo_import import list_imports, undo_import
from backstride.workflows.wiring import Desk
from tests.conftest import ROOT
from tests.workflows.made_files import a_run, bring, fit, tcx, without

Deed = Callable[[Desk], object]


def live(desk: Desk, folder: Path) -> None:
    save_runner(desk, Runner(birth_year=1980, zone="Europe/Berlin"))
    today = desk.today()  # on her own calendar: near midnight it is another day than elsewhere
    shift = today - a_run().legs[0].start.date()
    runs = {f"{n}.fit": fit(a_run().moved(shift - timedelta(days=n))) for n in (2, 9, 40)}
    bring(desk, folder, runs)
    early = shift - timedelta(days=60)
    watch = without(a_run().moved(early), "heart_rate_bpm")
    strap = without(a_run().moved(early), "latitude_deg")
    bring(desk, folder, {"watch.fit": fit(watch), "strap.tcx": tcx(strap)})
    walked = add_run(desk, ByHand(today - timedelta(days=4), Sport.WALKING, distance_m=3000.0))
    run_id = list_legs(desk, sport="running")[-1].id
    edit_run(desk, run_id, [SetDistance(3500.0)])
    shoe, _ = add_shoe(desk, Shoe("", "Road"), usual=True)
    add_shoe(desk, Shoe("", "Trail"))
    tell_use(desk, shoe, walked)
    confirm_no_run(desk, today - timedelta(days=20), today - timedelta(days=18))
    for back in range(70, 0, -1):
        day = today - timedelta(days=back)
        entry = DiaryEntry(day, leg_morning=float(back % 5), leg_evening=2.0)
        write_entry(desk, with_answers(entry, {"warm_up": back % 3 == 0, "back_0_10": 1.0}))
    mark_event(desk, today - timedelta(days=30), Event(EventKind.TREATMENT, note="physio"))
    check(desk, {"age_years": 50})
    record_outcome(desk, "seen_well", day=today - timedelta(days=40))


def today_says(desk: Desk, **facts: Any) -> None:
    write_entry(desk, DiaryEntry(desk.today(), **facts))


def note_shoes(desk: Desk, back: int, name: str) -> None:
    day = desk.today() - timedelta(days=back)
    write_entry(desk, with_answers(DiaryEntry(day), {"shoes": name}))


def note_shoes_of_run(desk: Desk) -> None:
    run = list_legs(desk, sport="running")[-1]
    write_entry(desk, DiaryEntry(run.local_date, runs=(RunNote(run.id, {"shoes": "Trail"}),)))


def latest_run(desk: Desk) -> str:
    return list_legs(desk, sport="running")[-1].id


def from_elsewhere(desk: Desk) -> None:
    """Check in by the command line: another process, while this one is open."""
    command = [sys.executable, "-m", "backstride", "log", "--morning", "6"]
    home = {"BACKSTRIDE_HOME": str(desk.store.home.folder), "PATH": ""}
    subprocess.run(command, check=True, cwd=ROOT, env=home, timeout=60, stdout=subprocess.DEVNULL)


def by_hand(desk: Desk) -> None:
    """Let another program change the day's entry where it stands, without a word in the history."""
    with sqlite3.connect(desk.store.home.database) as other:
        other.execute("""UPDATE diary_entry SET entry = '{"leg_morning":9.0}'""")
    other.close()


DEEDS: Final[dict[str, Deed]] = {
    "a check-in": lambda desk: today_says(desk, leg_morning=3.0),
    "a check-in corrected": lambda desk: today_says(desk, leg_morning=5.0),
    "a check-in undone": undo_last_change,
    "a day without a run": lambda desk: today_says(desk, no_run_reason=NoRunReason.PLANNED),
    "a day of the diary deleted": lambda desk: remove_entry(desk, desk.today()),
    "a check-in by another process": from_elsewhere,
    "a pair noted in the diary": lambda desk: note_shoes(desk, 2, "Trail"),
    "a pair noted for a run": note_shoes_of_run,
    "a pair noted and undone": undo_last_change,
    "a usual pair": lambda desk: make_usual(
        desk, find_shoe(desk, "Trail"), since=desk.today() - timedelta(days=10)
    ),
    "a pair put away": lambda desk: remove_shoe(desk, find_shoe(desk, "Trail")),
    "a phase begun": lambda desk: mark_event(
        desk, desk.today(), Event(EventKind.MEASURE, note="cross")
    ),
    "a phase ended": lambda desk: end_event(desk, find_tried(desk)[0], desk.today()),
    "a run added": lambda desk: add_run(desk, ByHand(desk.today(), distance_m=5000.0)),
    "a run deleted": lambda desk: delete_run(desk, latest_run(desk)),
    "a run called a walk": lambda desk: edit_run(
        desk, latest_run(desk), [SetSport(Sport.WALKING, "")]
    ),
    "a correction undone": undo_correction,
    "a day confirmed without a run": lambda desk: confirm_no_run(desk, desk.today(), desk.today()),
    "an import undone": lambda desk: undo_import(desk, list_imports(desk)[0].id),
    "an answer to the screen": lambda desk: check(desk, {"saddle_feeling_changed": "yes"}),
    "a visit": lambda desk: record_outcome(desk, "seen_well"),
    "another country": lambda desk: set_country(desk, "AT"),
    "another profile": lambda desk: save_runner(desk, Runner(birth_year=1950, mass_kg=70.0)),
    "another unit": lambda desk: save_preferences(desk, Preferences(units="mi")),
    "everything derived again": lambda desk: list(rebuild(desk)),
    "the diary changed by hand": by_hand,
    "everything deleted": erase_store,
    "the first check-in after it": lambda desk: today_says(desk, leg_morning=3.0),
}
