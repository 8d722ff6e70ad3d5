"""Curves as pictures: what running does by its size, by delay, and day by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from backstride.domain.answer_parts import Curve, DayByDay
from backstride.report.chart import Chart, Column
from backstride.report.ink import Drawing, Tongue
from backstride.report.scale import DayScale, Scale, decimals, round_step, scale_around

LEFT: Final = 40.0
RIGHT: Final = 12.0
TOP: Final = 26.0
BOTTOM: Final = 208.0
LOW: Final = 40.0
"""Room below the axis for ticks and the name of the axis. [px]"""


def dose_chart(curve: Curve, tongue: Tongue) -> Chart:
    """Draw what a run every other day for four weeks does, by the size of the run."""
    title, about = (tongue.say(f"chart.dose.{part}") for part in ("title", "about"))

    def draw(width: float, _: bool) -> str:
        picture = Drawing("dose", width, BOTTOM + LOW)
        across = Scale(curve.at[0], max(curve.at[-1], curve.at[0] + 1e-9), LEFT, width - RIGHT)
        up = _frame(picture, curve, tongue)
        if across.low <= 1.0 <= across.high:
            picture.line([(across(1.0), TOP), (across(1.0), BOTTOM)], "margin")
        _band(picture, [across(at) for at in curve.at], curve, up)
        _numbers_below(picture, across, tongue, "chart.dose.axis")
        return picture.finish(title, about, tongue)

    columns = (Column("size_typical_runs", tongue.say("chart.column.size")), *_bands(tongue))
    return Chart("dose", title, about, draw, columns, _rows(curve.at, curve))


def delay_chart(curve: Curve, tongue: Tongue) -> Chart:
    """Draw what one typical run does to each of the mornings after it."""
    title, about = (tongue.say(f"chart.delay.{part}") for part in ("title", "about"))

    def draw(width: float, _: bool) -> str:
        picture = Drawing("delay", width, BOTTOM + LOW)
        across = Scale(curve.at[0] - 0.5, curve.at[-1] + 0.5, LEFT, width - RIGHT)
        up = _frame(picture, curve, tongue)
        for at, q05, q50, q95 in zip(curve.at, curve.q05, curve.q50, curve.q95, strict=True):
            x = across(at)
            picture.box((x - 5.0, up(q05)), (x + 5.0, up(q95)), "band", radius=3.0)
            picture.circle((x, up(q50)), 4.5, "spot")
            picture.text((x, BOTTOM + 16.0), f"{at:g}", anchor="middle")
        _name_axis(picture, tongue.say("chart.delay.axis"))
        return picture.finish(title, about, tongue)

    columns = (Column("morning_after_run", tongue.say("chart.column.morning"), 0), *_bands(tongue))
    return Chart("delay", title, about, draw, columns, _rows(curve.at, curve))


def days_chart(days: DayByDay, window: tuple[date, date], tongue: Tongue) -> Chart:
    """Draw what the running of the four weeks before did to each morning of the window."""
    first, last = window
    start = max(0, (first - days.first_day).days)
    stop = min(len(days.q50), (last - days.first_day).days + 1)
    shown = DayByDay(
        days.first_day + timedelta(days=start),
        days.q05[start:stop],
        days.q50[start:stop],
        days.q95[start:stop],
    )
    title, about = (tongue.say(f"chart.days.{part}") for part in ("title", "about"))
    each = [shown.first_day + timedelta(days=k) for k in range(len(shown.q50))]

    def draw(width: float, _: bool) -> str:
        picture = Drawing("days", width, BOTTOM + LOW)
        across = DayScale(shown.first_day, max(len(each), 1), LEFT, width - RIGHT)
        up = _frame(picture, shown, tongue)
        _band(picture, [across.middle(day) for day in each], shown, up)
        for day, q50 in zip(each, shown.q50, strict=True):
            picture.circle((across.middle(day), up(q50)), 2.2, "spot")
        for day, unit in across.ticks(46.0):
            picture.text(
                (across.middle(day), BOTTOM + 16.0), tongue.tick(day, unit), anchor="middle"
            )
        _name_axis(picture, tongue.say("chart.days.axis"))
        return picture.finish(title, about, tongue)

    columns = (Column("day", tongue.say("chart.column.day")), *_bands(tongue))
    return Chart("days", title, about, draw, columns, _rows(each, shown))


def _frame(picture: Drawing, curve: Curve | DayByDay, tongue: Tongue) -> Scale:
    """Draw the axis of points with its zero line, and return its scale."""
    up = scale_around((*curve.q05, *curve.q95), BOTTOM, TOP, least=0.5)
    step = round_step(up.high - up.low, 4)
    for tick in up.ticks(4):
        is_zero = abs(tick) < 1e-9
        picture.line([(LEFT, up(tick)), (picture.width - RIGHT, up(tick))], "axis")
        words = "0" if is_zero else tongue.number(tick, decimals(step), True)
        picture.text((LEFT - 5.0, up(tick) + 4.0), words, anchor="end")
    picture.line([(LEFT, up(0.0)), (picture.width - RIGHT, up(0.0))], "zero")
    picture.text((4.0, 14.0), tongue.say("chart.points"))
    return up


def _band(picture: Drawing, across: Sequence[float], curve: Curve | DayByDay, up: Scale) -> None:
    upper = [(x, up(value)) for x, value in zip(across, curve.q95, strict=True)]
    lower = [(x, up(value)) for x, value in zip(across, curve.q05, strict=True)]
    middle = [(x, up(value)) for x, value in zip(across, curve.q50, strict=True)]
    picture.area([*upper, *reversed(lower)], "band")
    picture.line(middle, "middle")


def _numbers_below(picture: Drawing, across: Scale, tongue: Tongue, key: str) -> None:
    step = round_step(across.high - across.low, 4)
    for tick in across.ticks(4):
        words = tongue.number(tick, decimals(step), False)
        picture.text((across(tick), BOTTOM + 16.0), words, anchor="middle")
    _name_axis(picture, tongue.say(key))


def _name_axis(picture: Drawing, words: str) -> None:
    place = (0.5 * (LEFT + picture.width - RIGHT), BOTTOM + 34.0)
    picture.text(place, words, anchor="middle")


def _bands(tongue: Tongue) -> tuple[Column, ...]:
    return tuple(
        Column(f"{key}_points", tongue.say(f"chart.column.{key}")) for key in ("q05", "q50", "q95")
    )


def _rows(
    places: Sequence[float | date], curve: Curve | DayByDay
) -> tuple[tuple[float | date, ...], ...]:
    return tuple(zip(places, curve.q05, curve.q50, curve.q95, strict=True))
