"""The next mornings with other amounts of running, and where the store's forecast begins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_parts import Event, EventKind
from backstride.safety.questions import questions
from backstride.workflows.answer_question import read_days
from backstride.workflows.check_safety import check
from backstride.workflows.correct_runs import ByHand, add_run, confirm_no_run
from backstride.workflows.forecast_mornings import forecast_from_store, forecast_from_table
from backstride.workflows.imagine_mornings import (
    SHARES,
    USUAL,
    imagine_from_days,
    imagine_from_store,
)
from backstride.workflows.keep_diary import write_entry
from backstride.workflows.mark_phases import mark_event
from backstride.workflows.show_course import Stretch, find_marks
from backstride.workflows.show_sample import show_sample
from backstride.workflows.wiring import Desk, open_desk
from tests.cli.test_answer import write_table


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path / "home") as desk:
        yield desk


def keep_diary(desk: Desk, *, until: int) -> None:
    """Forty-two days of diary, a run every other day, until so many days ago."""
    for place in range(42):
        day = desk.today() - timedelta(days=until + 41 - place)
        write_entry(desk, DiaryEntry(day, leg_morning=float(2 + (place * place) % 4)))
        if place % 2:
            add_run(desk, ByHand(day, distance_m=6000.0 + 100.0 * place, moving_s=2400.0))
        else:
            confirm_no_run(desk, day, day)


def test_the_usual_share_is_the_forecast_itself_and_more_running_that_hurts_means_more_flares(
    tmp_path: Path,
) -> None:
    data = write_table(tmp_path / "days.csv", n_day=120, effect=2.5).read_bytes()
    table = read_days(data).table
    assert table is not None

    found = imagine_from_days(table).forecasts

    assert tuple(found) == SHARES
    assert found[USUAL] == forecast_from_table(data).forecast
    chances = [found[share].plan("planned").flare.value for share in SHARES]
    assert chances == sorted(chances)
    assert found[0].plan("planned").flare == found[200].plan("none").flare


def test_mornings_are_those_after_today_though_nobody_told_of_the_last_days(desk: Desk) -> None:
    keep_diary(desk, until=3)

    for found in (forecast_from_store(desk).forecast, imagine_from_store(desk).forecasts[USUAL]):
        assert found is not None
        assert found.as_of == desk.today()
        assert found.plan("planned").mornings[0].day == desk.today() + timedelta(days=1)


def test_a_diary_that_fell_silent_weeks_ago_has_no_forecast_of_the_coming_mornings(
    desk: Desk,
) -> None:
    keep_diary(desk, until=12)

    found = imagine_from_store(desk)

    assert found.forecasts == {}
    assert [note.key for note in found.notes] == ["forecast.data.silent"]


def test_warning_signs_keep_the_coming_mornings_back(desk: Desk) -> None:
    check(desk, {key: "yes" for key, one in questions().items() if "yes" in one.accepts})

    assert [note.key for note in imagine_from_store(desk).notes] == ["forecast.withheld.safety"]


def test_the_sample_is_an_answer_with_everything_the_page_shows() -> None:
    sample = show_sample()

    answer = sample.answered.answer
    assert answer is not None
    assert answer.effect_28d is not None
    assert answer.running is not None
    assert tuple(sample.imagined.forecasts) == SHARES


def test_marks_hold_the_runs_of_each_day_and_what_was_marked(desk: Desk) -> None:
    today = desk.today()
    first = add_run(desk, ByHand(today, distance_m=5000.0))
    second = add_run(desk, ByHand(today, distance_m=8000.0))
    old = today - timedelta(days=500)
    add_run(desk, ByHand(old, distance_m=8000.0))
    mark_event(desk, old, Event(EventKind.ILLNESS, old + timedelta(days=3)))
    mark_event(desk, today - timedelta(days=2), Event(EventKind.TREATMENT, note="physio"))

    marks = find_marks(desk)

    assert {day: set(runs) for day, runs in marks.runs.items()} == {today: {first, second}}
    assert marks.stretches == (
        Stretch(EventKind.ILLNESS, old, old + timedelta(days=3)),
        Stretch(EventKind.TREATMENT, today - timedelta(days=2), today, "physio"),
    )
