"""Developer fields: columns that an app described inside the file itself.

Each sport of a multisport file may re-use index and number for another app, so a field means
what the newest description before its definition says, not what the file says somewhere.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from backstride.readers.fit_block import DeveloperPlace, Place
from backstride.readers.fit_columns import BYTE, STRING, Array, Rows, Table

MAX_DESCRIPTIONS: Final = 4096
"""Descriptions read from one file."""

MAX_COLUMNS: Final = 64
"""Developer columns kept of one kind of message."""

MAX_VALUES: Final = 10_000_000
"""Developer values kept of one kind of message: 64 columns of almost two days."""

MAX_ELEMENTS: Final = 8
"""Longest array field that is kept, one column an element."""

_LONGEST_NAME: Final = 64
_LARGEST_SCALE: Final = 65_536
_RECORD: Final = 20


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


@dataclass(frozen=True, slots=True)
class DeveloperFields:
    """The developer fields of one kind of message.

    Parameters
    ----------
    columns : list of DeveloperColumn
        Numbers only; text is left out.
    n_undescribed : int
        Fields that nothing in the file describes.
    n_left_out : int
        Fields beyond `MAX_COLUMNS` or `MAX_VALUES`.
    """

    columns: list[DeveloperColumn]
    n_undescribed: int = 0
    n_left_out: int = 0


class Descriptions:
    """All descriptions of a file, findable by what was known at a definition.

    Parameters
    ----------
    found : list of Description
        In the order of the file.
    """

    def __init__(self, found: list[Description]) -> None:
        self._found = found
        self._places: dict[tuple[int, int], list[int]] = {}
        for at, description in enumerate(found):
            self._places.setdefault((description.app, description.number), []).append(at)

    def of(self, place: DeveloperPlace, n_known: int) -> Description | None:
        """Return the newest description before the definition, else the first one after it."""
        at = self._places.get((place.app, place.number))
        if at is None:
            return None
        return self._found[at[max(bisect_left(at, n_known) - 1, 0)]]


def read_descriptions(table: Table | None) -> Descriptions:
    """Read the messages that describe developer fields."""
    if table is None:
        return Descriptions([])
    n_row = min(table.n_message, MAX_DESCRIPTIONS)
    columns = {name: _column(table, name) for name in _NUMBERS}
    names, units = table.texts("field_name", n_row), table.texts("units", n_row)
    return Descriptions(
        [
            _description({key: column[row] for key, column in columns.items()}, name, unit)
            for row, (name, unit) in enumerate(zip(names, units, strict=True))
        ]
    )


_NUMBERS: Final = (
    "developer_data_index",
    "field_definition_number",
    "fit_base_type_id",
    "scale",
    "offset",
    "native_mesg_num",
    "native_field_num",
)


def _column(table: Table, name: str) -> Array:
    values = table.values(name)
    return np.full(table.n_message, np.nan) if values is None else values


def _description(numbers: dict[str, float], name: str, unit: str) -> Description:
    def whole(key: str, otherwise: int) -> int:
        value = numbers[key]
        return int(value) if np.isfinite(value) else otherwise

    number = whole("field_definition_number", -1)
    native = whole("native_field_num", -1)
    scale, offset = numbers["scale"], numbers["offset"]
    is_of_record = whole("native_mesg_num", _RECORD) == _RECORD
    return Description(
        app=whole("developer_data_index", -1),
        number=number,
        base_type=whole("fit_base_type_id", BYTE),
        name=_clean(name) or f"field_{number}",
        unit=_clean(unit),
        scale=float(scale) if 0 < scale < _LARGEST_SCALE else 1.0,
        offset=float(offset) if abs(offset) < _LARGEST_SCALE else 0.0,
        native_field=native if native >= 0 and is_of_record else None,
    )


def _clean(text: str) -> str:
    """Keep what can be printed of a name in a file, and not too much of it."""
    return "".join(letter for letter in text if letter.isprintable()).strip()[:_LONGEST_NAME]


def developer_fields(table: Table, descriptions: Descriptions) -> DeveloperFields:
    """Decode the developer fields of one kind of message.

    Parameters
    ----------
    table : Table
        The messages.
    descriptions : Descriptions
        Of the whole file.

    Returns
    -------
    DeveloperFields
        Columns in the order in which the definitions name them first.
    """
    pieces: dict[Description, list[list[Array] | None]] = {}
    undescribed: set[tuple[int, int]] = set()
    left_out: set[Description] = set()
    most = min(MAX_COLUMNS, MAX_VALUES // table.n_message)
    for at, rows in enumerate(table.rows):
        for place in rows.block.developer_places():
            description = descriptions.of(place, rows.block.n_description)
            if description is None:
                undescribed.add((place.app, place.number))
            elif description.base_type & 0x1F in (STRING, BYTE):
                continue
            elif description in pieces or len(pieces) < most:
                parts = pieces.setdefault(description, [None] * len(table.rows))
                parts[at] = _elements(rows, place, description)
            else:
                left_out.add(description)
    columns = [
        column
        for description, parts in pieces.items()
        for column in _columns(table, description, parts)
    ]
    n_left_out = len(left_out) + max(len(columns) - most, 0)
    return DeveloperFields(columns[:most], len(undescribed), n_left_out)


def _columns(
    table: Table, description: Description, parts: list[list[Array] | None]
) -> list[DeveloperColumn]:
    """Join the pieces of one field; an array gives a column for each element."""
    n_element = max((len(part) for part in parts if part), default=0)
    columns: list[DeveloperColumn] = []
    for element in range(n_element):
        joined = table.joined(
            [part[element] if part and element < len(part) else None for part in parts]
        )
        if joined is not None:
            name = f"{description.name}[{element}]" if n_element > 1 else description.name
            columns.append(DeveloperColumn(description, name, joined))
    return columns


def _elements(rows: Rows, place: DeveloperPlace, description: Description) -> list[Array]:
    base_type = description.base_type & 0x1F
    values = rows.arrays(Place(place.offset, place.size, base_type))
    if values is None or values.shape[1] > MAX_ELEMENTS:
        return []
    values = values / description.scale - description.offset
    return [np.ascontiguousarray(column) for column in values.T]
