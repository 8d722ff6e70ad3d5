"""Which run was run in which pair, and how far each pair has gone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstride.domain.shoe import (
    ShodRun,
    Shoe,
    ShoeUse,
    ShoeWord,
    UsualShoe,
    mileages,
    shoes_of_run,
)

DAY = date(2026, 3, 1)
OLD, NEW = Shoe("old", "Old"), Shoe("new", "New", start_km=40.0, limit_km=100.0)
SHOES = {"old": OLD, "new": NEW}
USUAL = (UsualShoe(date(2026, 1, 1), "old"), UsualShoe(date(2026, 4, 1), "new"))


def run(day: date = DAY, **known: object) -> ShodRun:
    return ShodRun("r", day, distance_m=10_000.0, easy_km=9.0, **known)  # type: ignore[arg-type]


def test_what_is_told_of_a_run_wins_over_the_diary_and_that_over_the_usual_pair() -> None:
    told = (ShoeUse("r", "new"),)

    assert shoes_of_run(run(), SHOES, USUAL)[0] is ShoeWord.USUAL
    assert shoes_of_run(run(noted=("new",)), SHOES, USUAL)[0] is ShoeWord.DIARY
    word, worn = shoes_of_run(run(noted=("old",), told=told), SHOES, USUAL)
    assert (word, [part.shoe_id for part in worn]) == (ShoeWord.TOLD, ["new"])


def test_the_usual_pair_is_the_one_in_force_on_the_day() -> None:
    assert shoes_of_run(run(date(2025, 12, 31)), SHOES, USUAL)[0] is ShoeWord.UNKNOWN
    assert shoes_of_run(run(date(2026, 4, 1)), SHOES, USUAL)[1][0].shoe_id == "new"


def test_a_pair_out_of_use_is_no_longer_usual() -> None:
    gone = {"old": Shoe("old", "Old", retired=date(2026, 2, 1))}

    assert shoes_of_run(run(), gone, USUAL) == (ShoeWord.UNKNOWN, ())
    assert shoes_of_run(run(date(2026, 2, 1)), gone, USUAL)[0] is ShoeWord.USUAL


def test_a_run_may_be_run_in_several_pairs_each_with_its_part() -> None:
    told = (ShoeUse("r", "old", 3000.0), ShoeUse("r", "new"))

    parts = {part.shoe_id: part for part in shoes_of_run(run(told=told), SHOES, USUAL)[1]}

    assert (parts["old"].distance_m, parts["new"].distance_m) == (3000.0, 7000.0)
    assert parts["old"].share == pytest.approx(0.3)


def test_kilometres_before_the_first_known_run_count_towards_the_limit() -> None:
    told = (ShoeUse("r", "new"),)

    found = {one.shoe.id: one for one in mileages([run(told=told)], SHOES, ())}

    assert found["new"].km == pytest.approx(50.0)
    assert found["new"].limit_share == pytest.approx(0.5)
    assert found["new"].easy_km == pytest.approx(9.0)
    assert (found["old"].km, found["old"].n_run, found["old"].first) == (0.0, 0, None)


def test_a_run_without_a_distance_is_counted_and_said() -> None:
    unknown = ShodRun("r", DAY, noted=("old",))

    (found,) = mileages([unknown], {"old": OLD}, ())

    assert (found.km, found.n_run, found.n_without_distance) == (0.0, 1, 1)


@given(
    distances=st.lists(st.floats(0.0, 60_000.0), max_size=6),
    told=st.lists(st.sampled_from(["old", "new", "gone"]), max_size=3),
)
def test_no_kilometre_is_lost_or_made(distances: list[float], told: list[str]) -> None:
    runs = [
        ShodRun(
            str(k),
            DAY,
            distance_m=distance,
            told=tuple(ShoeUse(str(k), shoe) for shoe in told[: k % 4]),
        )
        for k, distance in enumerate(distances)
    ]

    found = mileages(runs, SHOES, USUAL)

    new_km = sum(one.km for one in found) - NEW.start_km
    assert new_km == pytest.approx(sum(distances) / 1000.0, abs=1e-6)
    assert all(one.km >= one.shoe.start_km for one in found)
