"""Mutated real structure: whatever the bytes, a reader gives a sound value and comes back."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backstride.readers import registry
from backstride.readers.diary_table import is_diary, read_daily, read_diary
from backstride.readers.limits import Limits
from backstride.readers.member import Member
from backstride.readers.source import unwrap
from backstride.synth import archive_oddities, xml_oddities
from backstride.synth.xml_oddities import example_run
from backstride.synth.xml_writer import write_gpx, write_tcx
from tests.readers.test_reader_contract import hold

SMALL = example_run(n_point=12)
DIARY = (
    b"date,load,leg_morning,leg_evening,no_run_reason,sitting_h,note\n"
    b'2026-03-01,5.2,3,4,,6,"a note, quoted"\n2026-03-02,0,7/10,"3,5",planned,6.5,\n'
    b"2026-03-03,,NA,-,symptoms,,x\n04.03.2026,1,2,3,,4,\n2026-03-04,3,1,2,,5,\n"
)
SEEDS = {
    "gpx": write_gpx(SMALL),
    "tcx": write_tcx([SMALL]),
    "treadmill gpx": xml_oddities.oddities()["treadmill-totals-only.gpx"],
    "zip": archive_oddities.zipped({"a.gpx": write_gpx(SMALL), "b/c.tcx": write_tcx([SMALL])}),
    "gzip": archive_oddities.gzipped(write_gpx(SMALL)),
    "diary": DIARY,
}
LIMITS = Limits(max_depth=3, max_members=50, max_member_bytes=10**6, max_container_bytes=10**6)
SPLICES = (
    b"",
    b"\x00",
    b"\xff\xfe",
    b"<",
    b">",
    b"&",
    b'"',
    b",",
    b"\n",
    b"1e999",
    b"-1",
    b"nan",
    b"9" * 40,
    b"</trkseg><trkseg>",
    b"<!DOCTYPE x [",
    b"PK\x03\x04",
    b"2085-01-01",
    b"\xe4",
)
N_MUTATION = 1000


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Change a file as transport, disks and people do: cut, flip, drop, repeat, splice."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(changed) + 1)
        end = min(len(changed), place + chance.choice((1, 1, 3, 20, 200)))
        deed = chance.randrange(6)
        if deed == 0 and changed:
            changed[place % len(changed)] = chance.randrange(256)
        elif deed == 1:
            del changed[place:end]
        elif deed == 2:
            changed[place:place] = changed[place:end]
        elif deed == 3:
            changed[place:end] = chance.choice(SPLICES)
        elif deed == 4:
            changed[place:place] = chance.choice(SPLICES)
        elif deed == 5 and chance.random() < 0.2:
            del changed[place:]
    return bytes(changed)


def hold_everything(data: bytes) -> None:
    """Send bytes through every door; each must give a value."""
    for part in unwrap("mutated", data, LIMITS):
        if isinstance(part, Member):
            hold(registry.read(part.data))
    is_diary(data)


@pytest.mark.parametrize("name", SEEDS)
def test_mutated_files_give_values(name: str) -> None:
    for seed in range(N_MUTATION):
        hold_everything(mutated(SEEDS[name], random.Random(f"{name} {seed}")))


def test_mutated_diaries_give_entries_and_problems_with_rows() -> None:
    for seed in range(N_MUTATION):
        data = mutated(DIARY, random.Random(f"diary {seed}"))

        for entry in read_diary(data, today=date(2026, 3, 9)).entries:
            scores = (entry.leg_morning, entry.leg_evening)
            assert all(not isinstance(score, float) or 0.0 <= score <= 10.0 for score in scores)
        table = read_daily(data).table
        assert table is None or table.load.size == len(table.reason)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300))
def test_arbitrary_bytes_give_values(data: bytes) -> None:
    hold_everything(data)
    read_diary(data)
    read_daily(data)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from([",", ";", "\t"]))
def test_any_cell_is_read_or_told_with_its_row(first: str, second: str, mark: str) -> None:
    head = mark.join(("date", "leg_morning", "sitting_h"))
    data = f"{head}\n" + mark.join(("2026-03-01", f'"{first.replace(chr(34), "")}"', second))

    reading = read_diary(data.encode("utf-8", errors="replace"))

    told = any(problem.where.startswith("row ") for problem in reading.problems)
    said = bool(first.replace(chr(34), "").strip() or second.strip())
    read = any(
        entry.leg_morning is not None or entry.covariates or entry.marks
        for entry in reading.entries
    )
    assert told or read or not said or is_passed_over(second)


def is_passed_over(text: str) -> bool:
    return text.strip().strip('"').strip().lower() in {"-", "--", "?", "na", "n/a", "skip", ""}
