"""Stretches of days are marked and ended by command, and what was done about it is listed."""

from __future__ import annotations

import json
from datetime import timedelta

from tests.cli.conftest import Command
from tests.cli.test_diary import TODAY, YESTERDAY, listed


def test_an_event_is_marked_ended_and_taken_away(backstride: Command) -> None:
    backstride("diary", "event", "ill", "--from", YESTERDAY, "--note", "a cold")
    backstride("diary", "event", "illness", "--from", YESTERDAY, "--until", TODAY.isoformat())

    (day,) = listed(backstride)
    assert day["events"] == [{"kind": "illness", "last_day": TODAY.isoformat(), "note": "a cold"}]
    assert "illness" in backstride("diary", "list").output
    backstride("diary", "event", "illness", "--from", YESTERDAY, "--remove")
    assert listed(backstride) == []


def test_an_event_cannot_end_before_it_begins(backstride: Command) -> None:
    refused = backstride("diary", "event", "flare", "--until", "2020-01-01")

    assert refused.exit_code == 2
    assert "cannot end" in refused.output


def test_two_treatments_may_begin_on_one_day_and_a_missing_note_is_filled_in(
    backstride: Command,
) -> None:
    backstride("diary", "event", "treatment", "--from", YESTERDAY)
    backstride("diary", "event", "treatment", "--from", YESTERDAY, "--note", "physio")
    backstride("diary", "event", "treatment", "--from", YESTERDAY, "--note", "insoles")
    backstride("diary", "event", "treatment", "--from", YESTERDAY, "--note", "Physio")

    (day,) = listed(backstride)
    assert [one["note"] for one in day["events"]] == ["insoles", "Physio"]
    backstride("diary", "event", "treatment", "--from", YESTERDAY, "--remove", "--note", "insoles")
    (day,) = listed(backstride)
    assert [one["note"] for one in day["events"]] == ["Physio"]


def test_what_goes_on_is_ended_without_naming_its_first_day(backstride: Command) -> None:
    backstride("diary", "event", "cadence", "--from", "2026-01-05", "--note", "up 5 percent")
    ended = backstride("diary", "event", "cadence", "--end", "--until", "2026-02-01")

    assert ended.exit_code == 0
    (day,) = listed(backstride)
    assert day["events"] == [{"kind": "cadence", "last_day": "2026-02-01", "note": "up 5 percent"}]
    again = backstride("diary", "event", "cadence", "--end")
    assert again.exit_code == 2
    assert "Nothing of the kind cadence goes on" in again.output


def test_where_several_go_on_the_command_asks_which(backstride: Command) -> None:
    for first, note in (("2026-01-05", "physio"), ("2026-01-09", "insoles")):
        backstride("diary", "event", "treatment", "--from", first, "--note", note)

    refused = backstride("diary", "event", "treatment", "--end")
    assert refused.exit_code == 2
    assert "2026-01-05 physio, 2026-01-09 insoles" in " ".join(refused.output.split())
    assert backstride("diary", "event", "treatment", "--end", "--remove").exit_code == 2
    assert backstride("diary", "event", "treatment", "--end", "--note", "insoles").exit_code == 0
    assert backstride("diary", "event", "treatment", "--end", "--from", "2026-01-05").exit_code == 0
    ends = [day["events"][0]["last_day"] for day in listed(backstride)]
    assert ends == [TODAY.isoformat(), TODAY.isoformat()]


def test_measures_are_listed_with_days_done_left_and_comparable(backstride: Command) -> None:
    for days_ago in range(20):
        day = (TODAY - timedelta(days=days_ago)).isoformat()
        done = "--strength" if days_ago % 2 else "--no-strength"
        backstride("log", "-d", day, "-m", "2", "--no-run", "planned", done)
    first = (TODAY - timedelta(days=3)).isoformat()
    backstride("diary", "event", "measure", "--from", first, "--note", "standing desk")
    backstride("log", "--shoes", "old ones")

    found = json.loads(backstride("diary", "measures", "--json").output)
    assert found["schema"] == "backstride.diary-measures/1"
    strength, desk = found["measures"]
    assert (strength["name"], strength["text"]) == ("strength", "strength")
    assert [strength[key] for key in ("n_done", "n_without", "n_unknown")] == [10, 10, 0]
    assert strength["n_comparable"] == 9  # tomorrow's score is not there yet
    assert strength["is_enough"]
    assert strength["last_day"] == YESTERDAY
    assert (desk["name"], desk["n_done"], desk["goes_on"]) == ("measure.standing desk", 4, True)
    assert not desk["is_enough"]
    shown = backstride("diary", "measures").output
    assert "measure: standing desk" in shown
    assert "3 of 8" in shown


def test_shoes_are_listed_against_the_pair_of_most_days(backstride: Command) -> None:
    for days_ago, pair in ((3, "old ones"), (2, "old ones"), (1, "trail")):
        day = (TODAY - timedelta(days=days_ago)).isoformat()
        backstride("log", "-d", day, "--shoes", pair)

    (trail,) = json.loads(backstride("diary", "measures", "--json").output)["measures"]
    assert (trail["name"], trail["against"]) == ("shoes.trail", "old ones")
    assert trail["text"] == "shoes: trail, compared with old ones"
    assert (trail["n_done"], trail["n_without"], trail["n_comparable"]) == (1, 2, 0)


def test_an_empty_diary_lists_no_measures(backstride: Command) -> None:
    assert "Nothing was noted yet" in backstride("diary", "measures").output
    assert json.loads(backstride("diary", "measures", "--json").output)["measures"] == []
