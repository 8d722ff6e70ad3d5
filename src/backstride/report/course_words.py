"""What is drawn on the line of time, in words and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isnan

from backstride.report.chart import Cell, Column
from backstride.report.course_bins import Bin
from backstride.report.ink import Tongue
from backstride.workflows.show_course import Stretch


@dataclass(frozen=True, slots=True)
class Course:
    """What is drawn.

    Parameters
    ----------
    bins : tuple of Bin
        One after the other without gaps, at least one.
    stretches : tuple of Stretch
        Marked days.
    window : tuple of date or None
        Days that the answer speaks of.
    typical_run : float or None
        A line at it is drawn where single days are shown. [load_unit]
    load_unit : str
        Of the bars.
    shows_load : bool
        False where the safety screen keeps load back.
    """

    bins: tuple[Bin, ...]
    stretches: tuple[Stretch, ...] = ()
    window: tuple[date, date] | None = None
    typical_run: float | None = None
    load_unit: str = "easy km"
    shows_load: bool = True

    @property
    def is_by_day(self) -> bool:
        """Whether each day has a place of its own."""
        return self.bins[0].n_day == 1


def readouts(course: Course, tongue: Tongue) -> list[str]:
    """Return what is said of each place where a cursor stands on it."""
    return [readout(one, course, tongue) for one in course.bins]


def readout(one: Bin, course: Course, tongue: Tongue) -> str:
    """Return what is said of one place."""
    say = tongue.say
    if one.n_day == 1:
        day = tongue.day(one.first)
    else:
        day = say("chart.course.span", first=tongue.day(one.first), last=tongue.day(one.last))
    parts = []
    if course.shows_load:
        if isnan(one.load):
            parts.append(say("chart.course.said.unknown"))
        elif one.load == 0.0 and not one.n_unknown:
            parts.append(say("chart.course.said.none"))
        else:
            amount = tongue.number(one.load, 1, False)
            parts.append(say("chart.course.said.load", amount=amount, unit=course.load_unit))
            if one.n_unknown:
                parts.append(say("chart.course.said.partly", n=one.n_unknown))
    for name in ("morning", "evening"):
        score = getattr(one, name)
        if not isnan(score):
            digits = 0 if score == round(score) else 1
            parts.append(
                say(f"chart.course.said.{name}", score=tongue.number(score, digits, False))
            )
    return f"{day}: {', '.join(parts)}" if parts else day


def course_columns(course: Course, tongue: Tongue) -> tuple[Column, ...]:
    """Return the columns of the table behind the line of time."""
    say = tongue.say
    load = (
        Column("load", course.load_unit, 1),
        Column("unknown_days", say("chart.column.unknown"), 0),
    )
    return (
        Column("first_day", say("chart.column.day")),
        Column("days", say("chart.column.days"), 0),
        *(load if course.shows_load else ()),
        Column("leg_morning", say("chart.column.leg_morning"), 1),
        Column("leg_evening", say("chart.column.leg_evening"), 1),
    )


def course_rows(course: Course) -> tuple[tuple[Cell, ...], ...]:
    """Return the rows of the table behind the line of time."""
    return tuple(
        (
            one.first,
            one.n_day,
            *((one.load, one.n_unknown) if course.shows_load else ()),
            one.morning,
            one.evening,
        )
        for one in course.bins
    )


def stretches_in(course: Course) -> Sequence[Stretch]:
    """Return the marked stretches that reach into what is drawn."""
    first, last = course.bins[0].first, course.bins[-1].last
    return [one for one in course.stretches if one.last >= first and one.first <= last]
