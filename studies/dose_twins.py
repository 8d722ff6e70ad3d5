"""One run, two recordings: how far the doses lie apart.

Run ``python -m studies.dose_twins FOLDER``, the folder of the shared material; it prints the table
of ``docs/explanation/validation/load.md``.
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from backstride.domain.activity import Leg
from backstride.domain.runner import Runner
from backstride.domain.stream import Stream
from backstride.gait.summarise import summarise_leg
from backstride.load.dose import estimate_dose
from backstride.load.reference import reference_before_history
from backstride.readers.registry import read

NOBODY = Runner()
DEFAULT = reference_before_history(NOBODY)
MOST_APART = 0.1

FILES = (
    ("fit-run/garmin-fr945-run-stryd-gpx-tcx-twin.fit", "gpx-tcx/garmin-fr945-run-fit-twin.tcx.gz"),
    (
        "fit-run/garmin-fr945-run-stryd-gpx-tcx-twin.fit",
        "gpx-tcx/garminconnect-run-fit-twin-fr945.gpx.gz",
    ),
    (
        "fit-run/garmin-fr945-treadmill-run-rd-stryd.fit",
        "gpx-tcx/garmin-fr945-treadmill-no-position.tcx.gz",
    ),
    ("fit-run/garmin-fr15-run-no-cadence-tcx-twin.fit", "gpx-tcx/garmin-fr15-run-10km.tcx.gz"),
    (
        "fit-run/garmin-vivoactivehr-run-gpx-twin.fit",
        "gpx-tcx/garminconnect-run-fit-twin-vivoactivehr.gpx",
    ),
)
"""Recordings of one run in two formats."""

TWO_SENSORS = (
    "garmin-fenix5x-run-rd-stryd",
    "garmin-fr935-run-hilly-rd-stryd",
    "garmin-fr945-treadmill-run-rd-stryd",
    "garmin-fr955-run-rd-stryd-2024",
)
"""Runs on which a watch or strap and a foot pod both measured contact and cadence."""


def leg_of(path: Path) -> Leg:
    """First leg of a file, packed or not."""
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = gzip.decompress(content)
    return read(content).activities[0].legs[0]


def by_watch(leg: Leg) -> Leg:
    """Keep what the watch measured."""
    return _keep(leg, lambda name: not name.startswith("dev:"))


def by_pod(leg: Leg) -> Leg:
    """Keep what the pod measured, its cadence in place of the watch's."""
    pod = _keep(leg, lambda name: name != "contact_ms")
    if pod.stream is None or leg.stream is None:
        return pod
    channels = dict(pod.stream.channels)
    own = next((c for n, c in channels.items() if n.endswith(":Cadence")), None)
    if own is not None:
        channels["cadence_spm"] = replace(own, values=2.0 * own.values)
    return replace(pod, stream=Stream(pod.stream.time_s, channels))


def easy_km(leg: Leg) -> float:
    """Load of a leg, of a runner not known. [easy km]."""
    dose = estimate_dose(summarise_leg(leg, NOBODY), DEFAULT)
    return float("nan") if dose.easy_km is None else dose.easy_km.q50


def pairs(shared: Path) -> list[tuple[str, float, float]]:
    """Name and the two doses of every pair. [easy km]."""
    found = []
    for one, other in FILES:
        name = f"{Path(one).name} and {Path(other).name}"
        found.append((name, easy_km(leg_of(shared / one)), easy_km(leg_of(shared / other))))
    for stem in TWO_SENSORS:
        leg = leg_of(shared / "fit-run" / f"{stem}.fit")
        found.append((f"{stem}: watch and foot pod", easy_km(by_watch(leg)), easy_km(by_pod(leg))))
    return found


def twins_table(shared: Path) -> list[str]:
    """Doses of each pair beside each other, in Markdown."""
    lines = [
        "| one run, two recordings | easy km | easy km | apart | within 10 % |",
        "|---|---|---|---|---|",
    ]
    for name, one, other in pairs(shared):
        apart = other / one - 1.0
        met = "yes" if abs(apart) <= MOST_APART else "NO"
        lines.append(f"| {name} | {one:.2f} | {other:.2f} | {100 * apart:+.1f} % | {met} |")
    return lines


def _keep(leg: Leg, wanted: Callable[[str], bool]) -> Leg:
    if leg.stream is None:
        return leg
    kept = {name: c for name, c in leg.stream.channels.items() if wanted(name)}
    return replace(leg, stream=Stream(leg.stream.time_s, kept))


def main() -> None:
    """Print the table."""
    print("\n".join(twins_table(Path(sys.argv[1]))))


if __name__ == "__main__":
    main()
