"""Packing columns of samples: nothing is lost, and what is not as written is never believed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from backstride.domain.errors import StoreDamaged
from backstride.store.grid import GRIDS, Grid, find_grid, values_on
from backstride.store.packing import pack_stream
from backstride.store.samples import MAX_SAMPLES, PackedColumn, pack_column, unpack_column
from tests.store.made import made_stream, same_bits

ANY_BITS = arrays(np.int64, st.integers(0, 60), elements=st.integers(-(2**63), 2**63 - 1))
"""Every float64 there is: infinities, -0.0, and NaNs that carry bits."""

FLOATS = arrays(np.float64, st.integers(0, 60), elements=st.floats(width=64))


@st.composite
def gridded(draw: st.DrawFn) -> np.ndarray:
    """A column as a device writes it, some samples missing."""
    grid = draw(st.sampled_from(GRIDS))
    whole = st.integers(-(2**31), 2**31)
    numbers = draw(arrays(np.int64, st.integers(1, 200), elements=whole))
    values = values_on(grid, numbers)
    values[draw(arrays(np.bool_, values.size, elements=st.booleans()))] = np.nan
    return values


@given(ANY_BITS)
def test_any_column_comes_back_bit_for_bit(bits: np.ndarray) -> None:
    values = bits.view(np.float64)

    assert same_bits(unpack_column(pack_column(values)), values)


@given(FLOATS)
def test_any_floats_come_back_bit_for_bit(values: np.ndarray) -> None:
    assert same_bits(unpack_column(pack_column(values)), values)


@given(gridded())
def test_a_column_in_a_device_s_steps_is_stored_as_whole_numbers(values: np.ndarray) -> None:
    packed = pack_column(values)

    assert packed.dtype.startswith("u")
    assert same_bits(unpack_column(packed), values)


@given(arrays(np.float32, st.integers(1, 60), elements=st.floats(width=32)))
def test_a_column_of_short_floats_takes_half_the_bytes(values: np.ndarray) -> None:
    packed = pack_column(values.astype(np.float64))

    assert packed.dtype != "f8" or np.isnan(values).any()
    assert same_bits(unpack_column(packed), values.astype(np.float64))


@settings(max_examples=300)
@given(gridded(), st.data())
def test_changed_bytes_are_named_as_such_or_change_nothing(
    values: np.ndarray, data: st.DataObject
) -> None:
    packed = pack_column(values)
    place = data.draw(st.integers(0, len(packed.data) - 1))
    changed = bytearray(packed.data)
    changed[place] ^= data.draw(st.integers(1, 255))

    try:
        found = unpack_column(replace(packed, data=bytes(changed)))
    except StoreDamaged:
        return
    assert same_bits(found, values)


@pytest.mark.parametrize(
    "change",
    [
        {"n_sample": 299},
        {"n_sample": 301},
        {"n_sample": -1},
        {"n_sample": MAX_SAMPLES + 1},
        {"codec": 99},
        {"dtype": "u1"},
        {"dtype": "f8"},
        {"dtype": "?"},
        {"denominator": 0},
        {"denominator": 10},
        {"numerator": 2**62},
        {"offset": float("inf")},
        {"crc32": 0},
        {"data": b""},
        {"data": b"not deflated"},
    ],
)
def test_a_changed_setting_is_named_as_such(change: dict[str, object]) -> None:
    packed = pack_column(made_stream().channels["latitude_deg"].values)

    with pytest.raises(StoreDamaged, match="leg 7, latitude_deg"):
        unpack_column(replace(packed, **change), "leg 7, latitude_deg")


def test_bytes_that_would_inflate_without_end_are_refused() -> None:
    packed = pack_column(np.zeros(1_000_000))

    assert len(packed.data) < 10_000
    with pytest.raises(StoreDamaged):
        unpack_column(replace(packed, n_sample=10))


@pytest.mark.parametrize(
    ("values", "grid"),
    [
        ([140.0, 141.0], Grid(1, 1)),
        ([3.217, 3.218], Grid(1, 1000)),
        ([(3001 / 5) - 500, (3004 / 5) - 500], Grid(1, 5, -500.0)),
        ([621_000_001 * (180 / 2**31), -(2**31) * (180 / 2**31)], Grid(180, 2**31)),
        ([52.5200066], Grid(1, 10**7)),
        ([1 / 3], None),
        ([-0.0], None),
        ([float("inf")], None),
        ([1e300], None),
    ],
)
def test_the_coarsest_grid_that_holds_every_value_is_found(
    values: list[float], grid: Grid | None
) -> None:
    found = find_grid(np.array(values))

    assert (None if found is None else found[0]) == grid


def test_one_value_off_the_grid_is_seen_wherever_it_stands() -> None:
    values = np.round(np.linspace(2.5, 3.5, 5000), 3)
    for place in (0, 1, 2477, 4999):
        off = values.copy()
        off[place] += 1e-9

        assert same_bits(unpack_column(pack_column(off)), off)


def test_a_view_that_skips_samples_is_packed_like_its_copy() -> None:
    values = np.arange(100.0)

    skipping, copied = pack_column(values[::3]), pack_column(values[::3].copy())

    assert replace(skipping, data=b"") == replace(copied, data=b"")
    assert same_bits(unpack_column(skipping), unpack_column(copied))


def test_a_missing_sample_costs_no_more_than_a_bit_before_compression() -> None:
    values = np.round(np.linspace(2.5, 3.5, 8000), 3)
    gaps = values.copy()
    gaps[::2] = np.nan

    assert pack_column(gaps).dtype == pack_column(values).dtype == "u1"


def test_a_run_of_a_device_takes_less_than_two_bytes_a_value() -> None:
    channels = [c for c in pack_stream(made_stream(3600)) if not c.name.startswith("dev:")]

    assert sum(len(c.column.data) for c in channels) < 2 * 3600 * len(channels)
    assert all(isinstance(c.column, PackedColumn) for c in channels)
