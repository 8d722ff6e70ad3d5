"""THIRD_PARTY_NOTICES.md, held against pyproject.toml and the lock."""

from __future__ import annotations

from tools.third_party_notices import NOTICES, direct_requirements, render, rows


def table_cells() -> list[list[str]]:
    """Cells of every row of the page's tables, the headings left out."""
    lines = NOTICES.read_text(encoding="utf-8").splitlines()
    cells = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")]
    return [row for row in cells if row[0] != "Package"]


def test_the_notices_list_what_would_be_installed_with_its_range_and_versions() -> None:
    expected = [
        [row.name, f"`{row.wanted}`", row.locked] if row.wanted else [row.name, row.locked]
        for row in rows()
    ]

    assert [cells[:-1] for cells in table_cells()] == expected


def test_every_run_time_dependency_is_listed_as_needed_directly() -> None:
    direct = {cells[0] for cells in table_cells() if len(cells) == 4}

    assert direct == set(direct_requirements())


def test_every_package_has_a_licence() -> None:
    assert [cells[0] for cells in table_cells() if not cells[-1].strip()] == []


def test_the_page_is_what_the_tool_writes_but_for_licences_of_other_platforms() -> None:
    written = NOTICES.read_text(encoding="utf-8")

    made = render(rows())

    assert [line for line in made.splitlines() if not line.startswith("| ")] == [
        line for line in written.splitlines() if not line.startswith("| ")
    ]
