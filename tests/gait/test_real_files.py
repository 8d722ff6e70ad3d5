"""Form and load of real runs: near what their devices say of them."""

from __future__ import annotations

import csv
import gzip
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from backstride.domain.activity import Leg, Sport
from backstride.domain.runner import Runner
from backstride.domain.stream import Stream
from backstride.gait.summarise import summarise_leg
from backstride.load.dose import estimate_dose
from backstride.load.reference import reference_before_history
from backstride.readers.registry import read

NOBODY = Runner()
DEFAULT = reference_before_history(NOBODY)

PLAIN_RUNS = {
    "coros-apexpro-run-rd-power": 183.32,
    "garmin-fenix2-run-vo-gct": 162.94,
    "garmin-fenix3-run-rd-runscribe-unnamed-devfields": 190.92,
    "garmin-fenix5x-run-rd-runpower-iq": 162.82,
    "garmin-fr310xt-run-headercrc0": 166.28,
    "garmin-fr45-run-hilly": 165.06,
    "garmin-fr630-run-rd-lactate": 158.08,
    "garmin-fr920xt-run-vo-gct": 167.18,
    "garmin-fr935-run-hilly-rd-stryd": 167.06,
    "garmin-fr945-trailrun-hilly-stryd": 164.34,
    "garmin-fr955-run-rd-stryd-2024": 166.38,
    "ipbike-android-run-hrv-power": 164.72,
    "suunto-9baro-trailrun-power": 180.18,
}
"""Mean cadence of both feet by another decoder, as the shared material lists it. [1/min]"""


def leg_of_file(folder: Path, name: str) -> Leg:
    reading = read((folder / "fit-run" / f"{name}.fit").read_bytes())
    return reading.activities[0].legs[0]


@pytest.mark.parametrize(("name", "cadence_spm"), PLAIN_RUNS.items(), ids=PLAIN_RUNS)
def test_a_plain_run_keeps_its_distance_and_cadence_and_counts_about_its_length(
    shared_data: Path, name: str, cadence_spm: float
) -> None:
    leg = leg_of_file(shared_data, name)
    gait = summarise_leg(leg, NOBODY)
    dose = estimate_dose(gait, DEFAULT)

    assert leg.distance_m is not None
    assert gait.distance_m == pytest.approx(leg.distance_m, rel=0.01)
    assert gait.summary.cadence_spm is not None
    assert gait.summary.cadence_spm.q50 == pytest.approx(cadence_spm, rel=0.01)
    assert dose.easy_km is not None
    assert 0.9 < 1000.0 * dose.easy_km.q50 / leg.distance_m < 1.25


@pytest.mark.parametrize(
    ("name", "source", "measured"),
    [
        ("garmin-fr955-run-rd-stryd-2024", "native", True),
        ("garmin-fr945-trailrun-hilly-stryd", "developer:Ground Time", True),
        ("garmin-fr945-treadmill-run-rd-stryd", "developer:Ground Time", True),
        ("garmin-fr310xt-run-headercrc0", "derived:force_line", False),
    ],
)
def test_contact_time_names_where_it_came_from(
    shared_data: Path, name: str, source: str, measured: bool
) -> None:
    gait = summarise_leg(leg_of_file(shared_data, name), NOBODY)

    assert (gait.contact_source, gait.contact_measured) == (source, measured)


@pytest.mark.parametrize("name", ["coros-apexpro-run-rd-power", "garmin-fr955-run-rd-stryd-2024"])
def test_climb_from_altitude_is_near_the_devices_own(shared_data: Path, name: str) -> None:
    leg = leg_of_file(shared_data, name)
    own = summarise_leg(without_totals(leg), NOBODY)

    assert leg.ascent_m is not None
    assert own.ascent_m == pytest.approx(leg.ascent_m, rel=0.15)


def test_gaps_left_out_give_the_distance_and_time_that_the_watch_itself_counted(
    shared_data: Path,
) -> None:
    """Garmin's own totals stand in an extension that the GPX reader does not need."""
    folder = shared_data / "history" / "runner-c-garmin-gpx-2025"
    with (folder / "expected.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["span_s"]][::9]

    for row in rows:
        leg = read(gzip.decompress((folder / row["file"]).read_bytes())).activities[0].legs[0]
        gait = summarise_leg(without_totals(leg), NOBODY)
        assert gait.distance_m == pytest.approx(float(row["ext_distance_m"]), rel=0.08)
        assert gait.summary.moving_s == pytest.approx(float(row["ext_moving_time_s"]), rel=0.12)


def without_totals(leg: Leg) -> Leg:
    return Leg(leg.sport, leg.start, stream=leg.stream, pauses=leg.pauses)


def test_a_brisk_walk_between_running_bouts_is_told_from_the_bouts(shared_data: Path) -> None:
    """6.2 km in 52 min: 130 steps per minute at 1.9 m/s, 176 at 2.8 m/s.

    The heart says so too: the range of the load holds the other reading all the same.
    """
    path = shared_data / "fit-odd" / "compressed-timestamps-fr70-run.fit"
    leg = read(path.read_bytes()).activities[0].legs[0]
    assert leg.stream is not None
    gait = summarise_leg(leg, NOBODY)
    dose = estimate_dose(gait, DEFAULT)
    heart = leg.stream.values("heart_rate_bpm")

    assert gait.sport is Sport.RUNNING
    assert gait.summary.walk_share == pytest.approx(0.93, abs=0.02)
    assert heart is not None
    assert np.nanmean(heart[gait.running]) > np.nanmean(heart[gait.walking]) + 15.0
    assert dose.easy_km is not None
    assert dose.easy_km.q05 < 2.0
    assert dose.easy_km.q95 > 6.0
    assert "gait.walk_or_run" in {problem.code for problem in dose.problems}


def test_a_jog_of_two_metres_a_second_is_a_run(shared_data: Path) -> None:
    """A foot pod shows a flight at 1.97 m/s; without it pace alone has to do."""
    leg = leg_of_file(shared_data, "stryd-pod-run-native-and-dev")
    assert leg.stream is not None
    kept = {n: leg.stream.channels[n] for n in ("distance_m", "speed_mps")}
    bare = replace(leg, stream=Stream(leg.stream.time_s, kept))

    for found in (leg, bare):
        gait = summarise_leg(found, NOBODY)
        assert gait.summary.walk_share is not None
        assert gait.summary.walk_share < 0.3
