"""One run as an SVG: its cost beside the typical run, the cost along the way, the day's height."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from backstride.domain.interval import Range
from backstride.load.day_course import DayCourse
from backstride.report.body_map import Say
from backstride.report.run_style import STYLE, look
from backstride.report.svg_look import FONT
from backstride.workflows.run_page import LegPage, RunPage

WIDTH: Final = 640.0
LEFT: Final = 16.0
PLOT: Final = WIDTH - 2 * LEFT
ROW: Final = 22.0
PANEL: Final = 130.0
GAP: Final = 26.0


def run_picture(page: RunPage, say: Say) -> str:
    """Draw a run.

    Parameters
    ----------
    page : RunPage
        What `weigh_run` gathered; where the load is kept back only that is said.
    say : callable
        Turns keys into words.

    Returns
    -------
    str
        An SVG that needs no other file, with a title and a description for screen readers.
    """
    leg = next((leg for leg in page.legs if _load(leg) is not None), None)
    load = None if leg is None else _load(leg)
    when = page.start.strftime("%Y-%m-%d %H:%M")
    if leg is None or load is None:
        text = say("run.picture.hidden", when=when)
        return _whole(60.0, (text, text), [_text(LEFT, 34.0, text)])
    top = 36.0
    parts = [_text(LEFT, 22.0, say("run.picture.title", when=when), "head")]
    for unit, own in (("easy_km", load), ("shrinkage_mm", leg.dose.shrinkage_mm)):
        if own is not None:
            typical = None if page.typical is None else getattr(page.typical, unit)
            drawn, top = _cost(say(f"run.this.{unit}"), own, typical, (top, say))
            parts += drawn
    loads = [piece.q50 for _, piece in leg.pieces if piece is not None]
    if len(loads) > 1:
        drawn, top = _along(leg, (top + GAP, say))
        parts += drawn
    if page.course is not None:
        drawn, top = _day(page.course, page, (top + GAP, say))
        parts += drawn
    usual = "-" if page.typical is None else _number(page.typical.easy_km[1], say)
    middle, low, high = (_number(one, say) for one in (load.q50, load.q05, load.q95))
    desc = say("run.picture.desc", easy_km=middle, low=low, high=high, typical=usual)
    return _whole(top + 16.0, (say("run.picture.title", when=when), desc), parts)


def _number(value: float, say: Say) -> str:
    return say("number.1", n=value)


def _load(leg: LegPage) -> Range | None:
    return leg.dose.easy_km or leg.dose.walk_easy_km


def _cost(
    label: str, own: Range, typical: tuple[float, float, float] | None, place: tuple[float, Say]
) -> tuple[list[str], float]:
    """Draw one unit: the run with its range, and below it the typical run."""
    top, say = place
    most = max(own.q95, typical[2] if typical else 0.0, 1e-9)
    scale = (PLOT - 225.0) / most
    x0 = LEFT + 120.0
    said = [_number(one, say) for one in (own.q50, own.q05, own.q95)]
    value = f"{said[0]} ({said[1]}–{said[2]})"
    parts = [_text(LEFT, top + 14.0, label, "label")]
    top += ROW
    parts += [
        _text(LEFT, top + 12.0, say("run.picture.this"), "quiet"),
        _rect((x0, top), own.q50 * scale, 14.0, "own"),
        _range((x0 + own.q05 * scale, top + 7.0), (x0 + own.q95 * scale, top + 7.0)),
        _text(x0 + own.q95 * scale + 6.0, top + 12.0, value),
    ]
    top += ROW
    if typical is not None:
        low, middle, high = (x0 + one * scale for one in typical)
        parts += [
            _text(LEFT, top + 12.0, say("run.picture.typical"), "quiet"),
            _rect((x0, top), middle - x0, 14.0, "typical"),
            _range((low, top + 7.0), (high, top + 7.0)),
            _text(max(high, middle) + 6.0, top + 12.0, _number(typical[1], say)),
        ]
        top += ROW
    return parts, top + 6.0


def _along(leg: LegPage, place: tuple[float, Say]) -> tuple[list[str], float]:
    """Draw the load of each piece as a bar as wide as the piece is long."""
    top, say = place
    pieces = [(segment, load) for segment, load in leg.pieces if load is not None]
    way = sum(segment.distance_m for segment, _ in pieces)
    most = max(load.q95 for _, load in pieces)
    base = top + PANEL
    parts = [_text(LEFT, top, say("run.picture.along"), "label")]
    at = 0.0
    for segment, load in pieces:
        x = LEFT + PLOT * at / way
        width = max(PLOT * segment.distance_m / way - 1.5, 0.5)
        height, high, low = (
            (PANEL - 24.0) * value / most for value in (load.q50, load.q95, load.q05)
        )
        parts.append(_rect((x, base - height), width, height, "own"))
        middle = x + 0.5 * width
        parts.append(_range((middle, base - low), (middle, base - high)))
        at += segment.distance_m
    parts.append(_line([(LEFT, base), (LEFT + PLOT, base)], "axis"))
    parts.append(_text(LEFT, base + 14.0, "0 km", "quiet"))
    parts.append(_text(LEFT + PLOT, base + 14.0, f"{_number(way / 1000.0, say)} km", "end"))
    parts.append(_text(LEFT + PLOT, top, _number(most, say), "end"))
    return parts, base + 18.0


def _day(course: DayCourse, page: RunPage, place: tuple[float, Say]) -> tuple[list[str], float]:
    """Draw the loss of height over the day: its range, its middle, and the day without the run."""
    top, say = place
    most = max(loss.q95 for loss in course.loss_mm)
    base, n = top + PANEL, len(course.at)

    def points(values: Sequence[float]) -> list[tuple[float, float]]:
        height = (PANEL - 24.0) / most
        return [(LEFT + PLOT * k / (n - 1), base - height * v) for k, v in enumerate(values)]

    upper, lower, middle, ordinary = (
        points(values)
        for values in (
            [loss.q95 for loss in course.loss_mm],
            [loss.q05 for loss in course.loss_mm],
            [loss.q50 for loss in course.loss_mm],
            [loss.q50 for loss in course.ordinary_mm],
        )
    )
    band = " ".join(f"{x:.1f},{y:.1f}" for x, y in (*upper, *reversed(lower)))
    zone = page.start.tzinfo
    first, last = (f"{at.astimezone(zone):%H:%M}" for at in (course.at[0], course.at[-1]))
    head = (
        f"{say('run.picture.day')} ({say('run.picture.range')}; - - {say('run.picture.without')})"
    )
    return [
        _text(LEFT, top, head, "label"),
        f'<polygon {look("band")} points="{band}"/>',
        _line(ordinary, "ordinary"),
        _line(middle, "middle"),
        _line([(LEFT, base), (LEFT + PLOT, base)], "axis"),
        _text(LEFT, base + 14.0, first, "quiet"),
        _text(LEFT + PLOT, base + 14.0, last, "end"),
        _text(LEFT + PLOT, top, f"{most:.0f}", "end"),
    ], base + 18.0


def _whole(height: float, words: tuple[str, str], parts: Sequence[str]) -> str:
    title, desc = (escape(text) for text in words)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {height:.0f}" '
        f'width="{WIDTH:.0f}" height="{height:.0f}" {FONT} font-size="12" '
        f'role="img" aria-labelledby="t d">'
        f'<title id="t">{title}</title><desc id="d">{desc}</desc><style>{STYLE}</style>'
        f'<rect {look("page")} width="100%" height="100%"/>{"".join(parts)}</svg>\n'
    )


def _text(x: float, y: float, text: str, kind: str = "plain") -> str:
    return f'<text {look(kind)} x="{x:.1f}" y="{y:.1f}">{escape(text)}</text>'


def _rect(corner: tuple[float, float], width: float, height: float, kind: str) -> str:
    x, y = corner
    return (
        f'<rect {look(kind)} x="{x:.1f}" y="{y:.1f}" width="{max(width, 0.0):.1f}" '
        f'height="{max(height, 0.0):.1f}" rx="2"/>'
    )


def _line(points: Sequence[tuple[float, float]], kind: str) -> str:
    joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline {look(kind)} points="{joined}"/>'


def _range(start: tuple[float, float], end: tuple[float, float]) -> str:
    """Draw a range, set off from the bar that it may lie on."""
    return _line([start, end], "halo") + _line([start, end], "range")
