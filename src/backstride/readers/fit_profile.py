"""Names, scales and units of FIT fields, read from the table `fit_fields.csv`.

Where the numbers come from: `docs/decisions/0002-fit-field-table.md`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

_FOLDER: Final = Path(__file__).parent


class FieldSpec(NamedTuple):
    """One field of one kind of message; ``value = raw / scale - offset``, in `unit`."""

    number: int
    name: str
    scale: float
    offset: float
    unit: str
    expands_to: str
    """Wider field of the same message that this one also stands for, or empty."""


class MessageSpec(NamedTuple):
    """One kind of message."""

    number: int
    name: str
    fields: dict[str, FieldSpec]
    twins: dict[str, FieldSpec]
    """Narrow field by the name of the wider one it stands for."""


@cache
def messages() -> dict[str, MessageSpec]:
    """Kinds of messages by name, with their fields by name."""
    table: dict[str, MessageSpec] = {}
    for line in _lines("fit_fields.csv"):
        message, message_name, field, name, scale, offset, unit, expands_to = line.split(",")
        spec = table.get(message_name)
        if spec is None:
            spec = table[message_name] = MessageSpec(int(message), message_name, {}, {})
        told = FieldSpec(int(field), name, float(scale), float(offset), unit, expands_to)
        spec.fields[name] = told
        if expands_to:
            spec.twins[expands_to] = told
    return table


@cache
def names(kind: str) -> dict[int, str]:
    """Words for the numbers of one kind.

    Parameters
    ----------
    kind : str
        ``file``, ``event``, ``event_type``, ``sport``, ``sub_sport``, ``manufacturer`` or
        ``garmin_product``.

    Returns
    -------
    dict of int to str
        The protocol's own words; for makers and products their names as people write them.
    """
    return _all_names().get(kind, {})


@cache
def _all_names() -> dict[str, dict[int, str]]:
    table: dict[str, dict[int, str]] = {}
    for line in _lines("fit_names.csv"):
        kind, number, name = line.split(",")
        table.setdefault(kind, {})[int(number)] = name
    return table


def _lines(file: str) -> list[str]:
    return (_FOLDER / file).read_text(encoding="utf-8").splitlines()[1:]
