"""ARCHITECTURE.md, held against the packages and the import rules."""

from __future__ import annotations

import re
import tomllib
from itertools import groupby
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.source_tree import SOURCE

ROW = re.compile(
    r"^\| (?P<floor>\d+|beside) \| `(?P<package>\w+)` \| (?P<holds>.+) \| (?P<not>.+) \|$"
)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    return [found.groupdict() for found in map(ROW.match, text.splitlines()) if found]


@pytest.fixture(scope="module")
def contracts() -> list[dict[str, Any]]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    return project["tool"]["importlinter"]["contracts"]


def floors_of(contracts: list[dict[str, Any]]) -> list[set[str]]:
    """Packages of the layers contract, one set a floor, the highest first."""
    (layers,) = [contract for contract in contracts if contract["type"] == "layers"]
    return [
        {name.strip().removeprefix("backstride.") for name in floor.split("|")}
        for floor in layers["layers"]
    ]


def test_every_package_has_a_row_and_every_row_a_package(rows: list[dict[str, str]]) -> None:
    packages = {path.parent.name for path in SOURCE.glob("*/__init__.py")}

    assert {row["package"] for row in rows} == packages
    assert len(rows) == len(packages)


def test_the_rows_stand_in_the_order_in_which_imports_may_run(
    rows: list[dict[str, str]], contracts: list[dict[str, Any]]
) -> None:
    stacked = [row for row in rows if row["floor"] != "beside"]

    drawn = [
        {row["package"] for row in floor} for _, floor in groupby(stacked, lambda row: row["floor"])
    ]

    assert drawn == floors_of(contracts)
    assert [int(row["floor"]) for row in stacked] == sorted(
        (int(row["floor"]) for row in stacked), reverse=True
    )


def test_what_stands_beside_the_floors_is_kept_out_of_them(
    rows: list[dict[str, str]], contracts: list[dict[str, Any]]
) -> None:
    beside = {f"backstride.{row['package']}" for row in rows if row["floor"] == "beside"}
    below_the_workflows = {
        f"backstride.{row['package']}"
        for row in rows
        if row["floor"] != "beside" and row["package"] not in ("cli", "workflows")
    }

    for package in beside:
        barred: set[str] = set()
        for contract in contracts:
            if package in contract.get("forbidden_modules", ()):
                barred |= set(contract["source_modules"])
        assert barred >= below_the_workflows


def test_every_row_says_what_a_package_holds_and_must_not(rows: list[dict[str, str]]) -> None:
    assert rows
    assert [row["package"] for row in rows if len(row["holds"]) < 10 or len(row["not"]) < 10] == []


def test_every_package_of_the_table_is_in_the_drawing(rows: list[dict[str, str]]) -> None:
    drawing = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").split("```")[1]

    assert [row["package"] for row in rows if row["package"] not in drawing] == []
