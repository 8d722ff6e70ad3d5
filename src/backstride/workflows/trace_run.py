"""Use case: trace one leg of a run: every channel on its own samples, and where it went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.activity import Leg
from backstride.domain.errors import OutOfRange
from backstride.domain.runner import Runner
from backstride.gait.summarise import summarise_leg
from backstride.store import activities
from backstride.store.run_legs import find_of_run
from backstride.workflows.derive_load import ON_FOOT
from backstride.workflows.name_run import name_run
from backstride.workflows.wiring import Desk

Array = NDArray[np.float64]

SHOWN: Final = (
    "speed_mps",
    "heart_rate_bpm",
    "cadence_spm",
    "contact_ms",
    "vertical_oscillation_mm",
    "power_w",
    "altitude_m",
)
"""Channels that are traced, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One leg, sample by sample.

    Parameters
    ----------
    time_s : array (n_sample,)
        Since the start of the leg, never decreasing. [s]
    channels : dict of str to array (n_sample,)
        Those of `SHOWN` that hold anything, and ``grade``; units as their names say.
    sources : dict of str to str
        Where each came from: ``native``, ``developer:<field>``, ``derived:<method>``.
    distance_m : array (n_sample,) or None
        Way since the start. [m]
    latitude_deg, longitude_deg : array (n_sample,) or None
        WGS 84. [deg]
    """

    time_s: Array
    channels: dict[str, Array]
    sources: dict[str, str]
    distance_m: Array | None
    latitude_deg: Array | None
    longitude_deg: Array | None


def trace_run(desk: Desk, said: str, *, leg: int = 0) -> Trace | None:
    """Return one leg of a run sample by sample; None where it is known by its totals only.

    Parameters
    ----------
    desk : Desk
        Open.
    said : str
        Id of the run, or the beginning of it.
    leg : int
        Which leg, from 0.

    Raises
    ------
    OutOfRange
        Where no run, or several, are meant, or it has no such leg.
    """
    runner = desk.runner()
    with desk.store.reading() as tx:
        rows = find_of_run(tx, name_run(tx, said))
        recorded = activities.load(tx, rows[0].recording_id).legs
    if not 0 <= leg < len(recorded):
        raise OutOfRange("runs.no_such_leg", leg=leg)
    return _trace(recorded[leg], runner)


def _trace(leg: Leg, runner: Runner) -> Trace | None:
    stream = leg.stream
    if stream is None or stream.n_sample < 2:
        return None
    found = {
        name: (channel.values, channel.source)
        for name in SHOWN
        if (channel := stream.channels.get(name)) is not None
    }
    if leg.sport in ON_FOOT:
        gait = summarise_leg(leg, runner)
        if gait.n_sample == stream.n_sample:
            if gait.speed_source:
                found["speed_mps"] = (gait.speed_mps, gait.speed_source)
            if "altitude_m" in found:
                found["grade"] = (gait.grade, found["altitude_m"][1])
    known = {name: one for name, one in found.items() if np.isfinite(one[0]).any()}
    order = [*SHOWN, "grade"]
    names = sorted(known, key=order.index)
    return Trace(
        stream.time_s,
        {name: known[name][0] for name in names},
        {name: known[name][1] for name in names},
        _known(stream.values("distance_m")),
        _known(stream.values("latitude_deg")),
        _known(stream.values("longitude_deg")),
    )


def _known(values: Array | None) -> Array | None:
    return values if values is not None and bool(np.isfinite(values).any()) else None
