"""Shoes by command: pairs, runs in them, and slips of the hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backstride.synth.demo_runner import make_demo
from tests.cli.conftest import Command
from tests.test_documents import page, section


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return sorted(make_demo(tmp_path_factory.mktemp("runner")).runs.glob("*.fit"))[:4]


@pytest.fixture
def stocked(backstride: Command, files: list[Path]) -> Command:
    """A store with four runs and two pairs, the first of them usual."""
    assert backstride("import", *map(str, files)).exit_code == 0
    assert backstride("shoes", "add", "Road", "--km", "100", "--limit", "120").exit_code == 0
    assert backstride("shoes", "add", "Trail").exit_code == 0
    return backstride


def shoes(backstride: Command) -> dict[str, dict[str, object]]:
    found = json.loads(backstride("shoes", "--json").output)["shoes"]
    return {row["name"]: row for row in found}


def distances_km(backstride: Command) -> list[float]:
    return [row["distance_m"] / 1000.0 for row in json.loads(backstride("runs", "--json").output)]


def test_kilometres_are_those_of_the_runs_and_of_before(stocked: Command) -> None:
    found = shoes(stocked)

    assert found["Road"]["km"] == pytest.approx(100.0 + sum(distances_km(stocked)))
    assert (found["Road"]["n_run"], found["Road"]["is_usual"]) == (4, True)
    assert (found["Trail"]["km"], found["Trail"]["n_run"]) == (0.0, 0)


def test_a_run_told_to_another_pair_leaves_the_usual_one(stocked: Command) -> None:
    assert "just now: 1." in stocked("shoes", "use", "tr", "last").output

    last = distances_km(stocked)[-1]
    assert shoes(stocked)["Trail"]["km"] == pytest.approx(last)
    stocked("shoes", "clear", "last")
    assert shoes(stocked)["Trail"]["km"] == 0.0


def test_one_run_in_two_pairs_is_shared(stocked: Command) -> None:
    stocked("shoes", "use", "Trail", "last", "--km", "1")
    stocked("shoes", "use", "Road", "last", "--also")

    assert shoes(stocked)["Trail"]["km"] == pytest.approx(1.0)
    total = 100.0 + sum(distances_km(stocked)) - 1.0
    assert shoes(stocked)["Road"]["km"] == pytest.approx(total)


def test_a_limit_that_is_reached_is_told_without_alarm(stocked: Command) -> None:
    stocked("shoes", "edit", "Road", "--limit", "101")

    printed = stocked("shoes").output

    assert "you asked to be told" in " ".join(printed.split())
    assert "No trial ties the age of shoes to leg pain" in " ".join(printed.split())


def test_a_pair_is_retired_removed_and_brought_back(stocked: Command) -> None:
    stocked("shoes", "retire", "Trail", "--on", "2026-01-01")
    assert "Trail" not in stocked("shoes").output
    assert "Trail" in stocked("shoes", "--all").output
    stocked("shoes", "retire", "Trail", "--back")
    stocked("shoes", "remove", "Trail")
    assert "Trail" not in shoes(stocked)
    stocked("shoes", "remove", "Trail", "--back")
    assert "Trail" in shoes(stocked)


@pytest.mark.parametrize(
    "typed",
    [
        ("use", "Nothing", "last"),
        ("use", "Road", "ffffffff"),
        ("use", "Road", "1999-01-01"),
        ("use", "Road", "last", "--km", "much"),
        ("use", "Road", "last", "last", "--km", "3"),
        ("add", "ROAD"),
        ("add", ""),
        ("add", "New", "--since", "yesterday"),
        ("add", "New", "--km", "-4"),
        ("usual",),
        ("usual", "Road", "--none"),
    ],
)
def test_a_slip_is_told_and_changes_nothing(stocked: Command, typed: tuple[str, ...]) -> None:
    before = shoes(stocked)

    told = stocked("shoes", *typed)

    assert told.exit_code != 0
    assert shoes(stocked) == before


def test_a_store_without_pairs_says_how_to_begin(backstride: Command) -> None:
    assert "backstride shoes add" in backstride("shoes").output


def test_every_field_is_in_the_reference(stocked: Command) -> None:
    text = section(page("reference/json.md"), "`shoes --json`")

    missing = [name for name in shoes(stocked)["Road"] if f"`{name}`" not in text]

    assert missing == []
