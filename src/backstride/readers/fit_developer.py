"""Developer fields: columns that an app described inside the file itself.

Each sport of a multisport file may re-use index and number for another app, so a field means
what the newest description before its definition says, not what the file says somewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from backstride.readers.fit_block import DeveloperPlace, Place
from backstride.readers.fit_columns import BYTE, STRING, Array, Rows, Table

MAX_COLUMNS: Final = 64
"""Developer columns kept of one kind of message."""

MAX_ELEMENTS: Final = 8
"""Longest array field that is kept, one column an element."""

_LONGEST_NAME: Final = 64
_LARGEST_SCALE: Final = 65_536


class Description(NamedTuple):
    """What a file says about one developer field."""

    app: int
    """Developer data index: which app wrote it; apps of one file may share it."""
    number: int
    base_type: int
    name: str
    unit: str
    scale: float
    offset: float
    native_field: int | None
    """Number of the record field that it overrides, where the file says so."""


@dataclass(frozen=True, slots=True)
class DeveloperColumn:
    """One developer field along the messages of a table.

    Parameters
    ----------
    description : Description
        What the file says about it.
    name : str
        Its name, with the element's place where it is an array.
    values : array (n_message,)
        In the unit of the description, NaN where missing.
    """

    description: Description
    name: str
    values: Array


def read_descriptions(table: Table | None) -> list[Description]:
    """Read the messages that describe developer fields, in the order of the file."""
    if table is None:
        return []
    numbers = {
        name: _column(table, name)
        for name in (
            "developer_data_index",
            "field_definition_number",
            "fit_base_type_id",
            "scale",
            "offset",
            "native_mesg_num",
            "native_field_num",
        )
    }
    field_names, units = table.texts("field_name"), table.texts("units")
    return [
        _description({name: column[row] for name, column in numbers.items()}, field_name, unit)
        for row, (field_name, unit) in enumerate(zip(field_names, units, strict=True))
    ]


def _column(table: Table, name: str) -> Array:
    values = table.values(name)
    return np.full(table.n_message, np.nan) if values is None else values


def _description(numbers: dict[str, float], name: str, unit: str) -> Description:
    def whole(key: str, otherwise: int) -> int:
        value = numbers[key]
        return int(value) if np.isfinite(value) else otherwise

    number = whole("field_definition_number", -1)
    native = whole("native_field_num", -1)
    scale = numbers["scale"]
    offset = numbers["offset"]
    return Description(
        app=whole("developer_data_index", -1),
        number=number,
        base_type=whole("fit_base_type_id", BYTE),
        name=_clean(name) or f"field_{number}",
        unit=_clean(unit),
        scale=float(scale) if 0 < scale < _LARGEST_SCALE else 1.0,
        offset=float(offset) if abs(offset) < _LARGEST_SCALE else 0.0,
        native_field=native if native >= 0 and whole("native_mesg_num", 20) == 20 else None,
    )


def _clean(text: str) -> str:
    """Keep what can be printed of a name in a file, and not too much of it."""
    return "".join(letter for letter in text if letter.isprintable()).strip()[:_LONGEST_NAME]


def developer_columns(table: Table, descriptions: list[Description]) -> list[DeveloperColumn]:
    """Decode the developer fields of one kind of message.

    Parameters
    ----------
    table : Table
        The messages.
    descriptions : list of Description
        All of the file, in its order.

    Returns
    -------
    list of DeveloperColumn
        Numbers only; text and fields that nothing describes are left out.
    """
    parts: dict[tuple[Description, int], list[Array | None]] = {}
    for at, rows in enumerate(table.rows):
        for place in rows.block.developer_places():
            description = _described(place, rows.block.n_description, descriptions)
            if description is None:
                continue
            for element, values in enumerate(_elements(rows, place, description)):
                key = (description, element)
                if key in parts or len(parts) < MAX_COLUMNS:
                    parts.setdefault(key, [None] * len(table.rows))[at] = values
    several = {description for description, element in parts if element > 0}
    columns: list[DeveloperColumn] = []
    for (description, element), pieces in parts.items():
        joined = table.joined(pieces)
        if joined is not None:
            name = f"{description.name}[{element}]" if description in several else description.name
            columns.append(DeveloperColumn(description, name, joined))
    return columns


def count_undescribed(table: Table, descriptions: list[Description]) -> int:
    """Count the developer fields of a kind of message that nothing describes."""
    return len(
        {
            (place.app, place.number)
            for rows in table.rows
            for place in rows.block.developer_places()
            if _described(place, rows.block.n_description, descriptions) is None
        }
    )


def _described(
    place: DeveloperPlace, n_known: int, descriptions: list[Description]
) -> Description | None:
    """Return the newest description before the definition, else the first one after it."""
    for description in (*reversed(descriptions[:n_known]), *descriptions[n_known:]):
        if description.app == place.app and description.number == place.number:
            return description
    return None


def _elements(rows: Rows, place: DeveloperPlace, description: Description) -> list[Array]:
    base_type = description.base_type & 0x1F
    if base_type in (STRING, BYTE):
        return []
    values = rows.arrays(Place(place.offset, place.size, base_type))
    if values is None or values.shape[1] > MAX_ELEMENTS:
        return []
    values = values / description.scale - description.offset
    return [np.ascontiguousarray(column) for column in values.T]
