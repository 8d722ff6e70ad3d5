"""Looking back on warning signs, and on what was run lately."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from backstride.domain.dose import LoadState
from backstride.domain.pain import AdverseEvent, RunPain
from backstride.domain.screen import Level
from backstride.safety.pain_rule import pain_band
from backstride.store.store import open_store
from backstride.workflows.check_safety import (
    check,
    current_triage,
    note_worsening,
    record_outcome,
    set_country,
)
from backstride.workflows.daily_load import doses_between, doses_by_day
from backstride.workflows.review_safety import (
    begun_today,
    judge_unkept,
    response_to_newest,
    review_safety,
)
from backstride.workflows.running_lately import LONGEST_DAYS, WINDOW_DAYS, running_lately
from backstride.workflows.wiring import Desk
from tests.safety.judged import no_to_all
from tests.workflows.made_history import easy_run, history, keep
from tests.workflows.test_check_safety import Clock

FIRST = date(2026, 3, 1)
"""Day 0 of made runs."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_store(tmp_path / "home", clock=Clock()) as store:
        yield Desk(store)


def test_what_is_told_again_unchanged_is_one_span(desk: Desk) -> None:
    check(desk, no_to_all() | {"night_sweats": "yes"})
    check(desk, no_to_all() | {"night_sweats": "yes"})
    check(desk, no_to_all())
    review = review_safety(desk)

    assert [span.level for span in review.told] == [Level.NONE, Level.E2]
    assert len(review.stated) == 3


def test_what_came_of_it_is_the_one_that_was_written_last(desk: Desk) -> None:
    check(desk, no_to_all() | {"saddle_feeling_changed": "yes"})
    record_outcome(desk, "waiting")
    record_outcome(desk, "seen_treated", day=desk.today() - timedelta(days=1))
    outcome = review_safety(desk).outcome

    assert outcome is not None
    assert outcome.statement.answers == {"what_happened": "seen_treated"}


def test_numbers_are_those_of_where_the_runner_is(desk: Desk) -> None:
    assert review_safety(desk).numbers.emergency == ""
    set_country(desk, "gb")
    review = review_safety(desk)

    assert (review.country, review.told_country) == ("GB", "GB")
    assert (review.numbers.emergency, review.numbers.line) == ("999", "111")


def test_a_screen_begun_today_goes_on_but_not_past_a_visit(desk: Desk) -> None:
    check(desk, {"bladder_changed": "no"})
    assert begun_today(desk) == {"bladder_changed": "no"}

    record_outcome(desk, "seen_no_urgent_finding")
    assert begun_today(desk) == {}


def test_a_screen_of_another_day_is_not_gone_on_with(desk: Desk) -> None:
    check(desk, {"bladder_changed": "no"}, day=desk.today() - timedelta(days=1))

    assert begun_today(desk) == {}


def test_what_is_only_looked_at_is_not_kept(desk: Desk) -> None:
    triage = judge_unkept(desk, {"saddle_feeling_changed": "yes"})

    assert triage.level is Level.E0
    assert review_safety(desk).stated == ()
    assert current_triage(desk).due == ("never",)


def test_what_follows_from_a_worsening_can_be_said_again(desk: Desk) -> None:
    assert response_to_newest(desk) is None
    borne = pain_band(RunPain(before=2.0, peak=7.0))
    event = AdverseEvent(desk.today(), "run", borne.band, borne.reasons, "hills")
    told = [note_worsening(desk, event, borne) for _ in range(2)]

    assert response_to_newest(desk, borne.missing) == told[-1]


def runs_lately(desk: Desk) -> int:
    """Keep runs of 100 days up to today; return the day of made runs that today is."""
    today = (desk.today() - FIRST).days
    keep(desk.store, *history(50, lambda k: easy_run(today - 99 + k)))
    return today


def test_days_of_a_stretch_are_those_of_the_whole_history(desk: Desk) -> None:
    runs_lately(desk)
    with desk.store.reading() as tx:
        whole = {dose.day: dose for dose in doses_by_day(tx)}
        first, last = desk.today() - timedelta(days=40), max(whole)
        stretch = doses_between(tx, first, last)

    assert len(stretch) == (last - first).days + 1
    assert all(whole[dose.day] == dose for dose in stretch)


def test_the_longest_run_is_looked_for_in_thirty_days_and_no_further(desk: Desk) -> None:
    today = runs_lately(desk)
    keep(desk.store, easy_run(today - LONGEST_DAYS, minutes=90.0, hour=9))
    (inside,) = keep(desk.store, easy_run(today - LONGEST_DAYS + 1, minutes=60.0, hour=9))
    longest = running_lately(desk).longest

    assert longest is not None
    assert longest.activity_id == inside
    assert longest.limit_m == pytest.approx(1.1 * longest.distance_m)


def test_the_mean_leaves_out_what_is_unknown_and_says_so(desk: Desk) -> None:
    runs_lately(desk)
    lately = running_lately(desk)

    assert len(lately.days) == WINDOW_DAYS
    assert lately.n_known == sum(day.state is not LoadState.UNKNOWN for day in lately.days)
    loads = [day.easy_km.q50 for day in lately.days if day.easy_km is not None]
    assert lately.mean_easy_km is not None
    assert lately.mean_easy_km.q50 == pytest.approx(sum(loads) / len(loads))
    assert lately.mean_easy_km.q05 < lately.mean_easy_km.q50 < lately.mean_easy_km.q95


def test_without_a_run_there_is_nothing_to_show(desk: Desk) -> None:
    lately = running_lately(desk)

    assert lately.longest is None
    assert lately.mean_easy_km is None
    assert lately.n_run_days == 0
