"""The documents, held against the commands, fields, codes and settings they speak of."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import typer
from typer.core import TyperCommand, TyperGroup

from backstride.cli import main
from backstride.cli.duplicates import as_json_pair
from backstride.cli.runs_show import as_json_recording
from backstride.domain.problem import Severity
from backstride.recording.likeness import Footprint, Verdict
from backstride.report.rows_json import leg_as_json, result_as_json
from backstride.store.recordings import Recording
from backstride.text.catalogue import load_catalogue
from backstride.workflows.decide_duplicates import Candidate, Side
from backstride.workflows.results import FileResult, LegRow, Status
from tests.conftest import ROOT
from tests.source_tree import product_files

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
CALL = re.compile(r"\bbackstride ([a-z]+)([^`\n#]*)")
EXAMPLE = re.compile(r"```console\n(.*?)```|`(backstride [^`\n]+)`", re.DOTALL)


@pytest.fixture(scope="module")
def commands() -> dict[str, set[str]]:
    """Every command with its options; a group has those of all its commands."""
    group = typer.main.get_command(main.app)
    assert isinstance(group, TyperGroup)
    found = {}
    for name, command in group.commands.items():
        inner = command.commands.values() if isinstance(command, TyperGroup) else (command,)
        found[name] = options_of(command).union(*(options_of(one) for one in inner))
    return found


def options_of(command: TyperCommand | TyperGroup) -> set[str]:
    """Every way to write an option of a command, and to deny it."""
    written = {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
    return written | {"--help"}


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """Text below a heading, up to the next one of the same depth."""
    return text.split(f"\n## {heading}\n")[1].split("\n## ", maxsplit=1)[0]


def first_cells(text: str) -> set[str]:
    """What stands in code style in the first column of the tables of a text."""
    return set(re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE))


def calls_in(text: str) -> list[tuple[str, list[str]]]:
    """Commands a page tells the reader to type, with their options."""
    examples = " \n".join(a or b for a, b in EXAMPLE.findall(text))
    return [
        (name, re.findall(r"(?<!\S)--?[a-z][a-z-]*", rest)) for name, rest in CALL.findall(examples)
    ]


def test_every_command_is_in_the_reference_and_the_other_way_round(
    commands: dict[str, set[str]],
) -> None:
    listed = first_cells(section(page("reference/index.md"), "Commands"))

    assert {cell.split()[1] for cell in listed} == set(commands)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_command_and_option_a_page_tells_to_type_exists(
    path: Path, commands: dict[str, set[str]]
) -> None:
    unknown = [
        f"backstride {name} {' '.join(options)}"
        for name, options in calls_in(path.read_text(encoding="utf-8"))
        if name not in commands or not commands[name].issuperset(options)
    ]

    assert unknown == []


def test_every_exit_code_is_explained_and_the_other_way_round() -> None:
    codes = {value for name, value in vars(main).items() if name.startswith("EXIT_")}
    explained = re.findall(r"^\| (\d+) \|", page("reference/exit-codes.md"), re.MULTILINE)

    assert {int(code) for code in explained} == {0, *codes}


def test_every_field_of_an_import_line_is_defined_and_the_other_way_round() -> None:
    row = result_as_json(FileResult("a.fit", Status.IMPORTED), load_catalogue().tell)
    text = section(page("reference/json.md"), "`import --json`")

    line, below = text.split("A problem:")

    assert first_cells(line) == set(row)
    assert first_cells(below) == {"code", "where", "severity", "text"}
    assert [severity.value for severity in Severity if f"`{severity.value}`" not in below] == []


def test_every_field_of_a_leg_is_defined_and_the_other_way_round() -> None:
    row = LegRow(
        id="a",
        leg=0,
        start_utc=datetime(2026, 3, 9, 6, 30, tzinfo=UTC),
        local_date=date(2026, 3, 9),
        sport="running",
        sub_sport="",
        elapsed_s=None,
        timer_s=None,
        moving_s=None,
        distance_m=None,
        n_samples=0,
        mean_cadence_spm=None,
        running_dynamics=False,
        easy_km=None,
        shrinkage_mm=None,
    )

    assert first_cells(section(page("reference/json.md"), "`runs --json`")) == set(leg_as_json(row))


def test_every_field_of_pairs_and_recordings_is_defined_and_the_other_way_round() -> None:
    moment = datetime(2026, 3, 9, 6, 30, tzinfo=UTC)
    footprint = Footprint(moment, moment, moment.date(), frozenset())
    recording = Recording(
        "a", footprint, has_dynamics=False, n_value=0, created_utc_ms=0, device=""
    )
    side = Side("a", "a", recording, "")
    pair = as_json_pair(Candidate(side, side, Verdict.HELD, "rule", {}, "a"))
    text = page("reference/json.md")
    shown, below = section(text, "`runs show --json`").split("A recording:")

    assert listed(section(text, "`duplicates --json`")) == set(pair)
    assert listed(below) == set(as_json_recording(recording, ""))
    assert listed(shown) >= {"id", "legs", "recordings", "leading", "corrections", "problems"}


def listed(text: str) -> set[str]:
    """Every name in code style in the first column of a table, several to a cell."""
    cells = re.findall(r"^\| (`[^|]+`) \|", text, re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def test_every_status_and_setting_is_defined() -> None:
    text = page("reference/json.md")
    source = "\n".join(file.text for file in product_files())
    settings = set(re.findall(r"\bBACKSTRIDE_[A-Z_]+\b", source))

    assert [status.value for status in Status if f"`{status.value}`" not in text] == []
    assert first_cells(section(page("reference/index.md"), "Environment")) == settings


def test_every_decision_is_in_the_index_of_decisions() -> None:
    pages = sorted(path.name for path in (DOCS / "decisions").glob("0*.md"))

    assert re.findall(r"\((0\d+[^)]+\.md)\)", page("decisions/index.md")) == pages


def test_a_command_in_an_example_is_found_with_its_options() -> None:
    text = "Run `backstride log --show`.\n```console\n$ backstride runs --last 3  # --no\n```\n"

    assert calls_in(text) == [("log", ["--show"]), ("runs", ["--last"])]
