"""Damaged FIT files of every kind: whatever the bytes, a value comes back and it is sound."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backstride.readers import fit_structure
from backstride.readers.fit import read_fit
from backstride.readers.fit_channels import LIMITS
from backstride.readers.fit_decode import decode
from backstride.readers.reading import Outcome, Reading
from backstride.synth.fit_layout import frame
from backstride.synth.fit_oddities import oddities
from backstride.synth.fit_recipe import add_records, open_file, plain_records
from backstride.text.catalogue import load_catalogue
from tests.readers.reading_facts import all_problems, codes

BASES = [oddity.content for oddity in oddities().values() if len(oddity.content) > 50]
"""Real structure of every kind, several KiB each."""

WORDS = load_catalogue("en").problems

Edit = tuple[str, float, float, bytes]

EDITS = st.tuples(
    st.sampled_from(["flip", "cut", "drop", "insert", "copy", "overwrite", "header", "splice"]),
    st.floats(0, 1),
    st.floats(0, 1),
    st.binary(min_size=1, max_size=12),
)


def edited(data: bytes, edit: Edit) -> bytes:
    """Damage some bytes: `where` and `how_far` are shares of the length."""
    kind, where, how_far, content = edit
    at = int(where * len(data))
    if kind == "cut":
        return data[:at]
    if kind == "header":  # the first hundred bytes hold header and definitions
        at = int(where * min(len(data), 100))
        return data[:at] + content[:2] + data[at + len(content[:2]) :]
    if kind == "flip":
        flipped = bytes([data[at] ^ (1 << int(how_far * 7))]) if at < len(data) else b""
        return data[:at] + flipped + data[at + 1 :]
    if kind == "drop":
        return data[:at] + data[at + 1 + int(how_far * 40) :]
    if kind == "insert":
        return data[:at] + content + data[at:]
    if kind == "copy":
        return data[:at] + data[int(how_far * len(data)) :][:400] + data[at:]
    if kind == "overwrite":
        return data[:at] + content + data[at + len(content) :]
    other = BASES[int(how_far * (len(BASES) - 1))]
    return data[:at] + other[int(where * len(other)) :]


def is_sound(reading: Reading) -> bool:
    """Hold a reading against everything its docstrings promise."""
    for problem in all_problems(reading):
        for words in WORDS[problem.code].values():
            words.format(**problem.params)
    if reading.outcome is not Outcome.ACTIVITIES:
        return not reading.activities and bool(reading.problems)
    for activity in reading.activities:
        assert activity.legs
        for leg in activity.legs:
            assert leg.start.utcoffset() is not None
            if leg.stream is None:
                continue
            assert (np.diff(leg.stream.time_s) >= 0).all()
            assert leg.stream.time_s[0] >= 0
            for name, limits in LIMITS.items():
                values = leg.stream.values(name)
                if values is not None:
                    told = values[np.isfinite(values)]
                    assert not np.isinf(values).any()
                    if name != "distance_m":
                        assert ((told >= limits.low) & (told <= limits.high)).all()
    return True


@settings(max_examples=1800, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(BASES), st.lists(EDITS, min_size=1, max_size=4))
def test_damaged_real_structure_always_ends_in_a_sound_value(
    base: bytes, edits: list[Edit]
) -> None:
    for edit in edits:
        base = edited(base, edit)

    assert is_sound(read_fit(base))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=600))
def test_any_bytes_behind_a_header_end_in_a_sound_value(body: bytes) -> None:
    assert is_sound(read_fit(frame(body)))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_at_all_end_in_a_value(data: bytes) -> None:
    assert read_fit(data).outcome in Outcome


def test_messages_of_one_byte_stop_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit_structure, "MAX_MESSAGES", 1000)
    nothing_but_headers = b"\x40\x00\x00\x14\x00\x00" + b"\x00" * 5000

    reading = read_fit(frame(nothing_but_headers))

    assert "fit.too_large" in codes(reading)


def test_ever_new_definitions_stop_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit_structure, "MAX_DEFINITIONS", 100)
    definitions = b"".join(
        b"\x40\x00\x00" + number.to_bytes(2, "little") + b"\x00" for number in range(500)
    )

    (file,) = decode(frame(definitions)).files

    assert file.structure.fault == "limit"
    assert len(file.structure.blocks) == 100


def test_the_widest_definition_costs_no_more_than_its_fields() -> None:
    wide = bytes([0x60, 0, 0, 20, 0, 255]) + b"".join(
        bytes([number % 250, 255, 0x07]) for number in range(255)
    )
    wide += bytes([255]) + b"".join(bytes([number, 255, 0]) for number in range(255))
    size = 1 + 2 * 255 * 255

    reading = read_fit(frame(wide + b"\x00" * size * 3))

    assert is_sound(reading)


def test_two_times_decades_apart_leave_one_that_is_believed() -> None:
    """Found by `make fuzz`: the middle of the two lay near neither."""
    columns = plain_records(3)
    columns["timestamp"][0] = np.nan
    columns["timestamp"][1] -= 33 * 366 * 86_400.0
    builder = open_file()
    add_records(builder, columns)

    reading = read_fit(builder.build())

    assert is_sound(reading)
    assert "fit.time_implausible" in [problem.code for problem in all_problems(reading)]
