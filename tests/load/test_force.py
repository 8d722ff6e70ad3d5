"""Forces against the evidence notes and against measured ground forces."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from backstride.domain.errors import OutOfRange
from backstride.load.force import leg_spring, peak_force_bw


def rows_of(path: Path) -> list[dict[str, float]]:
    with path.open(newline="") as file:
        return [{key: float(cell) for key, cell in row.items()} for row in csv.DictReader(file)]


def bias_and_error(found: list[float], measured: list[float]) -> tuple[float, float]:
    """Mean and mean absolute difference in percent of the measured."""
    apart = 100.0 * (np.array(found) / np.array(measured) - 1.0)
    return float(apart.mean()), float(np.abs(apart).mean())


def test_the_reference_runner_has_the_stiffness_of_the_evidence_notes() -> None:
    """Evidence notes, section 6.3: 70 kg, 1.75 m, 3.0 m/s, 165 steps a minute, 229 ms."""
    spring = leg_spring(mass_kg=70, height_m=1.75, speed_mps=3.0, step_s=60 / 165, contact_s=0.229)

    assert spring.peak_force_bw == pytest.approx(2.49, abs=0.005)
    assert 100 * spring.sink_m == pytest.approx(6.6, abs=0.05)
    assert spring.vertical_stiffness_knpm == pytest.approx(26.0, abs=0.1)
    assert spring.leg_stiffness_knpm == pytest.approx(13.0, abs=0.1)


@pytest.mark.parametrize(("contact_s", "force_bw"), [(0.237, 2.41), (0.229, 2.49), (0.215, 2.65)])
def test_peak_force_follows_the_table_of_the_evidence_notes(
    contact_s: float, force_bw: float
) -> None:
    assert peak_force_bw(60 / 165, contact_s) == pytest.approx(force_bw, abs=0.015)


def test_a_step_without_flight_has_no_sine_model() -> None:
    with pytest.raises(OutOfRange):
        peak_force_bw(0.36, 0.36)


def test_the_sine_model_is_ten_percent_low_on_fast_runners(shared_data: Path) -> None:
    """22 runners at 3.8 to 5.4 m/s on a force treadmill (Alcantara et al. 2021, PeerJ 11199)."""
    rows = rows_of(shared_data / "biomech" / "sacrum-imu-grf-subjects-first-60pct.csv")

    found = [peak_force_bw(1.0 / row["IMUsf"], row["GRFtc"]) for row in rows]
    bias, error = bias_and_error(found, [row["GRFPeak"] for row in rows])

    assert len(rows) == 51
    assert bias == pytest.approx(-9.96, abs=0.005)
    assert error == pytest.approx(9.96, abs=0.005)


def test_the_sine_model_is_one_percent_high_over_slopes(shared_data: Path) -> None:
    """One runner, 2.5 to 4.17 m/s, 10 degrees down to 10 up (Alcantara et al. 2022)."""
    rows = rows_of(shared_data / "biomech" / "grf-slope-one-runner-a-conditions-measured.csv")

    found = [peak_force_bw(1.0 / row["step_freq_hz"], row["mean_contact_s"]) for row in rows]
    bias, error = bias_and_error(found, [row["mean_peak_grf_bw"] for row in rows])

    assert len(rows) == 19
    assert bias == pytest.approx(1.06, abs=0.005)
    assert error == pytest.approx(4.02, abs=0.005)
