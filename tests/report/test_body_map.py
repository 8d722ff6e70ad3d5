"""The body map: every site one control, large enough, in order, told in words, in one calm hue."""

from __future__ import annotations

import colorsys
import re
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstride.domain.body import REGIONS, BodyMark, drawn_parts, drawn_sites
from backstride.domain.body_words import QUALITIES
from backstride.report.body_map import PANEL_WIDTH, paint_marks, render_body_map
from backstride.report.body_shapes import BACK, FRONT, HALF_WIDTH, HEIGHT, outline, shapes
from backstride.report.body_style import _DARK, _LIGHT
from backstride.text.catalogue import load_catalogue
from tests.made_diaries import mark_lists
from tests.report.path_points import holds_square, is_inside, polygon

SAY = load_catalogue().say
SVG = "{http://www.w3.org/2000/svg}"
PHONE_PX = 390 - 24
"""Width of a phone less a page's margins."""
SMALLEST_TARGET_PX = 24
"""WCAG 2.2, success criterion 2.5.8."""


def drawn(marks: tuple[BodyMark, ...] = (), view: str | None = None) -> ElementTree.Element:
    return ElementTree.fromstring(render_body_map(marks, SAY, view=view))  # noqa: S314 - our own


def controls(svg: ElementTree.Element) -> list[ElementTree.Element]:
    return [part for part in svg.iter(f"{SVG}g") if part.get("role") == "checkbox"]


def test_every_site_is_one_control_that_can_be_reached() -> None:
    found = controls(drawn())

    assert sorted(part.get("data-site", "") for part in found) == sorted(
        site.id for site in drawn_sites()
    )
    assert {part.get("tabindex") for part in found} == {"0"}
    assert {part.get("aria-checked") for part in found} == {"false"}


def test_front_and_back_alone_hold_every_site_once_between_them() -> None:
    sites = [part.get("data-site") for view in (FRONT, BACK) for part in controls(drawn(view=view))]

    assert sorted(sites) == sorted(site.id for site in drawn_sites())


def test_the_keyboard_goes_from_the_back_down_to_the_toes() -> None:
    for view in (FRONT, BACK):
        regions = [
            str(part.get("data-site")).rsplit("_", 1)[0] for part in controls(drawn(view=view))
        ]
        steps = [REGIONS[name].step or 0 for name in regions if name in REGIONS]

        assert [step for step in steps if step] == sorted(step for step in steps if step)


def test_every_control_has_a_name_of_its_own_in_words() -> None:
    names = [part.get("aria-label", "") for part in controls(drawn())]

    assert len(set(names)) == len(names)
    assert [name for name in names if "body." in name or "_" in name or not name] == []


@pytest.mark.parametrize("quality", sorted(QUALITIES))
def test_every_word_for_what_is_felt_is_said(quality: str) -> None:
    svg = drawn((BodyMark("calf_left", quality, 3.0),))
    (marked,) = [part for part in controls(svg) if part.get("aria-checked") == "true"]

    assert marked.get("data-site") == "calf_left"
    assert str(marked.get("aria-label")).startswith("left calf: ")
    assert str(marked.get("aria-label")).endswith(" 3 of 10")


@pytest.mark.parametrize("shape", shapes(), ids=lambda shape: shape.id)
def test_every_site_is_large_enough_for_a_finger_on_a_phone(shape: object) -> None:
    side = SMALLEST_TARGET_PX * PANEL_WIDTH / PHONE_PX

    assert holds_square(polygon(shape.path), side)  # type: ignore[attr-defined]


@pytest.mark.parametrize("shape", shapes(), ids=lambda shape: shape.id)
def test_every_site_lies_on_the_body(shape: object) -> None:
    body, (x, y) = polygon(outline()), shape.centre  # type: ignore[attr-defined]
    drawn_in = [(x + 0.9 * (px - x), y + 0.9 * (py - y)) for px, py in polygon(shape.path)]  # type: ignore[attr-defined]
    inside = [is_inside(point, body) for point in drawn_in]

    assert sum(inside) >= 0.8 * len(inside)
    assert is_inside(shape.centre, polygon(shape.path))  # type: ignore[attr-defined]


@pytest.mark.parametrize("view", [FRONT, BACK])
def test_no_two_sites_lie_on_one_another(view: str) -> None:
    halves = {shape.id: polygon(shape.path) for shape in shapes() if shape.view == view}
    points = [(x, y) for x in range(-4, int(HALF_WIDTH), 5) for y in range(0, int(HEIGHT), 7)]
    covered = {
        name: {point for point in points if is_inside(point, outline_)}
        for name, outline_ in halves.items()
    }

    shared = {
        (one, other): len(covered[one] & covered[other]) for one, other in combinations(covered, 2)
    }

    assert {pair: n for pair, n in shared.items() if n > 2} == {}


def test_from_the_front_the_left_leg_is_on_the_right_of_the_picture() -> None:
    def flipped(view: str, site: str) -> bool:
        (control,) = [part for part in controls(drawn(view=view)) if part.get("data-site") == site]
        return control.find(f"{SVG}use").get("transform") is not None  # type: ignore[union-attr]

    assert not flipped(FRONT, "shin_outer_left")
    assert flipped(FRONT, "shin_outer_right")
    assert flipped(BACK, "calf_left")
    assert not flipped(BACK, "calf_right")


@settings(max_examples=40, deadline=None)
@given(mark_lists())
def test_exactly_what_is_felt_is_marked(marks: tuple[BodyMark, ...]) -> None:
    felt = {part for mark in marks if mark.is_felt for part in drawn_parts(mark.site)}
    shown = {
        part.get("data-site")
        for part in controls(drawn(marks))
        if part.get("aria-checked") == "true"
    }

    assert shown == felt


@given(st.floats(0.5, 9.5), st.floats(0.1, 0.5))
def test_a_higher_level_is_a_deeper_shade(level: float, more: float) -> None:
    def depth(of: float) -> float:
        return paint_marks([BodyMark("calf_left", "pain", of)])["calf_left"].opacity

    assert depth(level) < depth(level + more) <= 1.0


def test_where_marks_meet_the_highest_level_is_shown() -> None:
    marks = [
        BodyMark("calf_left", "tight"),
        BodyMark("calf_left", "tingling", 3.0),
        BodyMark("calf_left", "pain", 6.5),
    ]

    assert paint_marks(marks)["calf_left"].shown == "6.5"


def test_an_untold_side_is_striped_on_both_and_a_told_one_is_not() -> None:
    paints = paint_marks([BodyMark("calf", "ache"), BodyMark("big_toe_left", "numb")])

    assert paints["calf_left"].is_striped
    assert paints["calf_right"].is_striped
    assert not paints["big_toe_left"].is_striped


def test_the_level_can_be_read_without_telling_colours_apart() -> None:
    texts = [part.text for part in drawn((BodyMark("calf_left", "pain", 6.5),)).iter(f"{SVG}text")]

    assert "6.5" in texts


def test_the_picture_asks_nothing_of_the_network() -> None:
    text = render_body_map((), SAY)

    assert re.findall(r"https?://[^\"' )]+", text) == ["http://www.w3.org/2000/svg"]
    assert set(re.findall(r"url\(([^)]+)\)", text)) <= {"#body-map-fade", "#body-map-upper"}


def test_ids_are_unique_and_follow_the_name_of_the_map() -> None:
    svg = ElementTree.fromstring(  # noqa: S314 - our own
        render_body_map((), SAY, name="today")
    )
    ids = [part.get("id") for part in svg.iter() if part.get("id")]

    assert len(set(ids)) == len(ids)
    assert all(str(name).startswith("today") for name in ids)


@pytest.mark.parametrize("colours", [_LIGHT, _DARK], ids=["light", "dark"])
def test_the_one_hue_is_blue_and_never_an_alarm(colours: dict[str, str]) -> None:
    def hue(colour: str) -> tuple[float, float]:
        red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
        angle, _, saturation = colorsys.rgb_to_hls(red, green, blue)
        return 360 * angle, saturation

    angle, _ = hue(colours["mark"])
    greys = {name: hue(colour)[1] for name, colour in colours.items() if name != "mark"}

    assert 200 < angle < 260
    assert {name: value for name, value in greys.items() if value > 0.35} == {}


@pytest.mark.parametrize("colours", [_LIGHT, _DARK], ids=["light", "dark"])
def test_edges_of_sites_and_words_stand_out(colours: dict[str, str]) -> None:
    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one: str, other: str) -> float:
        light, dark = sorted((luminance(colours[one]), luminance(colours[other])), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    assert contrast("seam", "site") >= 3.0
    assert contrast("mark", "site") >= 3.0
    assert contrast("text", "halo") >= 4.5
    assert contrast("quiet", "halo") >= 4.5


def test_dark_pages_get_dark_colours() -> None:
    text = render_body_map((), SAY)

    assert "prefers-color-scheme:dark" in text
    assert _DARK["site"] in text
