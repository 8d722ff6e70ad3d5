"""Easy kilometres: what counts as one, what counts as more, and how sure that is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from backstride.domain.activity import Leg, Sport
from backstride.domain.interval import Range
from backstride.domain.locomotion import FORCE_SLOPE
from backstride.domain.reference import EasyRunReference, ReferenceOrigin
from backstride.domain.runner import Runner
from backstride.domain.stream import Stream
from backstride.gait.summarise import summarise_leg
from backstride.load.dose import easy_km_by_exponent, estimate_dose
from backstride.load.easy_km import estimate_easy_km
from backstride.load.force import peak_force_bw
from backstride.load.nodes import N_NODE, as_range, normal_nodes
from backstride.load.reference import reference_before_history
from tests.gait.made_legs import leg_of, steady

NOBODY = Runner()
DEFAULT = reference_before_history(NOBODY)
OWN = EasyRunReference(
    ReferenceOrigin.HISTORY,
    easy_speed_mps=2.8,
    marathon_speed_mps=3.3,
    easy_speed_sd=0.02,
    marathon_speed_sd=0.08,
    cadence_ratio=1.0,
    force_offsets_bw={"native": 1.19},
)


def load(leg: Leg, reference: EasyRunReference = DEFAULT, exponent: float = 2.0) -> Range:
    found = estimate_easy_km(summarise_leg(leg, NOBODY), reference, exponent=exponent)
    assert found is not None
    return found


def easy_run(km: float = 5.0, **more: Any) -> Leg:
    speed = DEFAULT.easy_speed_mps
    return steady(speed_mps=speed, seconds=1000.0 * km / speed, **more)


@pytest.mark.parametrize("channels", [{}, {"cadence_spm": 152}, {"cadence_spm": 184}])
def test_an_easy_flat_kilometre_is_one_whatever_the_runners_cadence(
    channels: dict[str, float],
) -> None:
    assert load(easy_run(5.0, **channels)).q50 == pytest.approx(5.0, rel=1e-3)


@pytest.mark.parametrize("contact_ms", [225.0, 260.0, 290.0])
def test_an_easy_flat_kilometre_is_one_whatever_the_watch_calls_contact_time(
    contact_ms: float,
) -> None:
    leg = easy_run(5.0, cadence_spm=166, contact_ms=contact_ms)

    assert load(leg).q50 == pytest.approx(5.0, rel=1e-3)


def test_a_faster_run_of_the_same_distance_counts_a_little_less() -> None:
    """Evidence notes, section 7: from 2.5 to 4.0 m/s x0.83 per km at exponent 2."""
    slow = load(steady(speed_mps=2.5, seconds=2000.0)).q50
    fast = load(steady(speed_mps=4.0, seconds=1250.0)).q50

    assert fast / slow == pytest.approx(0.83, abs=0.02)


def test_the_sign_of_speed_depends_on_the_exponent() -> None:
    slow, fast = steady(speed_mps=2.5, seconds=2000.0), steady(speed_mps=4.0, seconds=1250.0)

    assert load(fast, exponent=2.0).q50 < load(slow, exponent=2.0).q50
    assert load(fast, exponent=6.6).q50 > load(slow, exponent=6.6).q50


def test_the_force_lines_error_mostly_cancels() -> None:
    known_pace = replace(DEFAULT, easy_speed_sd=0.0)

    found = load(easy_run(10.0, cadence_spm=166), known_pace)

    assert (found.q95 - found.q05) / found.q50 < 0.05


def test_an_estimated_cadence_widens_the_range_against_a_known_one() -> None:
    def width(leg: Leg) -> float:
        found = load(leg, OWN)
        return (found.q95 - found.q05) / found.q50

    assert width(steady(speed_mps=3.6)) > width(steady(speed_mps=3.6, cadence_spm=174))


def test_totals_alone_give_a_wider_range_than_samples() -> None:
    leg = steady(speed_mps=2.8)
    totals = replace(leg, stream=None, distance_m=5040.0, moving_s=1800.0)

    sampled, summed = load(leg), load(totals)

    assert summed.q50 == pytest.approx(sampled.q50, rel=0.01)
    assert summed.q95 - summed.q05 > sampled.q95 - sampled.q05


def test_a_walk_break_counts_at_its_own_lower_weight() -> None:
    time_s = np.arange(0.0, 1801.0)
    walks = time_s >= 900.0
    speed, cadence = np.where(walks, 1.5, 2.78), np.where(walks, 115.0, 166.0)

    found = load(leg_of(time_s, speed_mps=speed, cadence_spm=cadence)).q50

    walked_km, run_km = 1.5 * 0.9, 2.78 * 0.9
    assert run_km + 0.25 * walked_km < found < run_km + 0.5 * walked_km


def sloping(degrees: float) -> Leg:
    """Make five easy kilometres on one slope, negative down."""
    level = easy_run(5.0)
    assert level.stream is not None
    way = DEFAULT.easy_speed_mps * level.stream.time_s
    return easy_run(5.0, altitude_m=2000.0 + way * np.tan(np.radians(degrees)))


@pytest.mark.parametrize(("degrees", "share"), [(3.0, 1.18), (9.0, 1.54), (12.0, 1.54)])
def test_descent_adds_six_percent_a_degree_up_to_nine_degrees(degrees: float, share: float) -> None:
    assert load(sloping(-degrees)).q50 / 5.0 == pytest.approx(share, abs=0.01)


def test_climbing_adds_nothing_by_itself() -> None:
    assert load(sloping(5.0)).q50 == pytest.approx(5.0, rel=0.01)


def test_a_known_runner_who_takes_more_steps_has_more_load() -> None:
    usual, quick = (
        load(steady(speed_mps=2.8, cadence_spm=cadence), OWN).q50 for cadence in (168, 176)
    )

    assert quick / usual == pytest.approx(176 / 168, rel=1e-3)


def test_a_second_watch_that_counts_a_sixth_too_few_steps_hardly_changes_the_load() -> None:
    """Two watches of one runner on one run: 191 against 164 steps per minute."""
    offset = 60_000 / (191 * 270) - FORCE_SLOPE.mean * 2.8
    own = replace(OWN, cadence_ratio=191 / 168, force_offsets_bw={"native": offset})
    first, second = (
        estimate_dose(
            summarise_leg(steady(speed_mps=2.8, cadence_spm=spm, contact_ms=270), NOBODY), own
        )
        for spm in (191, 164)
    )

    assert first.easy_km is not None
    assert second.easy_km is not None
    assert second.easy_km.q50 == pytest.approx(first.easy_km.q50, rel=0.1)
    assert second.easy_km.q95 - second.easy_km.q05 > first.easy_km.q95 - first.easy_km.q05
    assert [problem.code for problem in second.problems] == ["load.cadence_unlike_runner"]
    assert first.problems == ()


def test_a_known_runner_who_lands_harder_has_more_load() -> None:
    soft, hard = (
        load(steady(speed_mps=2.8, cadence_spm=168, contact_ms=contact), OWN).q50
        for contact in (250.0, 240.0)
    )

    assert hard / soft == pytest.approx((250 / 240) ** 2, rel=1e-3)


def test_a_run_half_of_which_was_recorded_is_filled_up_and_its_range_widened() -> None:
    leg = steady(speed_mps=2.8, seconds=900.0, cadence_spm=168)
    half = load(leg)
    whole = load(replace(leg, distance_m=5040.0, timer_s=1800.0))

    assert whole.q50 == pytest.approx(2 * half.q50, rel=0.01)
    assert whole.q05 == pytest.approx(half.q05)


def test_a_walk_has_its_own_load_and_no_running_load() -> None:
    leg = replace(steady(speed_mps=1.4, cadence_spm=112), sport=Sport.WALKING)

    dose = estimate_dose(summarise_leg(leg, NOBODY), DEFAULT)

    assert dose.easy_km is None
    assert dose.walk_easy_km is not None
    assert 0.2 < dose.walk_easy_km.q50 / 2.52 < 0.5


def test_a_run_known_by_its_time_has_a_load_with_a_wide_range() -> None:
    timed, sampled = leg_of(np.arange(0.0, 1801.0), heart_rate_bpm=150), easy_run(5.0)

    dose = estimate_dose(summarise_leg(timed, NOBODY), DEFAULT)

    assert dose.easy_km is not None
    assert dose.easy_km.q50 == pytest.approx(1800.0 * DEFAULT.easy_speed_mps / 1000.0, rel=0.01)
    assert dose.easy_km.q95 / dose.easy_km.q50 > load(sampled).q95 / load(sampled).q50 + 0.05
    assert [problem.code for problem in dose.problems] == ["gait.distance_assumed"]


def test_a_run_without_distance_or_time_has_no_load_and_says_why() -> None:
    leg = replace(leg_of(np.arange(0.0, 1801.0)), stream=None)

    dose = estimate_dose(summarise_leg(leg, NOBODY), DEFAULT)

    assert (dose.easy_km, dose.shrinkage_mm) == (None, None)
    assert [problem.code for problem in dose.problems] == ["gait.no_distance"]


def test_a_dose_names_the_rules_and_the_reference_it_came_from() -> None:
    dose = estimate_dose(summarise_leg(steady(), NOBODY), DEFAULT)

    assert dose.version == "gait-5 load-6 reference-1/population"


def test_the_sensitivity_to_the_exponent_is_shown() -> None:
    found = easy_km_by_exponent(summarise_leg(steady(speed_mps=3.8), NOBODY), DEFAULT)

    assert list(found) == [2.0, 3.0, 4.0]
    assert found[2.0].q50 < found[3.0].q50 < found[4.0].q50


def test_peak_force_is_the_two_mass_model_of_the_mean_step() -> None:
    dose = estimate_dose(summarise_leg(steady(cadence_spm=165, contact_ms=240), NOBODY), DEFAULT)

    found = dose.gait.peak_force_bw
    assert found is not None
    assert found.q50 == pytest.approx(float(peak_force_bw(60 / 165, 0.240)), rel=1e-3)
    assert found.q05 < 0.95 * found.q50
    assert found.q95 > 1.05 * found.q50


def test_a_foot_pods_shorter_contact_is_not_taken_for_a_harder_step() -> None:
    plate = steady(cadence_spm=165, contact_ms=240.0)
    pod = steady(cadence_spm=165, contact_ms=240.0 * 0.948)
    assert pod.stream is not None
    source = "developer:Ground Time"
    channel = replace(pod.stream.channels["contact_ms"], source=source)
    channels = {**pod.stream.channels, "contact_ms": channel}
    pod = replace(pod, stream=Stream(pod.stream.time_s, channels))

    by_plate, by_pod = (
        estimate_dose(summarise_leg(leg, NOBODY), DEFAULT).gait.peak_force_bw
        for leg in (plate, pod)
    )

    assert by_plate is not None
    assert by_pod is not None
    assert by_pod.q50 == pytest.approx(by_plate.q50, rel=1e-3)


def test_the_error_nodes_are_even_opposite_and_hardly_correlated() -> None:
    nodes = normal_nodes()

    assert nodes.shape[0] == N_NODE
    assert not nodes[0].any()
    assert nodes.mean(axis=0) == pytest.approx(np.zeros(8), abs=1e-12)
    assert nodes.std(axis=0) == pytest.approx(np.ones(8), rel=1e-9)
    assert np.abs(np.corrcoef(nodes.T) - np.eye(8)).max() < 0.11


def test_the_range_of_a_standard_normal_is_its_range() -> None:
    found = as_range(normal_nodes()[:, 3])

    assert (found.q05, found.q50, found.q95) == pytest.approx((-1.645, 0.0, 1.645), abs=0.04)
