"""The diary by command: every item, every change, files in and out."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest

from backstride.cli import log as log_module
from backstride.domain.diary_items import ITEMS
from tests.cli.conftest import Command

TODAY = date.today()
MONTH = re.compile(r"\d{4}-\d{2} ")
YESTERDAY = (TODAY - timedelta(days=1)).isoformat()


def listed(backstride: Command) -> list[dict[str, object]]:
    shown = backstride("diary", "list", "--json")
    assert shown.exit_code == 0
    found = json.loads(shown.output)
    assert isinstance(found, list)
    return found


def test_one_command_takes_a_morning_with_its_one_tap_items(backstride: Command) -> None:
    typed = (
        "log -m 3 -b 2,5 -t 1 -w 0 -l 4 --leg left --relief --no-flare --sitting 6.5 --surface tra"
    )
    assert backstride(*typed.split(), "--shoes", "old ones").exit_code == 2  # trail or track?
    assert backstride(*typed.replace("tra", "trai").split(), "--shoes", "old ones").exit_code == 0

    (day,) = listed(backstride)
    assert day["answers"] == {
        "leg_morning": 3.0,
        "back_0_10": 2.5,
        "tingling_0_6": 1.0,
        "weakness_0_6": 0.0,
        "ladder_step_0_6": 4.0,
        "leg_side": "left",
        "flare": False,
        "sitting_h": 6.5,
        "pain_relief": True,
        "shoes": "old ones",
        "surface": "trail",
    }


def test_passed_over_zero_and_not_asked_are_told_apart(backstride: Command) -> None:
    backstride("log", "-m", "skip", "-b", "0", "--skip", "stress_0_10")

    (day,) = listed(backstride)
    assert day["answers"] == {"leg_morning": "skipped", "back_0_10": 0.0, "stress_0_10": "skipped"}


def test_the_body_map_is_kept_with_its_time(backstride: Command) -> None:
    backstride("log", "--felt", "calf_left tingling 3; heel_sole_left numb", "--at", "7:20")
    backstride("log", "--felt", "none", "--at", "19:00")

    (day,) = listed(backstride)
    morning, evening = day["moments"]  # type: ignore[misc]
    assert (morning["at"], evening["at"]) == ("07:20:00", "19:00:00")
    assert morning["marks"][0] == {
        "site": "calf_left",
        "quality": "tingling",
        "level": 3.0,
        "scale": None,
    }
    assert (evening["whole_map"], evening["marks"]) == (True, [])
    assert day["ladder_step"] == 5


def test_what_is_asked_about_a_run_is_put_with_a_run(backstride: Command) -> None:
    backstride("log", "--before", "1", "--peak", "3.5", "--travelled", "--ease-min", "20")

    (day,) = listed(backstride)
    assert day["runs"] == [
        {
            "id": "",
            "answers": {
                "before_leg_0_10": 1.0,
                "peak_leg_0_10": 3.5,
                "travelled_down": True,
                "ease_min": 20.0,
            },
        }
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-t", "7"], "0 to 6"),
        (["-l", "2.5"], "0 to 6"),
        (["--surface", "moon"], "treadmill"),
        (["--felt", "calf_left tingly"], "tingly"),
        (["--felt", "elbow pain"], "elbow"),
        (["--felt", "none", "--at", "25:00"], "time of day"),
        (["--run", "last", "--peak", "3"], "No single run"),
        (["--skip", "nonsense"], "nonsense"),
        (["--set", "flare=perhaps"], "yes, no"),
        (["--set", "goal="], "some words"),
        (["--note", " "], "some words"),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_written(
    backstride: Command, arguments: list[str], said: str
) -> None:
    refused = backstride("log", "-m", "3", *arguments)

    assert refused.exit_code == 2
    assert said in refused.output
    assert listed(backstride) == []


def test_every_item_can_be_set_by_its_key(backstride: Command) -> None:
    texts = {
        item.key: {
            "number": f"{item.scale.high:g}",
            "yes_no": "no",
            "choice": next(iter(item.scale.options), ""),
            "words": "my own words",
        }[item.scale.kind.value]
        for item in ITEMS
    }
    typed = [part for key, text in texts.items() for part in ("--set", f"{key}={text}")]

    assert backstride("log", *typed).exit_code == 0

    (day,) = listed(backstride)
    said = set(day["answers"]) | set(day["runs"][0]["answers"])  # type: ignore[arg-type,index]
    assert said == {item.key for item in ITEMS}


def test_the_questions_of_an_occasion_are_asked_one_by_one(
    backstride: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_module, "somebody_is_there", lambda: True)
    typed = "\n".join(["able", "unable", "", "able", "30", "24", "25", *[""] * 7]) + "\n"

    shown = backstride("log", "--ask", "week", typed=typed)

    assert shown.exit_code == 0, shown.output
    assert "range 0 to 25" in shown.output
    (day,) = listed(backstride)
    answers = day["answers"]
    assert isinstance(answers, dict)
    assert answers["heel_walk_right"] == "unable"
    assert answers["toe_walk_left"] == "skipped"
    assert answers["heel_raises_left_count"] == 24.0
    assert answers["goal"] == "skipped"


def test_a_day_is_edited_seen_and_taken_back(backstride: Command) -> None:
    backstride("log", "-d", YESTERDAY, "-m", "2", "--note", "long drive")
    assert (
        "written"
        in backstride("diary", "edit", YESTERDAY, "-m", "3", "--clear", "note", "-b", "1").output
    )
    assert "stood like this already" in backstride("diary", "edit", YESTERDAY, "-m", "3").output

    history = backstride("diary", "history", YESTERDAY).output
    assert "leg_morning: 2 -> 3" in history
    assert "note: long drive -> nothing" in history
    assert "by you" in history
    assert YESTERDAY in backstride("diary", "undo").output
    (day,) = listed(backstride)
    assert (day["answers"], day["words"]) == ({"leg_morning": 2.0}, {"note": "long drive"})
    assert "taking change 2 back" in backstride("diary", "history", YESTERDAY).output


def test_a_day_taken_away_is_gone_and_comes_back(backstride: Command) -> None:
    backstride("log", "-d", YESTERDAY, "-m", "2")

    assert "taken back" in backstride("diary", "delete", YESTERDAY).output
    assert listed(backstride) == []
    assert "nothing to take back" in backstride("diary", "delete", YESTERDAY).output
    backstride("diary", "undo")
    assert len(listed(backstride)) == 1
    backstride("diary", "undo")
    assert "no change left" in backstride("diary", "undo").output


def test_a_questionnaire_filled_in_elsewhere_is_a_name_a_day_and_a_number(
    backstride: Command,
) -> None:
    assert backstride("diary", "score", "odi", "24").exit_code == 0
    assert backstride("diary", "score", "My own", "3.5").exit_code == 0
    assert backstride("diary", "score", "UWRI", "40").exit_code == 2

    (day,) = listed(backstride)
    assert day["scores"] == [
        {"instrument": "ODI", "value": 24.0},
        {"instrument": "My own", "value": 3.5},
    ]


def test_completeness_tells_mornings_rows_and_gaps(backstride: Command) -> None:
    for days_ago, score in ((5, "3"), (4, "skip"), (1, "2"), (0, "1")):
        day = (TODAY - timedelta(days=days_ago)).isoformat()
        backstride("log", "-d", day, "-m", score)

    found = json.loads(backstride("diary", "completeness", "--json").output)
    shown = backstride("diary", "completeness").output
    strip = backstride("diary", "list").output

    assert (found["n_day"], found["mornings"], found["n_skipped"]) == (6, 3, 1)
    assert (found["streak_d"], found["longest_streak_d"]) == (2, 2)
    assert found["gaps"][0]["n_day"] == 3
    assert "3 of 6 mornings (50 %)" in shown
    months = [line.split(maxsplit=1)[1] for line in strip.splitlines() if MONTH.match(line)]
    assert "".join(months).replace(" ", "") == "◍–··◍●"


def test_an_empty_diary_says_how_to_begin(backstride: Command) -> None:
    assert "backstride log" in backstride("diary", "list").output
    assert backstride("diary", "completeness").exit_code == 0
    assert "nothing was ever written" in backstride("diary", "history", YESTERDAY).output


def test_items_are_printed_for_people_and_for_programs(backstride: Command) -> None:
    found = json.loads(backstride("diary", "items", "--json").output)
    shown = backstride("diary", "items").output

    assert found["schema"] == "backstride.diary-items/1"
    assert [row["key"] for row in found["items"]] == [item.key for item in ITEMS]
    for row in found["items"]:
        assert row["text"] in shown
        assert row["type"] in ("number", "yes_no", "choice", "words")
        assert (row["type"] == "number") == (row["low"] is not None)
        assert (row["type"] == "choice") == bool(row["options"])
