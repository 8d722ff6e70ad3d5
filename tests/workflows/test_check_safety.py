"""The screen in the life of a runner: kept, told, standing until a visit, shown before all else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backstride.domain.body import BodyMark
from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_parts import Moment
from backstride.domain.pain import AdverseEvent, PainBand
from backstride.domain.runner import Runner
from backstride.domain.screen import Level, ScreenEffect
from backstride.safety.pain_rule import Borne
from backstride.safety.rules import load_rules
from backstride.store import diary, profile, screens
from backstride.store.store import open_store
from backstride.workflows.check_safety import (
    DIARY_DAYS,
    check,
    country_of,
    current_triage,
    known_person,
    note_worsening,
    record_outcome,
    set_country,
    where,
)
from backstride.workflows.wiring import Desk
from tests.safety.judged import no_to_all

NUMB = BodyMark("saddle", "numb", 3.0)


class Clock:
    """A clock that goes on by a minute at each look."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_store(tmp_path / "home", clock=Clock()) as store:
        yield Desk(store)


def mark(desk: Desk, *marks: BodyMark) -> None:
    with desk.store.transaction() as tx:
        diary.save_entry(tx, DiaryEntry(desk.today(), moments=(Moment(marks=marks),)))


def test_an_empty_store_says_that_nothing_was_asked(desk: Desk) -> None:
    triage = current_triage(desk)

    assert triage.due == ("never",)
    assert triage.level is Level.E3
    assert triage.effects == ()


def test_answers_are_kept_and_what_was_told_with_them(desk: Desk) -> None:
    triage = check(desk, no_to_all() | {"night_sweats": "yes"})

    assert triage.rules == ("RF11",)
    assert current_triage(desk) == triage
    with desk.store.reading() as tx:
        (told,) = screens.triage_history(tx)
    assert told.level is Level.E2
    assert told.table_version


def test_an_urgent_finding_stands_until_the_runner_was_seen(desk: Desk) -> None:
    check(desk, no_to_all() | {"saddle_feeling_changed": "yes"})
    assert check(desk, no_to_all()).level is Level.E0
    assert record_outcome(desk, "waiting").level is Level.E0

    after = record_outcome(desk, "seen_no_urgent_finding")

    assert after.findings == ()
    assert after.due == ("visit",)
    assert check(desk, no_to_all()).level is Level.NONE


def test_a_numb_mark_in_the_diary_raises_the_alarm_without_any_screen(desk: Desk) -> None:
    mark(desk, NUMB)

    assert current_triage(desk).level is Level.E0


def test_what_was_told_stands_where_the_diary_is_changed_afterwards(desk: Desk) -> None:
    mark(desk, NUMB)
    current_triage(desk)
    mark(desk, BodyMark("calf_left", "burning", 2.0))

    assert current_triage(desk).rules == ("RF01",)


def test_a_slip_that_is_mended_before_anything_was_told_is_gone(desk: Desk) -> None:
    mark(desk, NUMB)
    mark(desk, BodyMark("calf_left", "burning", 2.0))

    assert current_triage(desk).findings == ()


def test_the_same_finding_is_not_kept_again_each_time_it_is_looked_at(desk: Desk) -> None:
    mark(desk, NUMB)
    for _ in range(3):
        current_triage(desk)

    with desk.store.reading() as tx:
        assert len(screens.triage_history(tx)) == 1


def test_what_an_imported_diary_says_of_long_ago_is_history(desk: Desk) -> None:
    days = (DIARY_DAYS + 50, DIARY_DAYS - 50)
    for ago in days:
        with desk.store.transaction() as tx:
            day = desk.today() - timedelta(days=ago)
            diary.save_entry(tx, DiaryEntry(day, moments=(Moment(marks=(NUMB,)),)))
        found = current_triage(desk).rules
        assert found == (() if ago > DIARY_DAYS else ("RF01",))


def test_strength_measured_long_before_a_visit_is_still_compared_with(desk: Desk) -> None:
    weak = {"heel_raises_left_count": 10.0, "heel_raises_right_count": 24.0}
    with desk.store.transaction() as tx:
        for ago in (DIARY_DAYS + 50, 0):
            diary.save_entry(tx, DiaryEntry(desk.today() - timedelta(days=ago), items=weak))
    assert current_triage(desk).rules == ("RF24",)

    record_outcome(desk, "seen_treated", day=desk.today() - timedelta(days=1))

    assert current_triage(desk).findings == ()


def test_no_change_of_the_table_looks_back_further_than_the_diary_is_read() -> None:
    reaches = [row.get("within_days", 0) for row in load_rules().changes.values()]

    assert max(reaches) <= DIARY_DAYS


def test_a_screen_after_the_mark_of_the_same_day_explains_it_by_its_time(desk: Desk) -> None:
    sore = {"saddle_feeling_changed": "yes", "saddle_change_pattern": "sore_skin_feeling_normal"}
    mark(desk, NUMB)

    triage = check(desk, no_to_all() | sore | {"private_change_days_ago": 0})

    assert triage.level < Level.E0


def test_age_comes_from_the_profile_and_is_not_asked(desk: Desk) -> None:
    with desk.store.transaction() as tx:
        profile.save(tx, Runner(birth_year=desk.today().year - 61))

    assert known_person(desk) == {"age_years": 61}
    assert "age_years" not in current_triage(desk).unanswered


def test_what_is_told_of_the_person_stands_for_later_screens(desk: Desk) -> None:
    check(desk, {"cancer_ever": "yes", "new_spinal_pain": "no"})

    assert known_person(desk) == {"cancer_ever": "yes"}
    assert check(desk, {"new_spinal_pain": "yes"}).rules == ("RF10",)


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/London", "GB"),
        ("Europe/Berlin", "DE"),
        ("America/New_York", "US"),
        ("Pacific/Auckland", "NZ"),
        ("Nowhere/Land", None),
        (None, None),
    ],
)
def test_the_country_is_that_of_the_time_zone(zone: str | None, country: str | None) -> None:
    assert country_of(zone) == country


def test_a_country_that_was_told_goes_before_the_time_zone(desk: Desk) -> None:
    with desk.store.transaction() as tx:
        profile.save(tx, Runner(zone="Europe/Berlin"))
    assert where(desk) == "DE"

    set_country(desk, "gb")

    assert where(desk) == "GB"
    triage = check(desk, {"saddle_feeling_changed": "yes"})
    assert triage.advice[0].params == {"number": "999"}


def test_a_worsening_is_kept_and_counted(desk: Desk) -> None:
    event = AdverseEvent(desk.today(), "trial", PainBand.RED, ("rise",))

    first, second = (note_worsening(desk, event, Borne(PainBand.RED, ("rise",))) for _ in range(2))

    assert first.stops
    assert first.advice[-1].params == {"n": 1}
    assert second.advice[-1].params == {"n": 2}


def test_effects_that_hide_are_asked_for_by_what_was_found(desk: Desk) -> None:
    bone = {"load_pain_buttock_or_sacrum": "yes", "hop_pain": "yes"}

    triage = check(desk, no_to_all() | bone | {"load_pain_course": "same_each_run"})

    assert triage.asks_for(ScreenEffect.HIDE_ANSWER)
    assert not triage.asks_for(ScreenEffect.HIDE_LOAD)
