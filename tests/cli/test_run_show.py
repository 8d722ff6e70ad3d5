"""The page of one run: what it cost, beside the typical run, in words, as a picture and as data."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from backstride.domain.errors import OutOfRange
from backstride.synth.demo_runner import make_demo
from backstride.text.catalogue import load_catalogue
from tests.cli.conftest import Command
from tests.report.plain_viewer import uncoloured
from tests.test_documents import page, section

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return sorted(make_demo(tmp_path_factory.mktemp("runner")).runs.glob("*.fit"))[:5]


@pytest.fixture
def stocked(backstride: Command, files: list[Path]) -> Command:
    assert backstride("import", *map(str, files)).exit_code == 0
    return backstride


def shown(backstride: Command, *more: str) -> dict[str, object]:
    found = json.loads(backstride("runs", "show", "last", "--json", *more).output)
    assert isinstance(found, dict)
    return found


def test_a_run_is_shown_in_both_units_beside_the_typical_run(stocked: Command) -> None:
    printed = stocked("runs", "show", "last").output

    for word in ("load, easy km", "spinal shrinkage, mm", "your typical run", "90 % range"):
        assert word in printed
    assert "times your typical run" in printed
    assert "your 4 other runs" in " ".join(printed.split())


def test_an_id_its_beginning_and_a_day_mean_the_same_run(stocked: Command) -> None:
    row = json.loads(stocked("runs", "--json").output)[-1]

    pages = [
        stocked("runs", "show", said).output
        for said in (row["id"], row["id"][:10], row["local_date"])
    ]

    assert len(set(pages)) == 1
    assert pages[0].startswith(row["local_date"])


@pytest.mark.parametrize("said", ["ffffffffffff", "1999-01-01", ""])
def test_a_run_that_is_not_there_is_told(stocked: Command, said: str) -> None:
    told = stocked("runs", "show", said)

    assert told.exit_code != 0
    assert told.output == ""


def test_pieces_add_up_to_the_run(stocked: Command) -> None:
    for length in ("1", "0.5"):
        (leg,) = shown(stocked, "--per", length)["legs"]  # type: ignore[misc]
        pieces = sum(piece["easy_km"]["q50"] for piece in leg["pieces"])
        assert pieces == pytest.approx(leg["easy_km"]["q50"], rel=0.01)


def test_the_list_and_the_page_tell_the_same_load(stocked: Command) -> None:
    row = json.loads(stocked("runs", "--json").output)[-1]
    found = shown(stocked)

    (leg,) = found["legs"]  # type: ignore[misc]
    assert leg["easy_km"] == row["easy_km"]
    assert leg["easy_km_by_exponent"]["2"]["q50"] == pytest.approx(row["easy_km"]["q50"])
    assert found["typical"]["n_run"] == 4  # type: ignore[index]


def test_the_picture_is_whole_says_what_it_shows_and_asks_for_nothing(
    stocked: Command, tmp_path: Path
) -> None:
    file = tmp_path / "run.svg"

    told = stocked("runs", "show", "last", "--svg", str(file))

    assert str(file) in told.output
    text = file.read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)  # noqa: S314 - our own
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title") is not None
    assert "easy km" in str(root.find(f"{SVG}desc").text)  # type: ignore[union-attr]
    assert len(root.findall(f"{SVG}rect")) > 5
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert uncoloured(text) == []
    assert "var(" not in text
    width = float(str(root.get("viewBox")).split()[2])
    assert all(
        float(str(one.get("x", "0"))) + float(str(one.get("width", "0")).rstrip("%") or 0)
        <= width + 1
        for one in root.findall(f"{SVG}rect")[1:]
    )


def test_while_the_safety_screen_hides_load_the_page_holds_none(
    stocked: Command, tmp_path: Path
) -> None:
    answers = tmp_path / "a.json"
    answers.write_text(json.dumps({"saddle_feeling_changed": "yes"}), encoding="utf-8")
    assert stocked("check", "--answers", str(answers), "--save").exit_code == 0

    found = shown(stocked)

    (leg,) = found["legs"]  # type: ignore[misc]
    assert (leg["easy_km"], leg["shrinkage_mm"], leg["easy_km_by_exponent"]) == (None, None, {})
    assert (found["typical"], found["day_course"]) == (None, [])
    assert all(piece["easy_km"] is None for piece in leg["pieces"])
    assert "easy km  " not in stocked("runs", "show", "last").output
    file = tmp_path / "run.svg"
    stocked("runs", "show", "last", "--svg", str(file))
    assert "<polyline" not in file.read_text(encoding="utf-8")


def test_before_the_first_run_the_page_says_how_to_get_one(backstride: Command) -> None:
    told = backstride("runs", "show", "last").exception

    assert isinstance(told, OutOfRange)
    assert "backstride import" in load_catalogue().say(told.message)


def test_a_picture_that_cannot_be_written_is_told_as_such(stocked: Command, tmp_path: Path) -> None:
    for place in (tmp_path / "not" / "there" / "run.svg", tmp_path):
        told = stocked("runs", "show", "last", "--svg", str(place))

        assert told.exit_code == 2
        assert "cannot be written" in told.output


NO_QUANTITY = {"leg", "n_samples", "recordings", "n_values", "n_run", "start_s", "end_s"}
"""Places and counts, which the reference of the data tells."""


def numbers(found: object, names: frozenset[str] = frozenset()) -> set[frozenset[str]]:
    """Every number in a document, as the set of names on the way to it."""
    if isinstance(found, dict):
        return {one for name, value in found.items() for one in numbers(value, names | {name})}
    if isinstance(found, list):
        return {one for value in found for one in numbers(value, names)}
    is_number = isinstance(found, int | float) and not isinstance(found, bool)
    return {names} if is_number else set()


def test_every_number_of_a_run_is_a_public_quantity(stocked: Command) -> None:
    known = set(re.findall(r"^### `(\w+)`", page("reference/quantities.md"), re.MULTILINE))
    rows = json.loads(stocked("runs", "--json").output)

    told = numbers(rows) | numbers(shown(stocked))

    assert len(told) > 40
    assert [sorted(names) for names in told if not names & (known | NO_QUANTITY)] == []


def test_every_field_is_in_the_reference(stocked: Command) -> None:
    text = section(page("reference/json.md"), "`runs show --json`")
    found = shown(stocked)
    (leg,) = found["legs"]  # type: ignore[misc]

    assert [name for name in (*found, *leg) if f"`{name}`" not in text] == []
