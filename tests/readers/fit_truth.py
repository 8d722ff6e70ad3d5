"""What `fitdecode`, an independent decoder, reads from FIT bytes, as columns to compare with."""

from __future__ import annotations

import warnings
from collections import defaultdict
from typing import Any

import fitdecode
import numpy as np

from backstride.readers.fit_columns import Array
from backstride.readers.fit_decode import FitFile
from backstride.readers.fit_profile import messages

Message = dict[str, Any]
Developer = dict[tuple[int, int, str], Any]


class Truth:
    """Messages of one file of a chain, in order: native fields by name, developer fields by key."""

    def __init__(self) -> None:
        self.native: dict[str, list[Message]] = defaultdict(list)
        self.developer: list[Developer] = []


def decode_with_fitdecode(data: bytes) -> tuple[list[Truth], bool]:
    """Decode as far as it goes; also tell whether it went all the way."""
    files: list[Truth] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reader = fitdecode.FitReader(
            data,
            check_crc=fitdecode.CrcCheck.DISABLED,
            error_handling=fitdecode.ErrorHandling.IGNORE,
        )
        try:
            for frame in reader:
                if frame.frame_type == fitdecode.FIT_FRAME_HEADER:
                    files.append(Truth())
                elif frame.frame_type == fitdecode.FIT_FRAME_DATA:
                    _take(frame, files[-1])
        except (fitdecode.FitError, ValueError, AssertionError):
            return files, False
    return files, True


def expanded_values(data: bytes, fields: tuple[str, ...]) -> dict[str, list[float]]:
    """Values of the records' fields that `fitdecode` unpacked out of others."""
    return {
        name: [
            field.value
            for frame in fitdecode.FitReader(data)
            if frame.frame_type == fitdecode.FIT_FRAME_DATA and frame.name == "record"
            for field in frame.fields
            if field.name == name and field.field_def is None
        ]
        for name in fields
    }


def _take(frame: Any, truth: Truth) -> None:
    native: Message = {}
    expanded: Message = {}
    developer: Developer = {}
    for field in frame.fields:
        if field.field_def is not None and field.field_def.is_dev:
            key = (field.field_def.dev_data_index, field.field_def.def_num, field.name)
            developer[key] = field.raw_value
            continue
        name = field.parent_field.name if field.parent_field else field.name
        into = expanded if field.field_def is None else native
        into.setdefault(name, _number(field))
    truth.native[frame.name].append(_with_twins(frame.name, native, expanded))
    if frame.name == "record":
        truth.developer.append(developer)


def _with_twins(kind: str, native: Message, expanded: Message) -> Message:
    """Let an expanded value stand in where the wide field itself is absent or invalid."""
    spec = messages().get(kind)
    twins = {field.expands_to for field in spec.fields.values()} if spec else set()
    told = {name: value for name, value in expanded.items() if name in twins or name == "timestamp"}
    return told | {name: value for name, value in native.items() if value is not None}


def _number(field: Any) -> Any:
    """Scaled value of a number; the raw one of names and times, as the columns hold them.

    A field whose meaning hangs on another is taken as what the profile calls it first.
    """
    parent = field.parent_field
    if parent is not None and isinstance(field.raw_value, (int, float)):
        return field.raw_value / (parent.scale or 1) - (parent.offset or 0)
    if isinstance(field.value, (int, float)) and not isinstance(field.value, bool):
        return field.value
    return field.raw_value


def column_of(rows: list[Message], name: Any) -> Array | None:
    """One field along messages, NaN where absent; None where it holds text or arrays."""
    values = [row.get(name) for row in rows]
    if any(isinstance(value, (str, tuple, bytes)) for value in values):
        return None
    return np.array([np.nan if value is None else float(value) for value in values])


def differences(file: FitFile, truth: Truth, *, whole: bool) -> list[str]:
    """Every field in which the columns and the truth do not agree, in words."""
    found: list[str] = []
    for kind, spec in messages().items():
        rows = truth.native.get(kind, [])
        table = file.table(kind)
        n_ours = 0 if table is None else table.n_message
        if (n_ours != len(rows)) if whole else (n_ours < len(rows)):
            found.append(f"{kind}: {n_ours} messages, expected {len(rows)}")
            continue
        if table is None or not rows:
            continue
        for name in spec.fields:
            expected = column_of(rows, name)
            values = file.times(kind) if name == "timestamp" else table.values(name)
            if expected is not None and not _same(values, expected):
                found.append(f"{kind}.{name}")
    return found


def developer_differences(file: FitFile, truth: Truth) -> list[str]:
    """Developer columns of the records that do not agree with the truth."""
    found: list[str] = []
    for column in file.developer("record").columns:
        told = column.description
        name = told.name if not told.name.startswith("field_") else None
        key = next(
            (
                key
                for row in truth.developer
                for key in row
                if key[:2] == (told.app, told.number) and key[2] in (told.name, name, None)
            ),
            None,
        )
        if key is None or column.name != told.name:
            continue
        expected = column_of(truth.developer, key)
        if expected is not None and not _same(column.values, expected / told.scale - told.offset):
            found.append(f"{told.app}:{told.name}")
    return found


def _same(values: Array | None, expected: Array) -> bool:
    if values is None:
        return bool(np.isnan(expected).all())
    return np.allclose(values[: expected.size], expected, rtol=1e-9, atol=1e-9, equal_nan=True)
