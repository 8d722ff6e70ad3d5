"""Body map: every site has a place; the ladder climbs only where it is felt further down."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstride.domain.body import (
    COARSE,
    DRAWN,
    LADDER,
    REGIONS,
    BodyMark,
    drawn_parts,
    drawn_sites,
    ladder_step,
    saddle_mark,
    site_of,
)
from backstride.domain.body_words import QUALITIES, QualityGroup
from tests.made_diaries import mark_lists, marks

MINIMUM = [
    *("low_back_left", "low_back_centre", "low_back_right", "saddle"),
    *(
        f"{region}_{side}"
        for region in (
            *("sacrum_si", "buttock_upper", "ischium", "groin", "thigh_front", "thigh_outer"),
            *("thigh_inner", "thigh_back", "knee_inner", "popliteal", "shin_inner", "shin_outer"),
            *("calf", "ankle_inner", "foot_top", "big_toe", "foot_outer", "heel_sole"),
        )
        for side in ("left", "right")
    ),
]
"""The body map minimum of evidence.md 1.2."""


def felt(site: str, quality: str = "pain", level: float | None = 3.0) -> BodyMark:
    return BodyMark(site, quality, level)


def test_the_map_holds_at_least_the_minimum_of_the_evidence() -> None:
    assert set(MINIMUM) <= {site.id for site in drawn_sites()}


def test_every_site_has_one_id_and_is_found_by_it() -> None:
    ids = [site.id for site in drawn_sites()]

    assert len(set(ids)) == len(ids)
    assert [site_of(site_id) for site_id in ids] == list(drawn_sites())


def test_a_place_that_is_not_there_is_not_found() -> None:
    assert site_of("calf_centre") is None
    assert site_of("saddle_left") is None
    assert site_of("elbow") is None
    assert site_of("") is None


@pytest.mark.parametrize("region", COARSE, ids=lambda region: region.name)
def test_a_coarse_place_covers_drawn_sites_of_its_side_only(region: object) -> None:
    name = region.name  # type: ignore[attr-defined]
    drawn = {site.id for site in drawn_sites()}

    assert set(drawn_parts(f"{name}_left")) < drawn
    assert all(part.endswith("_left") for part in drawn_parts(f"{name}_left"))
    assert set(drawn_parts(name)) == {*drawn_parts(f"{name}_left"), *drawn_parts(f"{name}_right")}


def test_an_untold_side_covers_both() -> None:
    assert drawn_parts("calf") == ("calf_left", "calf_right")
    assert drawn_parts("calf_left") == ("calf_left",)
    assert drawn_parts("low_back") == ("low_back_left", "low_back_centre", "low_back_right")
    assert drawn_parts("saddle") == ("saddle",)


@pytest.mark.parametrize(
    ("site", "step"),
    [
        ("low_back_centre", 1),
        ("sacrum_si_left", 1),
        ("buttock_upper_right", 2),
        ("thigh_back_left", 3),
        ("popliteal_left", 3),
        ("calf_left", 4),
        ("shin_outer_right", 4),
        ("foot_top_left", 5),
        ("heel_sole_left", 5),
        ("big_toe_left", 6),
        ("leg", 3),
        ("saddle", 0),
    ],
)
def test_the_ladder_tells_how_far_down_it_is_felt(site: str, step: int) -> None:
    assert ladder_step([felt(site)]) == step


def test_the_ladder_has_the_seven_steps_of_the_evidence() -> None:
    steps = {region.step for region in DRAWN if region.step is not None}

    assert steps == set(range(1, 7))
    assert len(LADDER) == 7


def test_nothing_asked_is_not_nothing_felt() -> None:
    assert ladder_step([]) is None
    assert ladder_step([], is_whole_map=True) == 0
    assert ladder_step([felt("calf_left", level=0.0)]) == 0


def test_a_tight_calf_and_a_weak_foot_do_not_climb_the_ladder() -> None:
    still = [felt("low_back_left"), felt("calf_left", "tight"), felt("foot_top_left", "foot_slaps")]

    assert ladder_step(still) == 1
    assert ladder_step([*still, felt("calf_left", "numb")]) == 4


@given(mark_lists(), marks())
def test_a_further_mark_never_lowers_the_ladder(some: tuple[BodyMark, ...], more: BodyMark) -> None:
    before, after = ladder_step(some), ladder_step([*some, more])

    assert after is not None
    assert after >= (before or 0)


@given(mark_lists(), st.floats(0.5, 10.0))
def test_a_higher_level_never_lowers_the_ladder(some: tuple[BodyMark, ...], level: float) -> None:
    higher = [
        BodyMark(mark.site, mark.quality, max(level, mark.level or 0.0), mark.scale)
        for mark in some
    ]

    assert (ladder_step(higher) or 0) >= (ladder_step(some) or 0)


@given(mark_lists())
def test_the_order_of_marks_does_not_matter(some: tuple[BodyMark, ...]) -> None:
    assert ladder_step(some) == ladder_step(some[::-1])


@pytest.mark.parametrize(
    ("mark", "told"),
    [
        (felt("saddle", "numb"), "numb_or_tingling"),
        (felt("saddle", "tingling", None), "numb_or_tingling"),
        (felt("saddle", "pain"), "pain"),
        (felt("saddle", "weak"), "pain"),
        (felt("saddle", "numb", 0.0), "none"),
        (felt("ischium_left", "numb"), "none"),
    ],
)
def test_a_mark_between_the_legs_is_told(mark: BodyMark, told: str) -> None:
    assert saddle_mark([felt("calf_left"), mark]) == told


def test_words_offered_are_those_of_the_evidence_and_all_are_grouped() -> None:
    assert {"shooting", "electric", "burning", "stabbing", "deep_ache", "cramp"} <= set(QUALITIES)
    assert {"pins_and_needles", "tingling", "numb", "cold", "water_trickle"} <= set(QUALITIES)
    assert set(QUALITIES.values()) == set(QualityGroup)


def test_no_region_is_named_like_another_with_a_side() -> None:
    names = set(REGIONS)

    assert [
        name
        for name in names
        if any(f"{other}_{side}" == name for other in names for side in ("left", "right", "centre"))
    ] == []
