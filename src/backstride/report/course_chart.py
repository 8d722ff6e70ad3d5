"""Load and pain on one line of time, with marked stretches and runs to open."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from math import isnan
from typing import Final

from backstride.report.chart import Chart
from backstride.report.course_bins import Bin
from backstride.report.course_words import Course, course_columns, course_rows, readouts
from backstride.report.ink import LETTER, Drawing, Tongue
from backstride.report.scale import DayScale, Scale, decimals, round_step, scale_around

LEFT: Final = 34.0
RIGHT: Final = 8.0
PAIN: Final = (26.0, 146.0)
STRIP: Final = (152.0, 168.0)
LOAD: Final = (190.0, 290.0)
LEGEND: Final = 40.0
"""Room between the axis of days and the middle of the legend's first row. [px]"""
ROW: Final = 18.0
DAYS_A_WEEK: Final = 7
SCORE_TOP: Final = 10.0
WIDE_ENOUGH: Final = 600.0
"""Width from which the legend stands in three columns. [px]"""
TALLEST_RUN: Final = 0.9
"""Smallest bar of a day with a run, so that no run vanishes. [px]"""


def course_chart(course: Course, tongue: Tongue, *, said: Sequence[str] | None = None) -> Chart:
    """Draw load and pain on one line of time.

    Parameters
    ----------
    course : Course
        What is drawn.
    tongue : Tongue
        The words.
    said : sequence of str, optional
        What `readouts` returns, where it is known already.
    """
    title = tongue.say("chart.course.title")
    first, last = course.bins[0].first, course.bins[-1].last
    about = tongue.say("chart.course.about", first=tongue.day(first), last=tongue.day(last))
    if not course.is_by_day:
        about = f"{about} {tongue.say(f'chart.course.together.{_each(course)}')}"

    def draw(width: float, is_linked: bool) -> str:
        legend = _legend(course, tongue)
        n_column = 3 if width >= WIDE_ENOUGH else 2
        floor = _floor(course)
        below = floor + LEGEND
        picture = Drawing(f"course{width:.0f}", width, below + ROW * -(-len(legend) // n_column))
        across = DayScale(first, (last - first).days + 1, LEFT, width - RIGHT)
        _window(picture, course, across)
        _stretches(picture, course, across, tongue)
        _pain(picture, course, across, tongue)
        if course.shows_load:
            _load(picture, course, across, tongue)
        _dates(picture, across, floor, tongue)
        for place, (kind, words) in enumerate(legend):
            column = (width - LEFT) / n_column
            at = (LEFT + column * (place % n_column), below + ROW * (place // n_column))
            _swatch(picture, kind, at)
            picture.text((at[0] + 20.0, at[1] + 4.0), words)
        if is_linked and course.is_by_day:
            _links(picture, course, across, readouts(course, tongue) if said is None else said)
        role = "group" if is_linked else "img"
        return picture.finish(title, about, tongue, role=role)

    return Chart(
        "course",
        title,
        about,
        draw,
        course_columns(course, tongue),
        course_rows(course),
        is_wide=True,
    )


def _each(course: Course) -> str:
    """Return what one place on the line stands for: ``day``, ``week`` or four ``weeks``."""
    if course.is_by_day:
        return "day"
    return "week" if course.bins[0].n_day == DAYS_A_WEEK else "weeks"


def _floor(course: Course) -> float:
    """Return where the axis of days lies: below the load, or below the pain where it is alone."""
    return LOAD[1] if course.shows_load else STRIP[1]


def _window(picture: Drawing, course: Course, across: DayScale) -> None:
    if course.window is None:
        return
    first, last = course.window
    left, right = across.left(first), across.left(last) + across.width
    right = min(right, across.end)
    if right > left:
        picture.box((left, PAIN[0] - 4.0), (right, _floor(course)), "window")


def _stretches(picture: Drawing, course: Course, across: DayScale, tongue: Tongue) -> None:
    first, last = course.bins[0].first, course.bins[-1].last
    for stretch in course.stretches:
        if stretch.last < first or stretch.first > last:
            continue
        left = across.left(stretch.first)
        right = min(max(across.left(stretch.last) + across.width, left + 2.0), across.end)
        picture.box((min(left, right), PAIN[0]), (right, _floor(course)), "phase")
        words = stretch.note or tongue.say(f"event.{stretch.kind.value}")
        if right - left > LETTER * len(words):
            picture.text((left + 3.0, STRIP[1] - 3.0), words)


def _pain(picture: Drawing, course: Course, across: DayScale, tongue: Tongue) -> None:
    up = Scale(0.0, SCORE_TOP, PAIN[1], PAIN[0])
    for tick in (0.0, 2.0, 4.0, 6.0, 8.0, 10.0):
        picture.line([(LEFT, up(tick)), (across.end, up(tick))], "axis")
        picture.text((LEFT - 6.0, up(tick) + 4.0), f"{tick:g}", anchor="end")
    picture.text((4.0, 14.0), tongue.say("chart.course.pain"))
    radius = min(3.6, max(1.1, 0.42 * across.width * course.bins[0].n_day))
    for one in course.bins:
        if not isnan(one.evening):
            picture.circle((_middle(one, across), up(one.evening)), radius, "ring")
    for known, group in groupby(course.bins, key=lambda one: not isnan(one.morning)):
        if known:
            picture.line([(_middle(one, across), up(one.morning)) for one in group], "pain")
    for one in course.bins:
        if not isnan(one.morning):
            picture.circle((_middle(one, across), up(one.morning)), radius, "dot")


def _load(picture: Drawing, course: Course, across: DayScale, tongue: Tongue) -> None:
    loads = [one.load for one in course.bins]
    extra = [course.typical_run] if course.is_by_day and course.typical_run else []
    up = scale_around([*loads, *extra], LOAD[1], LOAD[0])
    step = round_step(up.high - up.low, 3)
    for tick in up.ticks(3):
        picture.line([(LEFT, up(tick)), (across.end, up(tick))], "axis")
        words = tongue.number(tick, decimals(step), False)
        picture.text((LEFT - 6.0, up(tick) + 4.0), words, anchor="end")
    words = tongue.say(f"chart.course.load.{_each(course)}", unit=course.load_unit)
    picture.text((4.0, LOAD[0] - 8.0), words)
    for is_unknown, group in groupby(course.bins, key=lambda one: one.n_unknown > 0):
        if is_unknown:
            many = list(group)
            right = min(across.left(many[-1].last) + across.width, across.end)
            picture.hatched((across.left(many[0].first), LOAD[0]), (right, LOAD[1]))
    for one in course.bins:
        _bar(picture, one, across, up)
    if extra:
        picture.line([(LEFT, up(extra[0])), (across.end, up(extra[0]))], "typical")


def _bar(picture: Drawing, one: Bin, across: DayScale, up: Scale) -> None:
    if isnan(one.load):
        return
    if one.load == 0.0:
        if not one.n_unknown:
            radius = min(2.0, max(0.6, 0.3 * across.width * one.n_day))
            picture.circle((_middle(one, across), LOAD[1] - 3.0), radius, "rest")
        return
    left, right = across.left(one.first), across.left(one.last) + across.width
    gap = min(2.0, 0.15 * (right - left))
    top = min(up(one.load), LOAD[1] - TALLEST_RUN)
    picture.box((left + gap, top), (right - gap, LOAD[1]), "load")


def _dates(picture: Drawing, across: DayScale, floor: float, tongue: Tongue) -> None:
    for day, unit in across.ticks(46.0):
        x = across.left(day)
        picture.line([(x, floor), (x, floor + 5.0)], "axis")
        words = tongue.tick(day, unit)
        if x + LETTER * len(words) <= picture.width:
            picture.text((x, floor + 18.0), words)


def _links(picture: Drawing, course: Course, across: DayScale, said: Sequence[str]) -> None:
    for one, words in zip(course.bins, said, strict=True):
        if one.runs and course.shows_load:
            picture.link(f"/runs/{one.runs[0]}", words)
            left = across.left(one.first)
            picture.box((left, LOAD[0]), (left + across.width, LOAD[1]), "touch")
            picture.end_link()


def _legend(course: Course, tongue: Tongue) -> list[tuple[str, str]]:
    kinds = ["morning", "evening"]
    if course.shows_load:
        kinds += ["run", "rest"]
        kinds += ["unknown"] if any(one.n_unknown for one in course.bins) else []
        kinds += ["typical"] if course.is_by_day and course.typical_run else []
    kinds += ["window"] if course.window else []
    kinds += ["phase"] if course.stretches else []
    return [(kind, tongue.say(f"chart.course.legend.{kind}")) for kind in kinds]


def _swatch(picture: Drawing, kind: str, at: tuple[float, float]) -> None:
    x, y = at
    if kind in ("morning", "evening"):
        picture.circle((x + 7.0, y), 3.6, "dot" if kind == "morning" else "ring")
    elif kind == "rest":
        picture.circle((x + 7.0, y), 2.0, "rest")
    elif kind == "unknown":
        picture.hatched((x, y - 6.0), (x + 14.0, y + 6.0))
    elif kind == "typical":
        picture.line([(x, y), (x + 14.0, y)], "typical")
    else:
        picture.box((x, y - 6.0), (x + 14.0, y + 6.0), "load" if kind == "run" else kind)


def _middle(one: Bin, across: DayScale) -> float:
    return min(across.left(one.first) + 0.5 * one.n_day * across.width, across.end)
