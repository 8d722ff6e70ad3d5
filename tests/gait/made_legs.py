"""Legs made to order: what a watch would write of a run that never was."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backstride.domain.activity import Leg, Pause, Sport
from backstride.domain.stream import CHANNELS, Channel, Stream

START = datetime(2026, 3, 1, 7, 0, tzinfo=UTC)


def leg_of(
    time_s: NDArray[np.float64],
    *,
    sport: Sport = Sport.RUNNING,
    pauses: tuple[Pause, ...] = (),
    sources: dict[str, str] | None = None,
    totals: dict[str, Any] | None = None,
    **channels: Any,
) -> Leg:
    """Make a leg from channels given by name; a number is held over all samples."""
    made = {
        name: Channel(
            np.broadcast_to(np.asarray(values, dtype=np.float64), time_s.shape).copy(),
            CHANNELS[name],
            (sources or {}).get(name, "native"),
        )
        for name, values in channels.items()
    }
    return Leg(sport, START, stream=Stream(time_s, made), pauses=pauses, **(totals or {}))


def steady(
    *, speed_mps: float = 3.0, seconds: float = 1800.0, step_s: float = 1.0, **more: Any
) -> Leg:
    """Make a run of constant speed with distance and speed; other channels by name."""
    time_s = np.arange(0.0, seconds + step_s / 2, step_s)
    channels = {"speed_mps": speed_mps, "distance_m": speed_mps * time_s, **more}
    return leg_of(time_s, **channels)


def wandering_speed(time_s: NDArray[np.float64], mean_mps: float = 2.9) -> NDArray[np.float64]:
    """Speed that wanders over minutes as a runner's does."""
    return mean_mps + 0.3 * np.sin(time_s / 97.0) + 0.15 * np.sin(time_s / 31.0 + 1.0)
