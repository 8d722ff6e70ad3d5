"""Our columns against `fitdecode` (MIT), an independent decoder, value by value."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from fitdecode import profile

from backstride.readers.fit_decode import decode
from backstride.readers.fit_profile import messages, names
from backstride.readers.fit_samples import packed_channels
from backstride.synth.fit_oddities import oddities
from tests.conftest import shared_data_folder
from tests.readers.fit_truth import (
    decode_with_fitdecode,
    developer_differences,
    differences,
    expanded_values,
)

ODD = {name: oddity.content for name, oddity in oddities().items()}

REAL = sorted(
    path
    for folder in ("fit-run", "fit-other", "fit-odd")
    for path in (shared_data_folder() / folder).glob("*.fit*")
)

GOES_FURTHER = {
    "lost_bytes": "bytes are missing: we leave the shifted record out and go on behind it",
    "strava-android-run-devfields-before-definition.fit": "bytes are missing in 19 places",
}
"""Files in whose middle `fitdecode` stops after a record of shifted bytes, and why we differ."""


NOT_FIT = {name for name, content in ODD.items() if not decode(content).files}


@pytest.mark.parametrize("name", sorted(ODD.keys() - NOT_FIT))
def test_every_value_of_a_generated_file_agrees_with_fitdecode(name: str) -> None:
    truths, is_whole = decode_with_fitdecode(ODD[name])
    files = decode(ODD[name]).files

    compared = [
        (differences(file, truth, whole=is_whole), developer_differences(file, truth))
        for file, truth in zip(files, truths, strict=False)
    ]

    assert compared
    assert (compared == [([], [])] * len(compared)) is (name not in GOES_FURTHER)
    assert len(files) >= len(truths) or not is_whole


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_every_value_of_a_real_file_agrees_with_fitdecode(path: Path) -> None:
    data = path.read_bytes()
    data = gzip.decompress(data) if path.suffix == ".gz" else data
    truths, is_whole = decode_with_fitdecode(data)
    files = decode(data).files

    compared = [
        (differences(file, truth, whole=is_whole), developer_differences(file, truth))
        for file, truth in zip(files, truths, strict=False)
    ]

    assert (compared == [([], [])] * len(compared)) is (path.name not in GOES_FURTHER)


def test_speed_and_distance_packed_in_three_bytes_agree_with_fitdecode() -> None:
    content = ODD["packed_speed_and_distance"]
    records = decode(content).files[0].table("record")
    assert records is not None

    unpacked = packed_channels(records)

    theirs = expanded_values(content, ("speed", "distance"))
    assert unpacked["speed_mps"].tolist() == theirs["speed"]
    assert unpacked["distance_m"].tolist() == theirs["distance"]


def test_the_field_table_says_what_fitdecode_says() -> None:
    theirs = {
        (message.name, field.name): (
            message.mesg_num,
            field.def_num,
            float(field.scale or 1) if not is_packed(field) else 1.0,
            float(field.offset or 0) if not is_packed(field) else 0.0,
        )
        for message in profile.MESSAGE_TYPES.values()
        for field in message.fields.values()
    }

    ours = {
        (spec.name, field.name): (spec.number, field.number, field.scale, field.offset)
        for spec in messages().values()
        for field in spec.fields.values()
    }

    assert len(ours) > 350
    assert {key: value for key, value in ours.items() if theirs.get(key) != value} == {}


def is_packed(field: profile.Field) -> bool:
    """Tell a field whose components go to several others, each with a scale of its own."""
    parts = field.components or ()
    return len(parts) > 1 or any(not part.name.startswith("enhanced") for part in parts)


@pytest.mark.parametrize("kind", ["file", "event", "event_type", "sport", "sub_sport"])
def test_the_words_for_numbers_are_those_of_fitdecode(kind: str) -> None:
    theirs = profile.FIELD_TYPES[kind].enum

    assert names(kind)
    assert {n: word for n, word in names(kind).items() if theirs.get(n) != word} == {}


@pytest.mark.parametrize("kind", ["manufacturer", "garmin_product"])
def test_makers_and_products_have_the_numbers_of_fitdecode(kind: str) -> None:
    assert set(names(kind)) <= set(profile.FIELD_TYPES[kind].enum)
