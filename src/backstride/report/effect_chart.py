"""Effects as pictures: one interval with its margins, and several beneath one another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from backstride.domain.effect import Effect
from backstride.report.chart import Cell, Chart, Column
from backstride.report.ink import LETTER, Drawing, Tongue
from backstride.report.scale import Scale, decimals, round_step

EDGE: Final = 14.0
DELTA, HALF = 0.3, 0.5
"""Margins of the verdict (`Effect.p_above_delta`, `Effect.p_within_half`). [points]"""
TOP: Final = 10.0
"""No effect on a score of 0 to 10 is larger. [points]"""

_COLUMNS: Final = ("q05", "q25", "q50", "q75", "q95")


def effect_chart(effect: Effect, about: str, tongue: Tongue) -> Chart:
    """Draw the headline: what running did, its 50 and 90 % interval, zero and the margins.

    Parameters
    ----------
    effect : Effect
        Of the window.
    about : str
        What it speaks of, with its days.
    tongue : Tongue
        The words.
    """
    title = tongue.say("chart.effect.title")
    numbers = _numbers(effect, tongue)

    def draw(width: float, _: bool) -> str:
        picture = Drawing("effect", width, 176.0)
        scale = _scale((effect,), width)
        top, bottom = 44.0, 112.0
        picture.box((scale(-HALF), top), (scale(HALF), bottom), "little")
        for margin in (-DELTA, DELTA):
            picture.line([(scale(margin), top), (scale(margin), bottom)], "margin")
        picture.line([(scale(0.0), top - 6.0), (scale(0.0), bottom + 6.0)], "zero")
        _interval(picture, effect, scale, 0.5 * (top + bottom))
        picture.text((EDGE, 34.0), "← " + tongue.say("chart.effect.eases"))
        hurts = tongue.say("chart.effect.hurts") + " →"
        picture.text((width - EDGE, 34.0), hurts, anchor="end")
        _axis(picture, scale, bottom + 6.0, tongue)
        picture.text((EDGE, 150.0), tongue.say("chart.effect.legend.bands"))
        picture.text((EDGE, 167.0), tongue.say("chart.effect.legend.margins"))
        return picture.finish(title, f"{about} {numbers}", tongue)

    return Chart("effect", title, f"{about} {numbers}", draw, _columns("", tongue), (_row(effect),))


def effects_chart(
    name: str, rows: Sequence[tuple[str, Effect]], about: str, tongue: Tongue
) -> Chart:
    """Draw several effects on one axis: legs, further symptoms, measures.

    Parameters
    ----------
    name : str
        ``sides``, ``outcomes`` or ``measures``.
    rows : sequence of (str, Effect)
        Each with its name.
    about : str
        What they speak of.
    tongue : Tongue
        The words.
    """
    title = tongue.say(f"chart.{name}.title")

    def draw(width: float, _: bool) -> str:
        step = 52.0
        bottom = 20.0 + step * len(rows)
        picture = Drawing(name, width, bottom + 30.0)
        scale = _scale([effect for _, effect in rows], width)
        for margin in (-DELTA, DELTA):
            picture.line([(scale(margin), 20.0), (scale(margin), bottom)], "margin")
        picture.line([(scale(0.0), 18.0), (scale(0.0), bottom + 4.0)], "zero")
        for place, (label, effect) in enumerate(rows):
            top = 20.0 + step * place
            most = int((width - 2 * EDGE) / LETTER)
            shown = label if len(label) <= most else f"{label[: most - 1]}…"
            picture.text((EDGE, top + 16.0), shown, "head")
            _interval(picture, effect, scale, top + 32.0)
        _axis(picture, scale, bottom + 4.0, tongue)
        return picture.finish(title, about, tongue)

    cells = tuple((label, *_row(effect)) for label, effect in rows)
    columns = _columns(tongue.say("chart.column.what"), tongue)
    return Chart(name, title, about, draw, columns, cells)


def _interval(picture: Drawing, effect: Effect, scale: Scale, middle: float) -> None:
    picture.box((scale(effect.q05), middle - 5.0), (scale(effect.q95), middle + 5.0), "band")
    picture.box((scale(effect.q25), middle - 8.0), (scale(effect.q75), middle + 8.0), "inner")
    picture.circle((scale(effect.q50), middle), 5.5, "spot")


def _scale(effects: Sequence[Effect], width: float) -> Scale:
    ends = [abs(value) for effect in effects for value in (effect.q05, effect.q95)]
    reach = min(1.12 * max([1.0, *ends]), TOP)
    return Scale(-reach, reach, EDGE, width - EDGE)


def _axis(picture: Drawing, scale: Scale, at: float, tongue: Tongue) -> None:
    picture.line([(scale.start, at), (scale.end, at)], "axis")
    step = round_step(scale.high - scale.low, 5)
    for tick in scale.ticks(5):
        words = "0" if abs(tick) < 1e-9 else tongue.number(tick, decimals(step), True)
        anchor = "middle"
        picture.line([(scale(tick), at), (scale(tick), at + 4.0)], "axis")
        picture.text((scale(tick), at + 17.0), words, anchor=anchor)


def _numbers(effect: Effect, tongue: Tongue) -> str:
    def write(value: float) -> str:
        return tongue.number(value, 1, True)

    return tongue.say(
        "chart.effect.numbers",
        q50=write(effect.q50),
        q05=write(effect.q05),
        q95=write(effect.q95),
        q25=write(effect.q25),
        q75=write(effect.q75),
    )


def _columns(first: str, tongue: Tongue) -> tuple[Column, ...]:
    named = tuple(Column(f"{key}_points", tongue.say(f"chart.column.{key}"), 2) for key in _COLUMNS)
    return (Column("what", first), *named) if first else named


def _row(effect: Effect) -> tuple[Cell, ...]:
    return tuple(float(getattr(effect, key)) for key in _COLUMNS)
