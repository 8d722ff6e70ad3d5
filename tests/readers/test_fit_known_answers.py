"""Small pieces of the FIT reader against answers known from elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from fitdecode.utils import compute_crc
from hypothesis import given
from hypothesis import strategies as st

from backstride.domain.activity import Sport
from backstride.readers.fit_apps import channel_of
from backstride.readers.fit_channels import LIMITS, unit_of
from backstride.readers.fit_clock import count_on
from backstride.readers.fit_crc import crc16
from backstride.readers.fit_decode import decode
from backstride.readers.fit_developer import Description
from backstride.readers.fit_sessions import sport_of
from backstride.synth.fit_builder import FitBuilder
from backstride.synth.fit_layout import crc16 as plain_crc16


def test_the_checksum_of_the_nine_digits_is_the_published_one() -> None:
    # CRC-16/ARC check value, Greg Cook, "Catalogue of parametrised CRC algorithms"
    assert crc16(b"123456789") == 0xBB3D


@pytest.mark.parametrize("n_byte", [0, 1, 2, 4095, 4096, 4097, 32_766, 32_767, 32_768, 98_301])
def test_the_folded_checksum_agrees_with_the_plain_one_at_every_fold(n_byte: int) -> None:
    data = np.random.default_rng(n_byte).integers(0, 256, n_byte, dtype=np.uint8).tobytes()

    assert crc16(data) == plain_crc16(data)
    assert n_byte == 0 or crc16(data) == compute_crc(data, crc=0)


@given(st.binary(max_size=300))
def test_the_two_checksums_agree_on_anything(data: bytes) -> None:
    assert crc16(data) == plain_crc16(data)


def test_a_message_with_its_checksum_has_the_checksum_nought() -> None:
    data = b"any message at all"

    assert crc16(data + crc16(data).to_bytes(2, "little")) == 0


def test_a_counter_of_five_bits_counts_on_through_its_roll_overs() -> None:
    # FIT protocol, compressed timestamp example: time 0x3B4A0A1D, then offsets 0x1F, 0x01, 0x01
    values = np.array([0x3B4A_0A1D, 0x1F, 0x01, 0x01, 0x00])
    is_full = np.array([True, False, False, False, False])

    counted = count_on(values, is_full, 0x1F)

    assert (counted - 0x3B4A_0A1D).tolist() == [0, 2, 4, 4, 35]


def test_a_counter_before_its_first_full_value_is_unknown() -> None:
    counted = count_on(np.array([3, 100]), np.array([False, True]), 0x1F)

    assert np.isnan(counted[0])
    assert counted[1] == 100


@pytest.mark.parametrize(
    ("sport", "sub_sport", "expected"),
    [
        (1, None, Sport.RUNNING),
        (1, 1, Sport.RUNNING),
        (11, 0, Sport.WALKING),
        (17, None, Sport.HIKING),
        (10, 20, Sport.STRENGTH),
        (10, 43, Sport.OTHER),
        (4, 1, Sport.RUNNING),
        (4, 14, Sport.ROWING),
        (3, 0, Sport.TRANSITION),
        (0, None, Sport.UNKNOWN),
        (None, None, Sport.UNKNOWN),
        (13, None, Sport.OTHER),
        (200, None, Sport.OTHER),
    ],
)
def test_sports_by_their_numbers(
    sport: float | None, sub_sport: float | None, expected: Sport
) -> None:
    assert sport_of(sport, sub_sport) is expected


@pytest.mark.parametrize(
    ("name", "unit", "native", "expected"),
    [
        ("Vertical Oscillation", "Centimeters", 39, ("vertical_oscillation_mm", 10.0)),
        ("Vertical Oscillation", "mm", None, ("vertical_oscillation_mm", 1.0)),
        ("Ground Time", "Milliseconds", 41, ("contact_ms", 1.0)),
        ("Ground Contact Time", "s", None, ("contact_ms", 1000.0)),
        ("Cadence", "RPM", 4, ("cadence_spm", 1.0)),
        ("Cadence", "SPM", None, ("cadence_spm", 0.5)),
        ("Power", "Watts", 7, ("power_w", 1.0)),
        ("Stride Length", "m", None, ("step_length_mm", 500.0)),
        ("anything", "W", 7, ("power_w", 1.0)),
        ("Ground Time", "", 41, None),
        ("Vertical Oscillation", "furlongs", 39, None),
        ("Form Power", "Watts", None, None),
        ("Leg Spring Stiffness", "kN/m", None, None),
    ],
)
def test_a_developer_field_stands_in_only_where_name_and_unit_are_understood(
    name: str, unit: str, native: int | None, expected: tuple[str, float] | None
) -> None:
    field = Description(0, 1, 0x84, name, unit, 1.0, 0.0, native)

    assert channel_of(field) == expected


def test_every_limit_is_of_a_known_channel_with_a_unit() -> None:
    assert {name: unit_of(name) for name in LIMITS if not unit_of(name)} == {}
    assert [name for name, limits in LIMITS.items() if limits.low >= limits.high] == []


@given(
    st.lists(st.one_of(st.none(), st.integers(0, 0xFFFE)), min_size=1, max_size=40),
    st.booleans(),
)
def test_any_numbers_come_back_scaled_and_invalid_ones_as_nan(
    raw: list[int | None], big_endian: bool
) -> None:
    watts = np.array([np.nan if value is None else float(value) for value in raw])
    builder = FitBuilder(big_endian=big_endian)
    builder.add_rows("record", {"power": watts, "stance_time": watts / 10})

    records = decode(builder.build()).files[0].table("record")

    assert records is not None
    assert np.array_equal(records.values("power"), watts, equal_nan=True)
    assert np.allclose(records.values("stance_time"), watts / 10, equal_nan=True)
