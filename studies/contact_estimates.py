"""Contact time of the force line beside what watches, sensors and force plates measured.

Run ``python -m studies.contact_estimates FOLDER``, the folder of the shared material; it prints the
tables of ``docs/explanation/validation/load.md``.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from backstride.domain.activity import Leg, Sport
from backstride.domain.locomotion import (
    FORCE_INTERCEPT,
    FORCE_SLOPE,
    INTERCEPT_GROWTH,
    USUAL_SPEED_MPS,
    contact_over_plate,
)
from backstride.domain.runner import Runner
from backstride.domain.stream import Stream
from backstride.gait.summarise import summarise_leg
from backstride.load.priors import PLATE_THRESHOLD_BW
from backstride.readers.registry import read
from studies.force_curves import cut_steps, drifting_curve, rows_of, slope_curves

Array = NDArray[np.float64]

NOBODY = Runner()
RUNNERS = "sacrum-imu-grf-subjects-*.csv"


@dataclass(frozen=True, slots=True)
class Measured:
    """One runner's contact time, measured and estimated.

    Parameters
    ----------
    name, source : str
        File and source of contact.
    speed_mps : float
        Mean speed of the running. [m/s]
    offset_bw : float
        Intercept of the force line, contact as a force plate would show it. [body weights]
    measured_ms, estimated_ms : float
        Contact as the source shows it, and as estimated without it. [ms]
    inside : bool
        True where the estimate's 90 % range holds the measured.
    """

    name: str
    source: str
    speed_mps: float
    offset_bw: float
    measured_ms: float = 0.0
    estimated_ms: float = 0.0
    inside: bool = True


def of_leg(name: str, leg: Leg) -> Measured | None:
    """Compare one leg.

    Parameters
    ----------
    name : str
        What to call it.
    leg : Leg
        A running leg with samples.

    Returns
    -------
    Measured or None
        None where contact time or cadence was not measured.
    """
    gait = summarise_leg(leg, NOBODY)
    if leg.stream is None or not gait.contact_measured or not gait.cadence_measured:
        return None
    kept = {
        name: channel
        for name, channel in leg.stream.channels.items()
        if name != "contact_ms" and not name.startswith("dev:")
    }
    blind = summarise_leg(replace(leg, stream=Stream(leg.stream.time_s, kept)), NOBODY)
    measured, estimated = gait.summary.contact_ms, blind.summary.contact_ms
    if measured is None or estimated is None or gait.force_offset_bw is None:
        return None
    weight = np.where(gait.running, gait.duration_s, 0.0)
    speed = float(np.average(gait.speed_mps, weights=weight))
    stance = gait.force_offset_bw + FORCE_SLOPE.mean * speed
    offset = stance * contact_over_plate(gait.contact_source) - FORCE_SLOPE.mean * speed
    inside = estimated.q05 <= measured.q50 <= estimated.q95
    return Measured(name, gait.contact_source, speed, offset, measured.q50, estimated.q50, inside)


def by_devices(folder: Path) -> list[Measured]:
    """Compare every run of a folder of FIT files on which a device measured contact."""
    found = [
        of_leg(path.stem, leg)
        for path in sorted(folder.glob("*.fit"))
        for activity in read(path.read_bytes()).activities
        for leg in activity.legs
        if leg.sport is Sport.RUNNING
    ]
    return [one for one in found if one is not None]


def by_plates(folder: Path) -> list[Measured]:
    """Read intercepts of runners on force treadmills."""
    found = []
    for path in sorted(folder.glob(RUNNERS)):
        rows = rows_of(path)
        for one in dict.fromkeys(row["Sub"] for row in rows):
            own = [row for row in rows if row["Sub"] == one]
            speed = float(np.mean([row["Speed"] for row in own]))
            stance = np.mean([1.0 / (row["IMUsf"] * row["GRFtc"]) for row in own])
            offset = float(stance) - FORCE_SLOPE.mean * speed
            found.append(Measured(f"runner {one:.0f}", "force plate", speed, offset))
    level = [(row["speed_m_s"], c) for row, c in slope_curves(folder) if row["slope_deg"] == 0.0]
    curves = {"runner A": level, "drift file": [(2.5, drifting_curve(folder))]}
    for name, pairs in curves.items():
        cuts = [(speed, cut_steps(curve, PLATE_THRESHOLD_BW)) for speed, curve in pairs]
        offsets = [cut.step_s / cut.contact_s - FORCE_SLOPE.mean * speed for speed, cut in cuts]
        speed = float(np.mean([speed for speed, _ in cuts]))
        found.append(Measured(name, "force plate", speed, float(np.mean(offsets))))
    return found


def fit_line(rows: list[Measured]) -> tuple[float, float, float]:
    """Intercept at the usual speed, its growth from runner to runner, and what is left. [bw]."""
    speed = np.array([row.speed_mps - USUAL_SPEED_MPS for row in rows])
    offset = np.array([row.offset_bw for row in rows])
    growth, level = np.polyfit(speed, offset, 1)
    return float(level), float(growth), float(np.std(offset - level - growth * speed))


def contact_table(shared: Path) -> list[str]:
    """Estimated beside measured contact of every run, in Markdown."""
    rows = by_devices(shared / "fit-run")
    lines = [
        "| run | source | m/s | measured ms | estimated ms | apart ms | within 90 % |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        apart = row.estimated_ms - row.measured_ms
        lines.append(
            f"| {row.name} | {row.source} | {row.speed_mps:.2f} | {row.measured_ms:.0f} "
            f"| {row.estimated_ms:.0f} | {apart:+.0f} | {'yes' if row.inside else 'NO'} |"
        )
    apart_ms = np.array([row.estimated_ms - row.measured_ms for row in rows])
    lines += [
        "",
        f"{len(rows)} runs: estimated minus measured, mean {apart_ms.mean():+.1f} ms, SD "
        f"{apart_ms.std():.1f} ms; {sum(row.inside for row in rows)} within 90 %.",
    ]
    return lines


def line_table(shared: Path) -> list[str]:
    """Show what devices and force plates say of the line, each judged by the other, in Markdown."""
    devices, plates = by_devices(shared / "fit-run"), by_plates(shared / "biomech")
    lines = [
        "| fitted on | n | intercept at 3 m/s | growth per m/s | left over, SD "
        "| mean of the others above the line |",
        "|---|---|---|---|---|---|",
    ]
    for name, own, others in (
        ("watches, straps, pods", devices, plates),
        ("force plates", plates, devices),
        ("all", devices + plates, []),
    ):
        level, growth, left = fit_line(own)
        above = [
            row.offset_bw - level - growth * (row.speed_mps - USUAL_SPEED_MPS) for row in others
        ]
        told = f"{np.mean(above):+.3f}" if above else ""
        lines.append(f"| {name} | {len(own)} | {level:.2f} | {growth:.2f} | {left:.2f} | {told} |")
    used = FORCE_INTERCEPT
    lines.append(f"| used |  | {used.mean:.2f} | {INTERCEPT_GROWTH:.2f} | {used.sd:.2f} |  |")
    return lines


def main() -> None:
    """Print both tables."""
    shared = Path(sys.argv[1])
    for table in (contact_table, line_table):
        print("\n".join(table(shared)), end="\n\n")


if __name__ == "__main__":
    main()
