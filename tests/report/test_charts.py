"""Charts: whatever the data are, everything drawn lies on the picture, and the table says it."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from math import isnan, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstride.domain.answer import DailyTable
from backstride.domain.answer_parts import Curve, DayByDay
from backstride.domain.diary_parts import EventKind
from backstride.domain.effect import Effect
from backstride.domain.forecast import Chance, Forecast, MorningForecast, PlanForecast
from backstride.report.chart import NARROW, WIDE, Chart
from backstride.report.course_bins import bins_of
from backstride.report.course_chart import course_chart
from backstride.report.course_words import Course, readouts
from backstride.report.curve_chart import days_chart, delay_chart, dose_chart
from backstride.report.effect_chart import effect_chart, effects_chart
from backstride.report.forecast_chart import forecast_chart
from backstride.report.ink import Tongue
from backstride.text.catalogue import load_catalogue
from backstride.web.answer_charts import tongue_of
from backstride.web.formats import Formats
from backstride.workflows.show_course import Stretch
from tests.report.drawn import read_picture

FIRST = date(2026, 1, 1)
ANY = st.floats(allow_nan=True, allow_infinity=True)
DAYS = st.dates(date(1990, 1, 1), date(2050, 12, 31))
WORDS = st.text(max_size=40)


def tongue(stamp: str = "") -> Tongue:
    return tongue_of(load_catalogue("en"), Formats("en"), stamp)


def effect_of(values: list[float]) -> Effect:
    q05, q25, q50, q75, q95 = values
    return Effect(q50, 1.0, q05, q25, q50, q75, q95, 0.5, 0.1, 0.1, 0.8)


EFFECTS = st.lists(ANY, min_size=5, max_size=5).map(effect_of)


@st.composite
def tables(draw: st.DrawFn) -> DailyTable:
    n_day = draw(st.integers(1, 60))
    loads = st.one_of(st.just(nan), st.just(0.0), st.floats(0.0, 1e300))
    scores = st.one_of(st.just(nan), st.floats(-5.0, 15.0))

    def column(values: st.SearchStrategy[float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.array(draw(st.lists(values, min_size=n_day, max_size=n_day)))

    return DailyTable(draw(DAYS), column(loads), column(scores), column(scores))


def assert_drawn_well(chart: Chart) -> None:
    for width in (NARROW, WIDE):
        found = read_picture(chart.draw(width, True))
        assert found.astray == []
        assert found.title == chart.title


@given(EFFECTS)
def test_every_place_of_an_effect_lies_on_its_picture(effect: Effect) -> None:
    assert_drawn_well(effect_chart(effect, "about", tongue()))


@given(st.lists(st.tuples(WORDS, EFFECTS), min_size=1, max_size=6))
def test_every_place_of_several_effects_lies_on_their_picture(
    rows: list[tuple[str, Effect]],
) -> None:
    assert_drawn_well(effects_chart("measures", rows, "about", tongue()))


@given(st.lists(st.tuples(ANY, ANY, ANY), min_size=1, max_size=40))
def test_every_place_of_a_curve_lies_on_its_picture(
    rows: list[tuple[float, float, float]],
) -> None:
    q05, q50, q95 = zip(*rows, strict=True)
    at = tuple(float(place) for place in range(len(rows)))

    assert_drawn_well(dose_chart(Curve(at, q05, q50, q95), tongue()))
    assert_drawn_well(delay_chart(Curve(at, q05, q50, q95), tongue()))


@given(st.lists(st.tuples(ANY, ANY, ANY), max_size=40), DAYS, DAYS)
def test_every_morning_of_a_window_lies_on_its_picture(
    rows: list[tuple[float, float, float]], first: date, start: date
) -> None:
    q05, q50, q95 = zip(*rows, strict=True) if rows else ((), (), ())
    window = (start, start + timedelta(days=27))

    assert_drawn_well(days_chart(DayByDay(first, q05, q50, q95), window, tongue()))


@given(
    tables(),
    st.integers(1, 2500),
    st.lists(st.tuples(DAYS, st.integers(0, 4000), WORDS), max_size=3),
    st.one_of(st.none(), st.floats(0.1, 1e12)),
    st.booleans(),
)
def test_every_place_of_the_line_of_time_lies_on_its_picture(
    table: DailyTable,
    n_day: int,
    stretches: list[tuple[date, int, str]],
    typical_run: float | None,
    shows_load: bool,
) -> None:
    last = table.first_day + timedelta(days=table.n_day - 1)
    first = last - timedelta(days=n_day - 1)
    course = Course(
        bins_of(table, first, last, {table.first_day: ("abc",)}),
        tuple(
            Stretch(EventKind.TREATMENT, day, day + timedelta(days=length), note)
            for day, length, note in stretches
        ),
        (last - timedelta(days=27), last),
        typical_run,
        shows_load=shows_load,
    )

    assert_drawn_well(course_chart(course, tongue()))
    assert len(readouts(course, tongue())) == len(course.bins)


def morning_of(day: date, values: list[float]) -> MorningForecast:
    mean, q05, q25, q50, q75, q95 = values
    return MorningForecast(day, mean, q05, q25, q50, q75, q95, (), 0.1)


@given(st.lists(st.lists(ANY, min_size=6, max_size=6), min_size=1, max_size=7), ANY)
def test_every_coming_morning_lies_on_its_picture(
    rows: list[list[float]], flare_from: float
) -> None:
    mornings = tuple(morning_of(FIRST + timedelta(days=k), row) for k, row in enumerate(rows))
    plans = tuple(
        PlanForecast(name, (1.0,), mornings, Chance(0.1, 0.0, 0.2)) for name in ("planned", "none")
    )
    forecast = Forecast(FIRST, FIRST, (), 3.0, flare_from, plans, ())

    assert_drawn_well(forecast_chart(forecast, "planned", tongue()))


def week_table() -> DailyTable:
    load = np.array([8.0, 0.0, nan, 12.0, 0.0, nan, nan])
    morning = np.array([3.0, nan, 2.0, 4.0, 5.5, nan, 1.0])
    return DailyTable(FIRST, load, morning, np.full(7, nan))


def week_course() -> Course:
    runs = {FIRST: ("run-one",)}
    return Course(bins_of(week_table(), FIRST, FIRST + timedelta(days=6), runs), typical_run=8.0)


def test_a_day_known_to_be_without_a_run_is_drawn_otherwise_than_an_unknown_one() -> None:
    svg = course_chart(week_course(), tongue()).draw(WIDE, False)

    drawn = svg[: svg.index("morning pain")]  # the legend follows
    assert drawn.count('class="load"') == 2
    assert drawn.count('class="rest"') == 2
    assert drawn.count("url(#course940-hatch)") == 2  # one day, and two together


def test_a_day_is_read_out_in_words() -> None:
    said = readouts(week_course(), tongue())

    assert said[0] == "Thu 1 Jan 2026: ran 8.0 easy km, morning 3"
    assert said[1] == "Fri 2 Jan 2026: no run"
    assert said[2] == "Sat 3 Jan 2026: running unknown, morning 2"


def test_runs_are_linked_on_the_page_and_not_in_the_file() -> None:
    chart = course_chart(week_course(), tongue())

    assert 'href="/runs/run-one"' in chart.wide
    assert "/runs/" not in chart.file()


def test_weeks_hold_what_is_known_of_their_days_and_count_what_is_not() -> None:
    last = FIRST + timedelta(days=6)
    bins = bins_of(week_table(), last - timedelta(days=7 * 60 - 1), last, {})

    assert bins[-1].n_day == 7
    assert bins[-1].load == 20.0
    assert bins[-1].n_unknown == 3
    assert bins[-1].morning == pytest.approx(3.1)
    assert isnan(bins[0].load)
    assert "Weeks are drawn together" in course_chart(Course(bins), tongue()).about


def test_the_words_of_a_runner_cannot_become_part_of_the_picture() -> None:
    note = '</text></svg><script>alert("x")</script>'
    stretch = Stretch(EventKind.TREATMENT, FIRST, FIRST + timedelta(days=400), note)
    table = DailyTable(FIRST, np.zeros(300), np.full(300, nan), np.full(300, nan))
    course = Course(bins_of(table, FIRST, FIRST + timedelta(days=299), {}), (stretch,))

    svg = course_chart(course, tongue()).draw(WIDE, True)

    assert "<script" not in svg
    assert note in read_picture(svg).texts


def test_the_table_behind_a_chart_holds_its_numbers_and_leaves_out_what_is_not_known() -> None:
    rows = list(csv.reader(io.StringIO(course_chart(week_course(), tongue()).csv())))

    assert rows[0] == ["first_day", "days", "load", "unknown_days", "leg_morning", "leg_evening"]
    assert rows[1] == ["2026-01-01", "1", "8", "0", "3", ""]
    assert rows[3] == ["2026-01-03", "1", "", "1", "2", ""]


def test_where_load_is_kept_back_neither_picture_nor_table_tells_it() -> None:
    hidden = Course(week_course().bins, typical_run=8.0, shows_load=False)
    chart = course_chart(hidden, tongue())

    assert 'class="load"' not in chart.wide
    assert "/runs/" not in chart.wide
    assert "load" not in chart.csv()
    assert readouts(hidden, tongue())[0] == "Thu 1 Jan 2026: morning 3"


def test_a_picture_of_an_invented_runner_says_so() -> None:
    chart = course_chart(week_course(), tongue("Invented runner"))

    assert "Invented runner" in read_picture(chart.file()).texts


def test_a_picture_stands_alone_without_a_style_sheet() -> None:
    svg = course_chart(week_course(), tongue()).file()

    assert "style" not in svg
    assert 'fill="#3f6fb0"' in svg
