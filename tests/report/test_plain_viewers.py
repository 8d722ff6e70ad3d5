"""Pictures have their colours without CSS variables too, as in most viewers beside browsers."""

from __future__ import annotations

from datetime import date, time

from backstride.domain.body import BodyMark
from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_parts import Moment
from backstride.report.body_days import periods_of, render_body_days
from backstride.report.body_map import render_body_map
from backstride.text.catalogue import load_catalogue
from tests.report.plain_viewer import uncoloured, unguarded_variables

SAY = load_catalogue().say
MARKS = (
    BodyMark("calf_left", "tingling", 3.0),
    BodyMark("heel_sole_left", "numb"),
    BodyMark("thigh_back", "deep_ache", 8.0),
)


def test_every_mark_of_the_body_map_has_a_colour_of_its_own() -> None:
    svg = render_body_map(MARKS, SAY)

    assert uncoloured(svg) == []
    assert unguarded_variables(svg) == []


def test_every_mark_of_the_body_map_over_time_has_a_colour_of_its_own() -> None:
    day = date(2026, 3, 1)
    entry = DiaryEntry(day, moments=(Moment(time(7), MARKS),))
    svg = render_body_days(periods_of([entry], day, day), SAY)

    assert uncoloured(svg) == []
    assert unguarded_variables(svg) == []


def test_a_picture_that_leans_on_variables_alone_is_found_out() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg"><style>.a{fill:var(--a)}</style>'
        '<rect class="a" width="1" height="1"/></svg>'
    )

    assert len(uncoloured(svg)) == 1
    assert len(unguarded_variables(svg)) == 1
