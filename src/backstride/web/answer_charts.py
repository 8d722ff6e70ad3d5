"""The charts of the Answer page, each drawn only where it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import Final

from backstride.domain.answer import Answer, DailyTable
from backstride.domain.forecast import Forecast
from backstride.inference.calendar import day_of
from backstride.inference.outcomes import LEG
from backstride.report.body_map import Say
from backstride.report.chart import Chart
from backstride.report.course_bins import bins_of
from backstride.report.course_chart import course_chart
from backstride.report.course_words import Course, readouts
from backstride.report.curve_chart import days_chart, delay_chart, dose_chart
from backstride.report.effect_chart import effect_chart, effects_chart
from backstride.report.forecast_chart import forecast_chart
from backstride.report.ink import Tongue
from backstride.report.measure_words import measure_in_words
from backstride.text.catalogue import Catalogue
from backstride.web.answers import Worked
from backstride.web.formats import Formats
from backstride.workflows.forecast_mornings import Forecasted
from backstride.workflows.imagine_mornings import USUAL, Imagined
from backstride.workflows.show_course import Marks

ZOOMS: Final = {"4w": 28, "3m": 91, "1y": 365, "all": 0}
"""Stretches of the line of time [d]; 0 is everything there is."""
ZOOM: Final = "3m"
NAMES: Final = (
    *("course", "forecast", "effect", "dose", "delay", "days"),
    *("sides", "outcomes", "measures"),
)
"""Every chart that the page may hold."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page is about.

    Parameters
    ----------
    answer : Answer or None
        None before the first one is worked out.
    table : DailyTable or None
        Days for the line of time; None where there are none.
    marks : Marks
        Runs and marked stretches.
    imagined : Worked
        The next mornings with other amounts of running.
    base : str
        Address of the page.
    shows_load : bool
        False where the safety screen keeps load back.
    may_imagine : bool
        False where the safety screen keeps running out of every plan.
    planned : Worked or None
        The next mornings under a plan of the runner's own; None where there is no such plan.
    """

    answer: Answer | None
    table: DailyTable | None
    marks: Marks
    imagined: Worked[Imagined]
    base: str
    shows_load: bool = True
    may_imagine: bool = True
    planned: Worked[Forecasted] | None = None

    def forecast(self, share: int) -> Forecast | None:
        """Return the next mornings with a share of the usual running, None where there are none."""
        if self.planned is not None:
            found = None if self.planned.found is None else self.planned.found.forecast
            return found if found is not None and found.plans else None
        if self.imagined.found is None or not self.may_imagine:
            return None
        forecasts = self.imagined.found.forecasts
        return forecasts.get(share, forecasts.get(USUAL))


def tongue_of(words: Catalogue, formats: Formats, stamp: str = "") -> Tongue:
    """Return how charts speak in a language."""

    def number(value: float | None, digits: int, is_signed: bool) -> str:
        return formats.number(value, digits, sign=is_signed)

    return Tongue(words.say, number, formats.dated, formats.tick, stamp)


def course_of(shown: Shown, zoom: str, say: Say) -> Course | None:
    """Return what the line of time shows at a zoom, None where there is no day."""
    table = shown.table
    if table is None or not table.n_day:
        return None
    last = day_of(table, table.n_day - 1)
    n_day = ZOOMS[zoom] or table.n_day
    first = last - timedelta(days=n_day - 1)
    answer = shown.answer
    has_effect = answer is not None and answer.effect_28d is not None
    return Course(
        bins=bins_of(table, first, last, shown.marks.runs),
        stretches=tuple(
            one for one in shown.marks.stretches if one.last >= first and one.first <= last
        ),
        window=answer.window if answer is not None and has_effect else None,
        typical_run=answer.typical_run if answer is not None else None,
        load_unit=unit_in_words(table.load_unit, say),
        shows_load=shown.shows_load,
    )


def unit_in_words(load_unit: str, say: Say) -> str:
    """Return a unit of load as people read it; one of a table's own stays as it is."""
    return say("chart.unit.easy_km") if load_unit == "easy km" else load_unit


class Charts:
    """Draws the charts of one page.

    Parameters
    ----------
    shown : Shown
        What the page is about.
    tongue : Tongue
        The words.
    zoom : str
        Of the line of time.
    share : int
        Of the usual running, for the next mornings. [%]
    """

    def __init__(
        self, shown: Shown, tongue: Tongue, *, zoom: str = ZOOM, share: int = USUAL
    ) -> None:
        self._shown = shown
        self.tongue = tongue
        self._zoom = zoom
        self._share = share

    @cached_property
    def line(self) -> Course | None:
        """What the line of time shows."""
        return course_of(self._shown, self._zoom, self.tongue.say)

    @cached_property
    def said(self) -> list[str]:
        """What is said of each place on the line of time."""
        return [] if self.line is None else readouts(self.line, self.tongue)

    def all(self) -> dict[str, Chart | None]:
        """Return every chart by its name, None where there is nothing to draw for it."""
        made = (make() for make in self._makers())
        return dict.fromkeys(NAMES) | {chart.name: chart for chart in made if chart is not None}

    def find(self, name: str) -> Chart | None:
        """Return one chart by its name."""
        return next(
            (chart for make in self._makers() if (chart := make()) and chart.name == name), None
        )

    def course(self) -> Chart | None:
        """Return load and pain on one line of time."""
        line = self.line
        return None if line is None else course_chart(line, self.tongue, said=self.said)

    def forecast(self) -> Chart | None:
        """Return the next mornings."""
        found = self._shown.forecast(self._share)
        return None if found is None else forecast_chart(found, "planned", self.tongue)

    def _makers(self) -> Iterator[Callable[[], Chart | None]]:
        yield from (self.course, self.forecast)
        yield from (self._effect, self._dose, self._delay, self._days)
        yield from (self._sides, self._outcomes, self._measures)

    def _effect(self) -> Chart | None:
        answer = self._shown.answer
        if answer is None or answer.effect_28d is None or answer.window is None:
            return None
        first, last = (self.tongue.day(day) for day in answer.window)
        key = "chart.effect.about" if answer.outcome == LEG else "chart.effect.about_other"
        about = self.tongue.say(key, first=first, last=last)
        return effect_chart(answer.effect_28d, about, self.tongue)

    def _dose(self) -> Chart | None:
        answer = self._shown.answer
        if answer is None or answer.running is None:
            return None
        return dose_chart(answer.running.dose_response, self.tongue)

    def _delay(self) -> Chart | None:
        answer = self._shown.answer
        if answer is None or answer.running is None:
            return None
        return delay_chart(answer.running.delay_profile, self.tongue)

    def _days(self) -> Chart | None:
        answer = self._shown.answer
        if answer is None or answer.running is None or answer.window is None:
            return None
        return days_chart(answer.running.day_by_day, answer.window, self.tongue)

    def _sides(self) -> Chart | None:
        answer = self._shown.answer
        if answer is None or not answer.sides:
            return None
        say = self.tongue.say
        rows = [(say(f"chart.side.{side}"), effect) for side, effect in answer.sides.items()]
        return effects_chart("sides", rows, say("chart.sides.about"), self.tongue)

    def _outcomes(self) -> Chart | None:
        answer = self._shown.answer
        if answer is None or not answer.outcomes:
            return None
        say = self.tongue.say
        rows = [(say(f"item.{name}.name"), one) for name, one in answer.outcomes.items()]
        return effects_chart("outcomes", rows, say("chart.outcomes.about"), self.tongue)

    def _measures(self) -> Chart | None:
        answer = self._shown.answer
        if answer is None or not answer.measures:
            return None
        say = self.tongue.say
        rows = [(measure_in_words(one.name, say), one.effect) for one in answer.measures]
        return effects_chart("measures", rows, say("chart.measures.about"), self.tongue)


def without_load(answer: Answer) -> Answer:
    """Return an answer without any amount of running."""
    return replace(answer, typical_run=None, running=None, outlook=())
