"""Form along a run and from run to run, at the same speed and grade."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from studies.dose_order import HISTORY, runner_legs

from backstride.domain.activity import Leg
from backstride.domain.errors import OutOfRange
from backstride.domain.runner import Runner
from backstride.gait.baseline import FormPoint, change_against, fit_baseline, form_point
from backstride.gait.drift import form_drift
from backstride.gait.segments import form_columns, segments_of
from backstride.gait.summarise import summarise_leg
from tests.gait.made_legs import leg_of, steady, wandering_speed

NOBODY = Runner()
DAY = date(2026, 3, 1)


def tiring(change_ms: float, *, noise_ms: float = 3.0, minutes: float = 60.0, seed: int = 1) -> Leg:
    """Make a run over which contact time changes, beside what speed does to it."""
    time_s = np.arange(0.0, 60.0 * minutes + 1.0)
    speed = wandering_speed(time_s, 2.9)
    share = (time_s - 300.0) / (time_s[-1] - 300.0)
    noise = np.random.default_rng(seed).normal(0.0, noise_ms, time_s.size)
    contact = 255.0 - 22.0 * (speed - 2.9) + change_ms * share + noise
    return leg_of(time_s, speed_mps=speed, cadence_spm=168.0, contact_ms=contact)


def test_a_run_is_cut_into_kilometres_that_add_up_to_it() -> None:
    leg = tiring(0.0)
    gait = summarise_leg(leg, NOBODY)

    found = segments_of(gait, leg.stream)

    assert len(found) == 11
    assert [s.distance_m for s in found[:-1]] == pytest.approx([1000.0] * 10, abs=5.0)
    assert sum(s.distance_m for s in found) == pytest.approx(gait.distance_m, rel=1e-6)
    assert gait.summary.moving_s is not None
    assert sum(s.moving_s for s in found) == pytest.approx(gait.summary.moving_s, rel=1e-6)
    assert all(s.contact_ms is not None and 240.0 < s.contact_ms < 270.0 for s in found)


def test_a_walk_break_shows_in_its_kilometre_only() -> None:
    time_s = np.arange(0.0, 1801.0)
    walks = (time_s >= 900.0) & (time_s < 1020.0)
    speed = np.where(walks, 1.5, 3.0)
    leg = leg_of(time_s, speed_mps=speed, cadence_spm=np.where(walks, 112.0, 168.0))

    found = segments_of(summarise_leg(leg, NOBODY), leg.stream)

    shares = [s.walk_share for s in found]
    assert max(shares) > 0.25
    assert sorted(shares)[:-1] == pytest.approx([0.0] * (len(shares) - 1), abs=0.03)


@settings(max_examples=40, deadline=None)
@given(length=st.floats(100.0, 5000.0), minutes=st.integers(2, 90))
def test_pieces_of_any_length_lose_no_way(length: float, minutes: int) -> None:
    leg = steady(speed_mps=2.9, seconds=60.0 * minutes, cadence_spm=166)
    gait = summarise_leg(leg, NOBODY)

    found = segments_of(gait, leg.stream, length_m=length)

    assert sum(s.distance_m for s in found) == pytest.approx(gait.distance_m, rel=1e-6)
    assert all(s.end_s > s.start_s for s in found)


def test_a_piece_needs_a_length() -> None:
    gait = summarise_leg(steady(), NOBODY)

    with pytest.raises(OutOfRange):
        segments_of(gait, None, length_m=0.0)


def test_only_what_was_measured_is_a_column_of_form() -> None:
    leg = steady(cadence_spm=166, vertical_oscillation_mm=0.0)

    assert set(form_columns(summarise_leg(leg, NOBODY), leg.stream)) == {"cadence_spm"}


def test_contact_that_grows_while_tiring_is_found_beside_changes_of_speed() -> None:
    leg = tiring(12.0)

    found = form_drift(summarise_leg(leg, NOBODY), leg.stream)["contact_ms"]

    assert found.clear
    assert found.change.q05 < 12.0 < found.change.q95
    assert found.change.q50 == pytest.approx(12.0, abs=2.0)


def slowing(seed: int) -> Leg:
    """Make a run that slows down and whose contact follows speed alone."""
    time_s = np.arange(0.0, 3601.0)
    speed = 3.2 - 0.5 * time_s / 3600.0 + 0.1 * np.sin(time_s / 40.0)
    noise = np.random.default_rng(seed).normal(0.0, 3.0, time_s.size)
    contact = 255.0 - 22.0 * (speed - 2.9) + noise
    return leg_of(time_s, speed_mps=speed, cadence_spm=168.0, contact_ms=contact)


@pytest.mark.parametrize("kind", ["steady", "slowing"])
def test_runs_without_drift_are_called_drifting_no_more_often_than_the_range_says(
    kind: str,
) -> None:
    """A nine-in-ten range: about one in ten, with room for chance among forty."""
    legs = [
        tiring(0.0, minutes=30.0, seed=seed) if kind == "steady" else slowing(seed)
        for seed in range(40)
    ]

    drifts = [form_drift(summarise_leg(leg, NOBODY), leg.stream)["contact_ms"] for leg in legs]

    assert sum(drift.clear for drift in drifts) <= 9
    assert abs(np.mean([drift.change.q50 for drift in drifts])) < 0.5


def test_a_short_run_tells_no_drift() -> None:
    leg = tiring(12.0, minutes=12.0)

    assert form_drift(summarise_leg(leg, NOBODY), leg.stream) == {}


def history(n_run: int, *, shift: float = 0.0, seed: int = 0, first: int = 0) -> list[FormPoint]:
    """Make runs whose cadence follows speed and grade, plus a shift."""
    noise = np.random.default_rng(seed)
    points = []
    for k in range(n_run):
        speed, grade = noise.uniform(2.4, 3.6), noise.uniform(-0.01, 0.03)
        cadence = 168.0 + 9.0 * (speed - 3.0) - 60.0 * grade + noise.normal(0.0, 1.5) + shift
        day = DAY + timedelta(days=first + k)
        points.append(FormPoint(day, speed, grade, {"cadence_spm": cadence}, "native"))
    return points


def test_the_baseline_learns_how_cadence_follows_speed_and_grade() -> None:
    found = fit_baseline(history(60), "cadence_spm")

    assert found is not None
    assert found.speed_slope == pytest.approx(9.0, abs=1.5)
    assert found.grade_slope == pytest.approx(-60.0, abs=40.0)
    assert found.spread == pytest.approx(1.5, abs=0.5)
    assert found.usual(3.0, 0.0).q50 == pytest.approx(168.0, abs=0.8)


def test_new_shoes_that_quicken_the_steps_show_at_any_speed() -> None:
    before, after = history(40), history(8, shift=3.0, seed=5, first=40)
    slow_after = [p for p in after if p.speed_mps < 3.0]
    found = fit_baseline(before, "cadence_spm")
    assert found is not None

    for points in (after, slow_after):
        change = change_against(found, points)
        assert change is not None
        assert change.q05 > 0.0
        assert change.q50 == pytest.approx(3.0, abs=1.5)


def test_one_odd_run_hardly_moves_the_baseline() -> None:
    points = history(30)
    odd = FormPoint(DAY, 3.0, 0.0, {"cadence_spm": 83.0}, "native")

    clean, dirty = fit_baseline(points, "cadence_spm"), fit_baseline([*points, odd], "cadence_spm")

    assert clean is not None
    assert dirty is not None
    assert dirty.level == pytest.approx(clean.level, abs=0.5)


def test_few_runs_or_another_source_make_no_baseline() -> None:
    assert fit_baseline(history(7), "cadence_spm") is None
    assert fit_baseline(history(20), "contact_ms") is None
    assert fit_baseline(history(20), "cadence_spm", contact_source="developer:Pod") is None
    found = fit_baseline(history(20), "cadence_spm")
    assert found is not None
    assert change_against(found, []) is None


def test_runs_all_alike_leave_the_slope_to_the_prior() -> None:
    points = [FormPoint(DAY, 3.0, 0.0, {"cadence_spm": 168.0 + k % 3}, "") for k in range(12)]

    found = fit_baseline(points, "cadence_spm")

    assert found is not None
    assert found.speed_slope == pytest.approx(0.0, abs=1e-6)
    wide, near = found.usual(4.0, 0.0), found.usual(3.0, 0.0)
    assert wide.q95 - wide.q05 > 5.0 * (near.q95 - near.q05)


def test_half_of_a_runners_history_lies_where_the_other_half_says(shared_data: Path) -> None:
    """92 runs of one runner over half a year; every other run is predicted from the rest."""
    legs = runner_legs(shared_data / HISTORY)
    points = [form_point(summarise_leg(leg, NOBODY), leg.stream, leg.start.date()) for leg in legs]
    known = [point for point in points if point is not None]
    found = fit_baseline(known[::2], "cadence_spm")
    assert found is not None

    value = np.array([p.values["cadence_spm"] for p in known[1::2]])
    usual = [found.usual(p.speed_mps, p.grade) for p in known[1::2]]
    apart = value - np.array([u.q50 for u in usual])
    inside = [u.q05 <= v <= u.q95 for u, v in zip(usual, value, strict=True)]

    assert len(known) > 80
    assert np.std(apart) < 0.9 * np.std(value)
    assert np.mean(inside) > 0.8
