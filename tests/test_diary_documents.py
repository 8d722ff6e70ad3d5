"""The pages on the diary, held against its tables, its commands and its JSON."""

from __future__ import annotations

import re
from datetime import date

import pytest
import typer
from tools import diary_pages
from typer.core import TyperGroup

from backstride.cli.diary import app
from backstride.cli.diary_show import completeness_as_json, item_as_json
from backstride.domain.completeness import assess_completeness
from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_items import ITEMS
from backstride.domain.diary_parts import EventKind
from backstride.readers.mapping import Mapping, mapping_names, read_mapping
from backstride.readers.table_parts import OWN, PART_COLUMNS
from backstride.report.diary_json import entry_as_json
from tests.test_documents import EXAMPLE, PAGES, options_of, page, section

DIARY_CALL = re.compile(r"\bbackstride diary ([a-z]+)([^`\n#]*)")
DAY = date(2026, 3, 9)


def names_in(text: str) -> set[str]:
    """Every name in code style in the first column of the tables of a text."""
    cells = re.findall(r"^\| (`[^|]+`) \|", text, re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


@pytest.mark.parametrize("name", ["diary-items.md", "body-map.md"])
def test_a_page_of_tables_is_what_the_tables_make_of_it(name: str) -> None:
    assert page(f"reference/{name}") == diary_pages.written(name)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.key)
def test_every_item_stands_on_its_page(item: object) -> None:
    assert f"| `{item.key}` |" in page("reference/diary-items.md")  # type: ignore[attr-defined]


def test_every_diary_command_a_page_tells_to_type_exists() -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    unknown = []
    for path in PAGES:
        examples = " \n".join(a or b for a, b in EXAMPLE.findall(path.read_text(encoding="utf-8")))
        for name, rest in DIARY_CALL.findall(examples):
            options = re.findall(r"(?<!\S)--?[a-z][a-z-]*", rest)
            command = group.commands.get(name)
            if command is None or not options_of(command).issuperset(options):
                unknown.append(f"{path.name}: backstride diary {name} {options}")

    assert unknown == []


def test_every_field_of_the_diary_as_json_is_defined_and_the_other_way_round() -> None:
    text = page("reference/json.md")
    complete = assess_completeness({}, first=DAY, last=DAY)

    assert names_in(section(text, "`diary list --json`")) == set(entry_as_json(DiaryEntry(DAY)))
    assert names_in(section(text, "`diary completeness --json`")) == set(
        completeness_as_json(complete)
    )
    assert names_in(section(text, "`diary items --json`")) == set(item_as_json(ITEMS[0]))


@pytest.mark.parametrize("column", PART_COLUMNS)
def test_every_column_about_a_part_of_a_day_is_defined(column: str) -> None:
    assert f"`{column}`" in page("reference/diary-table.md")
    assert OWN in PART_COLUMNS


def test_every_mapping_and_every_kind_of_event_is_named() -> None:
    foreign, by_hand = page("howto/import-a-foreign-diary.md"), page("howto/diary-by-hand.md")
    listed = names_in(section(foreign, "Mappings that come with Backstride"))

    assert listed == set(mapping_names())
    assert [kind.value for kind in EventKind if kind.value not in by_hand] == []


def test_the_mapping_on_the_page_can_be_used() -> None:

    (example,) = re.findall(
        r"```toml\n(.*?)```", page("howto/import-a-foreign-diary.md"), re.DOTALL
    )

    assert isinstance(read_mapping(example.encode()), Mapping)
