"""Days of a table: rows to values by day; rows about the same day joined, disagreement told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.readers.table_cells import (
    SKIP_MARKS,
    Column,
    DayOrder,
    Kind,
    Refused,
    Value,
    day_in,
    number_in,
    order_of,
)
from backstride.readers.table_text import Row, Table

DATE: Final = "date"
SCORES: Final = ("leg_morning", "leg_evening")
SIDES: Final = tuple(f"{score}_{side}" for score in SCORES for side in ("left", "right"))
REASON: Final = "no_run_reason"

UNIT_ENDINGS: Final = (
    "_0_10",
    "_h",
    "_min",
    "_s",
    "_km",
    "_m",
    "_mm",
    "_kg",
    "_bpm",
    "_spm",
    "_w",
    "_c",
    "_percent",
    "_count",
)
"""A column whose name ends in a unit holds numbers, whatever its cells say."""


@dataclass(slots=True)
class Days:
    """What a table says of each day.

    Parameters
    ----------
    values : dict of date to dict
        By day and column; what was blank or refused is left out.
    rows : dict of date to list of int
        Numbers of the rows about each day.
    order : list of date
        Days as the table brings them.
    problems : list of Problem
        What was refused, joined or in disagreement.
    """

    values: dict[date, dict[str, Value]] = field(default_factory=dict)
    rows: dict[date, list[int]] = field(default_factory=dict)
    order: list[date] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def columns_of(table: Table, known: dict[str, Kind]) -> tuple[Column, ...]:
    """Decide what each column but the date holds.

    Parameters
    ----------
    table : Table
        Header and rows.
    known : dict of str to Kind
        Columns whose kind does not depend on their cells.

    Returns
    -------
    tuple of Column
        A column of unknown name holds numbers where its name ends in a unit or at least half of
        its cells are numbers, else text.
    """
    decimal = table.delimiter != ","
    return tuple(
        Column(name, known.get(name) or _kind(table, name, decimal), decimal)
        for name in table.columns
        if name != DATE
    )


def _kind(table: Table, name: str, comma_is_decimal: bool) -> Kind:
    if name.endswith(UNIT_ENDINGS):
        return Kind.NUMBER
    texts = [row.cells[name] for row in table.rows if name in row.cells]
    said = [text for text in texts if text.lower() not in SKIP_MARKS]
    numbers = [
        text
        for text in said
        if not _refused_as_number(number_in(text, comma_is_decimal=comma_is_decimal))
    ]
    return Kind.NUMBER if said and 2 * len(numbers) >= len(said) else Kind.TEXT


def _refused_as_number(value: float | Refused) -> bool:
    return isinstance(value, Refused) and value.code == "table.number_unreadable"


def read_days(
    table: Table, columns: Iterable[Column], today: date | None, *, dates: Table | None = None
) -> Days:
    """Read every row of a table.

    Parameters
    ----------
    table : Table
        With a `DATE` column.
    columns : iterable of Column
        What to read.
    today : date or None
        Later days are refused; None refuses none.
    dates : Table or None
        Whose dates show which of day and month comes first, where `table` is a part of it.

    Returns
    -------
    Days
        Two rows about one day are joined where they agree or complete each other; a cell in which
        they disagree is left out, since nothing says which row is right.
    """
    days = Days(problems=list(table.problems))
    order, proof = order_of([row.cells[DATE] for row in (dates or table).rows if DATE in row.cells])
    if proof:
        days.problems.append(
            Problem("table.date_order", "", {"first": order.value, "proof": proof})
        )
    reading = _Reading(days, tuple(columns), order, today)
    for row in table.rows:
        reading.take(row)
    reading.tell_joined()
    return days


class _Reading:
    """One pass over the rows."""

    def __init__(
        self, days: Days, columns: tuple[Column, ...], order: DayOrder, today: date | None
    ) -> None:
        self.days = days
        self.columns = columns
        self.order = order
        self.today = today
        self.disputed: dict[date, set[str]] = {}

    def take(self, row: Row) -> None:
        """Read one row and join it with what is known of its day."""
        day = self._day(row)
        if day is None:
            return
        if day not in self.days.values:
            self.days.values[day] = {}
            self.days.rows[day] = []
            self.days.order.append(day)
        for column in self.columns:
            text = row.cells.get(column.name)
            if text is not None:
                self._put(day, row, column, text)
        self.days.rows[day].append(row.number)

    def _day(self, row: Row) -> date | None:
        text = row.cells.get(DATE, "")
        day = day_in(text, self.order) if text else Refused("table.date_missing")
        if isinstance(day, date) and self.today is not None and day > self.today:
            day = Refused("table.date_future", {"today": self.today.isoformat()})
        if isinstance(day, date):
            return day
        self._tell(day, row.where(DATE), text, Severity.LOST)
        return None

    def _put(self, day: date, row: Row, column: Column, text: str) -> None:
        value = column.read(text)
        if isinstance(value, Refused):
            self._tell(value, row.where(column.name), text, Severity.REPAIRED)
            return
        values = self.days.values[day]
        if column.name in self.disputed.get(day, set()):
            return
        if values.setdefault(column.name, value) != value:
            self._dispute(day, row, column.name, (values.pop(column.name), value))

    def _dispute(self, day: date, row: Row, name: str, said: tuple[Value, Value]) -> None:
        self.disputed.setdefault(day, set()).add(name)
        earlier = self.days.rows[day][0]
        params: dict[str, Parameter] = {
            "day": day.isoformat(),
            "other_row": earlier,
            "one": _shown(said[0]),
            "other": _shown(said[1]),
        }
        problem = Problem("table.rows_disagree", row.where(name), params, Severity.LOST)
        self.days.problems.append(problem)

    def _tell(self, refused: Refused, where: str, text: str, severity: Severity) -> None:
        params = {"text": _short(text), **refused.params}
        self.days.problems.append(Problem(refused.code, where, params, severity))

    def tell_joined(self) -> None:
        """Tell which days have several rows."""
        for day, numbers in self.days.rows.items():
            if len(numbers) > 1:
                rows = ", ".join(str(number) for number in numbers[:10])
                params: dict[str, Parameter] = {"day": day.isoformat(), "rows": rows}
                self.days.problems.append(Problem("table.rows_joined", "", params))


def _shown(value: Value) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return _short(str(getattr(value, "value", value)))


def _short(text: str) -> str:
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return printable if len(printable) <= 40 else printable[:39] + "\N{HORIZONTAL ELLIPSIS}"
