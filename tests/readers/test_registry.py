"""Registry: the only door; content decides, and everything ends in a value."""

from __future__ import annotations

import pytest

from backstride.readers import registry
from backstride.readers.reading import Outcome, Reading
from backstride.readers.registry import Format
from backstride.synth.archive_oddities import APPLE_DOUBLE
from backstride.synth.xml_oddities import oddities
from tests.readers.reading_facts import codes

ODD = oddities()


@pytest.mark.parametrize("name", ODD)
def test_every_odd_file_reaches_its_reader(name: str) -> None:
    assert registry.read(ODD[name]).format == name.rpartition(".")[2]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (b"\n \n", "blank"),
        (b'{"type": "FeatureCollection"}', "json"),
        (b"[1, 2]", "json"),
        (b"<!DOCTYPE html><html><head>", "html"),
        (b"<html lang='en'>", "html"),
        (b'<?xml version="1.0"?><Workbook locale="en">', "xml:Workbook"),
        (b"date,leg_morning\n2026-03-09,4\n", "text"),
        (b"PK\x03\x04" + bytes(30), "zip"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(30), "7z"),
        (b"SQLite format 3\x00" + bytes(30), "sqlite"),
        (bytes(range(1, 32)) * 8, "binary"),
    ],
)
def test_content_of_another_kind_fails_with_its_name(data: bytes, kind: str) -> None:
    reading = registry.read(data)

    assert reading.outcome is Outcome.FAILED
    assert codes(reading) == ["registry.unknown_format"]
    assert reading.problems[-1].params == {"kind": kind, "n_byte": len(data)}


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (APPLE_DOUBLE, "apple_double"),
        (b"\x00\x00\x00\x01Bud1" + bytes(30), "ds_store"),
        (b"\x89PNG\r\n\x1a\n" + bytes(30), "image"),
        (b"\xff\xd8\xff\xe0" + bytes(30), "image"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(30), "image"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(30), "video"),
        (b"%PDF-1.7\n", "pdf"),
    ],
)
def test_what_lies_beside_runs_in_archives_is_not_an_activity(data: bytes, kind: str) -> None:
    reading = registry.read(data)

    assert reading.outcome is Outcome.NOT_AN_ACTIVITY
    assert reading.problems[-1].params["kind"] == kind


@pytest.mark.parametrize("opening", [b"<!--", b"<?", b"<!DOCTYPE x [", b"]", b"<", b"[", b" "])
def test_looking_at_hostile_markup_comes_back(opening: bytes) -> None:
    reading = registry.read(b"<!DOCTYPE x " + opening * (1_000_000 // len(opening)))

    assert reading.outcome is Outcome.FAILED


@pytest.mark.parametrize(
    "lead",
    [
        b"<!-- <tcx> -->",
        b"<?xml version='1.0'?>\n<?style x?>",
        b"<!DOCTYPE gpx>",
        b"<!DOCTYPE gpx [<!ENTITY a 'b'>]>",
        b" " * 200,
        b"junk",
    ],
)
def test_the_root_element_is_found_behind_what_may_stand_before_it(lead: bytes) -> None:
    assert registry.read(lead + ODD["plain.gpx"].partition(b"?>")[2]).format == "gpx"


def test_a_mistake_in_a_reader_ends_in_a_value(monkeypatch: pytest.MonkeyPatch) -> None:
    def mistaken(data: bytes) -> Reading:
        raise IndexError

    broken = Format("broken", lambda head: True, mistaken)
    monkeypatch.setattr(registry, "FORMATS", (broken,))

    reading = registry.read(b"anything")
    assert reading.outcome is Outcome.FAILED
    assert reading.format == "broken"
    assert codes(reading) == ["registry.reader_fault"]
    assert reading.problems[-1].params == {"format": "broken", "kind": "IndexError"}
