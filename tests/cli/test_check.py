"""The questions on warning signs by command: asked, judged from a file, shown before the answer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from backstride.safety.questions import questions
from tests.cli.conftest import Command
from tests.safety.judged import no_to_all

NUMB = {"saddle_feeling_changed": "yes"}

HEAVY = """
import sys
sys.argv = ["backstride", "check", "--answers", sys.argv[1], "--json"]
from backstride.cli.main import app
try:
    app()
except SystemExit:
    pass
print([name for name in ("numpy", "sqlalchemy", "scipy", "numba") if name in sys.modules])
"""


def written(path: Path, document: object) -> str:
    path.write_text(json.dumps(document), encoding="utf-8")
    return str(path)


def test_answers_of_a_file_are_judged_without_a_store(
    backstride: Command, home: Path, tmp_path: Path
) -> None:
    asked = backstride("check", "--answers", written(tmp_path / "a.json", NUMB), "--json")

    found = json.loads(asked.stdout)
    assert asked.exit_code == 0
    assert (found["level"], found["complete"], found["rules"]) == ("E0", False, ["RF01"])
    assert not home.exists()


def test_judging_a_file_loads_no_heavy_library(tmp_path: Path) -> None:
    file = written(tmp_path / "a.json", NUMB)

    told = subprocess.run(
        [sys.executable, "-c", HEAVY, file], capture_output=True, text=True, check=True
    )

    assert told.stdout.splitlines()[-1] == "[]"


def test_dated_entries_are_judged_on_the_day_of_the_newest(
    backstride: Command, tmp_path: Path
) -> None:
    days = [
        {"date": "2020-03-01", "kind": "screen", "answers": no_to_all() | {"leg_side": "left"}},
        {"date": "2020-03-05", "kind": "screen", "answers": no_to_all() | {"leg_side": "right"}},
    ]
    file = written(tmp_path / "a.json", days)

    newest = json.loads(backstride("check", "--answers", file, "--json").stdout)
    later = json.loads(
        backstride("check", "--answers", file, "--on", "2020-04-01", "--json").stdout
    )

    assert (newest["level"], newest["complete"]) == ("E1", True)
    assert (later["level"], later["complete"]) == ("E1", False)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"sadle": "yes"}', "saddle_feeling_changed"),
        ('{"fever_or_chills": "maybe"}', "yes, no, unsure, unanswered"),
        ('{"age_years": 3', "is not JSON"),
        ("[" * 5000, "is not JSON"),
        ("\x00", "is not JSON"),
        ("7", "an object of answers"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_with_what_would(
    backstride: Command, tmp_path: Path, text: str, told: str
) -> None:
    file = tmp_path / "a.json"
    file.write_text(text, encoding="utf-8")

    refused = backstride("check", "--answers", str(file), "--json")

    assert refused.exit_code == 2
    assert told in refused.output
    assert refused.stdout == ""


def test_a_file_that_is_not_there_is_told(backstride: Command) -> None:
    assert backstride("check", "--answers", "nowhere.json").exit_code == 2


def test_every_question_is_listed_with_key_type_options_and_text(backstride: Command) -> None:
    listed = json.loads(backstride("check", "--questions", "--json").stdout)

    assert [one["key"] for one in listed] == list(questions())
    for one in listed:
        assert one["text"]
        assert one["type"] in ("yes_no_unsure", "choice", "number", "days_ago")
        assert list(one["option_texts"]) == one["options"]
    plain = backstride("check", "--questions").stdout
    assert all(f"{key} (" in plain for key in questions())


def test_saved_answers_stand_until_the_runner_was_seen(backstride: Command, tmp_path: Path) -> None:
    file = written(tmp_path / "a.json", NUMB)
    backstride("check", "--answers", file, "--save")

    shown = json.loads(backstride("check", "--show", "--json").stdout)
    waiting = json.loads(backstride("check", "--seen", "waiting", "--json").stdout)
    seen = json.loads(backstride("check", "--seen", "seen_treated", "--json").stdout)

    assert (shown["level"], waiting["level"]) == ("E0", "E0")
    assert (seen["level"], seen["rules"], seen["complete"]) == ("E3", [], False)


def test_an_outcome_that_is_none_is_refused(backstride: Command) -> None:
    assert backstride("check", "--seen", "perhaps").exit_code == 2


@pytest.mark.parametrize("country", ["Germany", "1", "ÄÖ"])
def test_a_country_is_two_letters(backstride: Command, country: str) -> None:
    assert backstride("check", "--country", country).exit_code == 2


def test_the_number_to_call_is_that_of_the_country(backstride: Command, tmp_path: Path) -> None:
    file = written(tmp_path / "a.json", NUMB)

    assert "999" in backstride("check", "--answers", file, "--country", "gb").stdout
    assert "local emergency number" in " ".join(
        backstride("check", "--answers", file).stdout.split()
    )


def test_the_answer_is_kept_back_while_a_warning_sign_is_open(
    backstride: Command, tmp_path: Path
) -> None:
    backstride("log", "--morning", "3")
    backstride("check", "--answers", written(tmp_path / "a.json", NUMB), "--save")

    page = backstride("answer").stdout
    data = json.loads(backstride("answer", "--json").stdout)

    assert page.startswith("Now: Have this looked at now")
    assert "In your records" not in page
    assert data["triage"]["level"] == "E0"
    assert data["verdict"] == "cannot_tell"
    assert data["reason_keys"] == ["answer.withheld.safety"]
    assert [data[name] for name in ("effect_28d", "effect_plus20", "standard_28d")] == [None] * 3
    assert data["typical_run"] is None
    assert data["data"]["mornings"] == 1


def test_the_answer_says_first_that_nothing_was_asked(backstride: Command) -> None:
    page = backstride("answer").stdout
    data = json.loads(backstride("answer", "--json").stdout)

    assert page.startswith("The safety questions have not been asked yet.")
    assert data["triage"]["schema"] == "backstride.triage/1"
    assert data["triage"]["complete"] is False
    assert data["reason_keys"] != ["answer.withheld.safety"]


def test_a_bare_table_of_days_has_no_triage(backstride: Command, tmp_path: Path) -> None:
    table = tmp_path / "days.csv"
    table.write_text("date,load,leg_morning\n2026-01-01,5,2\n2026-01-02,0,3\n", encoding="utf-8")

    data = json.loads(backstride("answer", "--daily", str(table), "--json").stdout)

    assert data["triage"] is None


def test_the_load_of_runs_is_hidden_where_a_finding_asks_for_it(
    backstride: Command, tmp_path: Path
) -> None:
    backstride("demo", "--folder", str(tmp_path / "demo"))
    pregnant = no_to_all() | {"pregnancy_state": "pregnant", "ladder_step_0_6": 4}
    home = str(next((tmp_path / "demo").rglob("backstride.sqlite3")).parent)
    before = json.loads(run_in(backstride, home, "runs", "--json"))
    run_in(backstride, home, "check", "--answers", written(tmp_path / "a.json", pregnant), "--save")

    after = json.loads(run_in(backstride, home, "runs", "--json"))
    page = run_in(backstride, home, "runs")
    answer = json.loads(run_in(backstride, home, "answer", "--json"))

    assert any(row["easy_km"] for row in before)
    assert not [row for row in after if row["easy_km"] or row["shrinkage_mm"]]
    assert [row["distance_m"] for row in after] == [row["distance_m"] for row in before]
    assert page.startswith("Within days:")
    assert answer["triage"]["effects"] == ["hide_load"]
    assert answer["typical_run"] is None
    assert answer["effect_28d"] is not None


def run_in(backstride: Command, home: str, *arguments: str) -> str:
    """Run a command in another home."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BACKSTRIDE_HOME", home)
        ran = backstride(*arguments)
        assert ran.exit_code == 0, ran.output
        return str(ran.stdout)


def test_a_mark_on_the_body_map_is_answered_at_once_and_a_bare_score_is_not(
    backstride: Command,
) -> None:
    marked = backstride("log", "--felt", "saddle numb").stdout
    scored = backstride("log", "--morning", "3").stdout

    assert "Have this looked at now" in marked
    assert "Have this looked at now" not in scored
