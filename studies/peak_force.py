"""Peak force of the two-mass model beside measured ground forces, and where the sine model fails.

Run ``python -m studies.peak_force FOLDER``, the folder of the measured tables. Every table of the
runners' form found in the folder is scored; the impact share was fitted on the first 22 only.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from math import pi
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from backstride.domain.locomotion import stance_force_bw
from backstride.gait.spring import sine_peak_force_bw
from backstride.load.force import peak_force_bw, peak_of_stance_bw
from backstride.load.priors import IMPACT_SHARE, PLATE_THRESHOLD_BW
from studies.force_curves import (
    SLOPES,
    Curve,
    cut_steps,
    drifting_curve,
    rows_of,
    slope_curves,
)

Array = NDArray[np.float64]
Rows = list[dict[str, float]]

RUNNERS = "sacrum-imu-grf-subjects-*.csv"
SLOPE_THRESHOLD_BW = 0.1
"""Contact of the slope table was counted above this [body weights], as its list of files says."""

THRESHOLDS_BW = (0.02, 0.035, 0.05, 0.1, 0.2)
MOST_BIAS = 3.0
MOST_ERROR = 5.0


@dataclass(frozen=True, slots=True)
class Case:
    """One comparison.

    Parameters
    ----------
    name : str
        What is compared.
    found, measured : array (n_row,)
        Peak forces. [body weights]
    wanted : bool
        True where the bounds of this study hold.
    """

    name: str
    found: Array
    measured: Array
    wanted: bool = True

    @property
    def bias(self) -> float:
        """Mean of the relative differences. [%]."""
        return float(100.0 * (self.found / self.measured - 1.0).mean())

    @property
    def error(self) -> float:
        """Mean absolute relative difference. [%]."""
        return float(100.0 * np.abs(self.found / self.measured - 1.0).mean())

    @property
    def met(self) -> bool:
        """Tell whether bias and error lie within the bounds."""
        return abs(self.bias) <= MOST_BIAS and self.error <= MOST_ERROR


def column(rows: Rows, name: str) -> Array:
    """One column of a table."""
    return np.array([row[name] for row in rows])


def runner_cases(rows: Rows, name: str) -> list[Case]:
    """Compare runners on the level: step time by their sensor, and by the force plate itself."""
    peak, contact = column(rows, "GRFPeak"), column(rows, "GRFtc")
    mass = column(rows, "Mass")
    by_sensor, by_plate = 1.0 / column(rows, "IMUsf"), column(rows, "GRFImpulse")
    sine = np.array([sine_peak_force_bw(*pair) for pair in zip(by_sensor, contact, strict=True)])
    line = pi / 2.0 * stance_force_bw(column(rows, "Speed"))
    return [
        Case(f"{name}: sine model", sine, peak, wanted=False),
        Case(f"{name}: force line from speed alone", line, peak, wanted=False),
        Case(f"{name}: two-mass, sensor's step time", peak_force_bw(by_sensor, contact), peak),
        Case(f"{name}: two-mass, force plate's step time", peak_force_bw(by_plate, contact), peak),
        Case(
            f"{name}: the same, sensor, threshold by mass",
            peak_force_bw(by_sensor, contact, mass_kg=mass),
            peak,
        ),
        Case(
            f"{name}: the same, plate, threshold by mass",
            peak_force_bw(by_plate, contact, mass_kg=mass),
            peak,
        ),
    ]


def slope_cases(rows: Rows) -> list[Case]:
    """Compare one runner over slopes and speeds."""
    peak, contact = column(rows, "mean_peak_grf_bw"), column(rows, "mean_contact_s")
    step, slope = 1.0 / column(rows, "step_freq_hz"), column(rows, "slope_deg")
    sine = np.array([sine_peak_force_bw(*pair) for pair in zip(step, contact, strict=True)])
    found = peak_force_bw(
        step,
        contact,
        threshold_bw=SLOPE_THRESHOLD_BW,
        speed_mps=column(rows, "speed_m_s"),
        slope_deg=slope,
    )
    level = slope == 0.0
    name = "one runner, -10 to +10 degrees"
    return [
        Case(f"{name}: sine model", sine, peak, wanted=False),
        Case(f"{name}: two-mass", found, peak),
        Case("the same, level only: two-mass", found[level], peak[level]),
    ]


def all_cases(folder: Path) -> list[Case]:
    """Every comparison of the folder."""
    cases: list[Case] = []
    for path in sorted(folder.glob(RUNNERS)):
        rows = rows_of(path)
        n_runner = len(set(column(rows, "Sub")))
        cases += runner_cases(rows, f"{n_runner} runners, 3.8 to 5.4 m/s")
    return cases + slope_cases(rows_of(folder / SLOPES))


def fit_share(rows: Rows) -> float:
    """Impact share at which the two readings of step time lie evenly about the measured peaks.

    Parameters
    ----------
    rows : list of dict
        Runners on the level.

    Returns
    -------
    float
        Share. [1]
    """
    peak, contact = column(rows, "GRFPeak"), column(rows, "GRFtc")
    readings = 1.0 / column(rows, "IMUsf") / contact, column(rows, "GRFImpulse") / contact

    def bias(share: float) -> float:
        return float(
            sum((peak_of_stance_bw(h, impact_share=share) / peak - 1.0).mean() for h in readings)
        )

    return float(brentq(bias, 0.0, 0.3))


def left_out(rows: Rows) -> tuple[Array, Array, Array]:
    """Shares fitted without each runner, and the peaks that they give that runner.

    Parameters
    ----------
    rows : list of dict
        Runners on the level.

    Returns
    -------
    tuple of arrays
        Shares (n_runner,), and relative differences (n_row,) by sensor and by plate. [1]
    """
    runner = column(rows, "Sub")
    shares, sensor, plate = [], np.empty(runner.size), np.empty(runner.size)
    for one in np.unique(runner):
        out = runner == one
        shares.append(fit_share([row for row, is_out in zip(rows, out, strict=True) if not is_out]))
        own = [row for row, is_out in zip(rows, out, strict=True) if is_out]
        peak, contact = column(own, "GRFPeak"), column(own, "GRFtc")
        for place, step in (
            (sensor, 1.0 / column(own, "IMUsf")),
            (plate, column(own, "GRFImpulse")),
        ):
            found = peak_of_stance_bw(step / contact, impact_share=shares[-1])
            place[out] = found / peak - 1.0
    return np.array(shares), sensor, plate


def level_curves(folder: Path) -> list[Curve]:
    """Curves on the level, of two runners."""
    level = [curve for row, curve in slope_curves(folder) if row["slope_deg"] == 0.0]
    return [drifting_curve(folder), *level]


def share_of_curve(curve: Curve, threshold_bw: float) -> float:
    """Impact share that a measured curve shows at a threshold. [1]."""
    cut = cut_steps(curve, threshold_bw)
    unseen = 2.0 / pi * np.arcsin(np.sqrt(threshold_bw / cut.peak_bw))
    return 1.0 - 0.5 * cut.shape / (1.0 - float(unseen))


def cases_table(folder: Path) -> list[str]:
    """Bias and mean absolute error of every comparison, in Markdown."""
    lines = [
        "| measured, and model | n | bias | mean absolute error | within 3 % and 5 % |",
        "|---|---|---|---|---|",
    ]
    for case in all_cases(folder):
        met = ("yes" if case.met else "NO") if case.wanted else ""
        apart = f"{case.bias:+.2f} % | {case.error:.2f} %"
        lines.append(f"| {case.name} | {case.measured.size} | {apart} | {met} |")
    return lines


def left_out_text(folder: Path) -> list[str]:
    """Tell what leaving runners out says of the fitted share."""
    rows = rows_of(sorted(folder.glob(RUNNERS))[0])
    shares, sensor, plate = left_out(rows)
    found = [f"{100 * x.mean():+.2f} % and {100 * np.abs(x).mean():.2f} %" for x in (sensor, plate)]
    return [
        f"Impact share fitted on all {len(set(column(rows, 'Sub')))} runners: {fit_share(rows):.3f}"
        f" (used: {IMPACT_SHARE.mean}); each runner left out once: {shares.min():.3f} to "
        f"{shares.max():.3f}. Bias and mean absolute error of the runners left out: {found[0]} by "
        f"the sensor's step time, {found[1]} by the force plate's."
    ]


def shapes_table(folder: Path) -> list[str]:
    """Show what the threshold of contact does to measured curves, in Markdown."""
    heads = " | ".join(f"{t:g}" for t in THRESHOLDS_BW)
    lines = [
        f"| peak over mean force of contact above (body weights) | {heads} |",
        "|---" * (len(THRESHOLDS_BW) + 1) + "|",
    ]
    for curve in level_curves(folder):
        cells = [f"{cut_steps(curve, t).shape:.2f}" for t in THRESHOLDS_BW]
        lines.append(f"| {curve.name} | {' | '.join(cells)} |")
    model = [f"{peak_of_stance_bw(1.36, threshold_bw=t) / 1.36:.2f}" for t in THRESHOLDS_BW]
    lines.append(f"| two-mass model, mean force 1.36 | {' | '.join(model)} |")
    lines.append(f"| sine model | {' | '.join(['1.57'] * len(THRESHOLDS_BW))} |")
    return lines


def closure_table(folder: Path) -> list[str]:
    """How the runners' and the slope runner's impulses close, and their shapes, in Markdown."""
    rows = rows_of(sorted(folder.glob(RUNNERS))[0])
    close = column(rows, "GRFImpulse") * column(rows, "IMUsf")
    shape = column(rows, "GRFPeak") * column(rows, "GRFtc") / column(rows, "GRFImpulse")
    cuts = [cut_steps(curve, PLATE_THRESHOLD_BW) for curve in level_curves(folder)[1:]]
    return [
        "| on the level | impulse over body weight and step time | peak over mean of contact |",
        "|---|---|---|",
        f"| {len(set(column(rows, 'Sub')))} runners, as published | {close.mean():.3f} "
        f"(SD {close.std():.3f}) | {shape.mean():.3f} (SD {shape.std():.3f}) |",
        f"| runner A, contact above {PLATE_THRESHOLD_BW:g} body weights "
        f"| {np.mean([c.closure for c in cuts]):.3f} | {np.mean([c.shape for c in cuts]):.3f} |",
    ]


def doubt_table(folder: Path) -> list[str]:
    """Show what the result rests on: other thresholds and shares, in Markdown."""
    rows = rows_of(sorted(folder.glob(RUNNERS))[0])
    peak, contact = column(rows, "GRFPeak"), column(rows, "GRFtc")
    steps = (1.0 / column(rows, "IMUsf"), column(rows, "GRFImpulse"))
    lines = [
        "| runners' contact above (body weights) | impact share | bias by sensor | bias by plate |",
        "|---|---|---|---|",
    ]
    for threshold in (0.02, 0.035, 0.05):
        for share in (0.06, 0.08, 0.1):
            found = [
                peak_of_stance_bw(s / contact, impact_share=share, threshold_bw=threshold)
                for s in steps
            ]
            cells = [f"{100 * (f / peak - 1.0).mean():+.1f} %" for f in found]
            lines.append(f"| {threshold:g} | {share:g} | {' | '.join(cells)} |")
    return lines


def main() -> None:
    """Print every table."""
    folder = Path(sys.argv[1])
    for table in (cases_table, left_out_text, shapes_table, closure_table, doubt_table):
        print("\n".join(table(folder)), end="\n\n")


if __name__ == "__main__":
    main()
