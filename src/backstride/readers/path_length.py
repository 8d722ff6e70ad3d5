"""The way along positions: great-circle steps, and jumps that no one can have made."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.stream import Array
from backstride.domain.units import EARTH_RADIUS_M

FASTEST_MPS: Final = 60.0
"""Above any sport that is timed by a watch on a wrist (216 km/h); a jump beyond it is an error of
the receiver or a point written during a pause. [m/s]"""

_CLOCK_SLACK_S: Final = 1.0
_KEPT_SHARE: Final = 0.1


@dataclass(frozen=True, slots=True)
class Way:
    """Positions that can be believed, and the distance along them.

    Parameters
    ----------
    latitude_deg, longitude_deg : array (n_point,)
        NaN where there was none or it could not be believed. [deg]
    distance_m : array (n_point,)
        Distance since the first position, NaN where there is no position. [m]
    n_set_aside : int
        Positions that were not believed.
    n_jump : int
        Jumps that were not counted as distance, the pieces on both sides being kept.
    """

    latitude_deg: Array
    longitude_deg: Array
    distance_m: Array
    n_set_aside: int = 0
    n_jump: int = 0

    @property
    def total_m(self) -> float | None:
        """Whole distance, None with fewer than two positions [m]."""
        known = self.distance_m[np.isfinite(self.distance_m)]
        return float(known[-1]) if known.size > 1 else None


def steps_m(latitude_deg: Array, longitude_deg: Array) -> Array:
    """Great-circle distances between neighbours by the haversine formula.

    Parameters
    ----------
    latitude_deg, longitude_deg : array (n_point,)
        Without NaN. [deg]

    Returns
    -------
    array (n_point - 1,)
        Distances on a sphere of the mean Earth radius. [m]
    """
    lat, lon = np.radians(latitude_deg), np.radians(longitude_deg)
    half = (
        np.sin(np.diff(lat) / 2.0) ** 2
        + np.cos(lat[:-1]) * np.cos(lat[1:]) * np.sin(np.diff(lon) / 2.0) ** 2
    )
    return np.asarray(2.0 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(1.0, half))))


def settle_way(
    time_s: Array, latitude_deg: Array, longitude_deg: Array, segment: NDArray[np.int64]
) -> Way:
    """Believe what can be believed of a track and measure it.

    The track is cut wherever two neighbours lie further apart than `FASTEST_MPS` allows. From the
    largest piece outwards a piece is believed if it can be reached from the last believed one;
    a large piece that cannot be reached is kept, only its jump does not count; a small one is
    set aside. Distance between two segments (the timer stood still) does not count.

    Parameters
    ----------
    time_s : array (n_point,)
        Never decreasing. [s]
    latitude_deg, longitude_deg : array (n_point,)
        NaN where missing. [deg]
    segment : array (n_point,)
        Number of the uninterrupted piece of recording.

    Returns
    -------
    Way
        Same length as the input.
    """
    rows = np.flatnonzero(np.isfinite(latitude_deg) & np.isfinite(longitude_deg))
    rows = rows[~_null_island(latitude_deg[rows], longitude_deg[rows])]
    n_position = int((np.isfinite(latitude_deg) & np.isfinite(longitude_deg)).sum())
    track = _Track(time_s[rows], latitude_deg[rows], longitude_deg[rows])
    believed = track.believed()
    rows, track = rows[believed], track.take(believed)
    counted = track.reachable() & (np.diff(segment[rows]) == 0)
    increments = np.where(counted, track.step_m, 0.0)
    return Way(
        _only(latitude_deg, rows),
        _only(longitude_deg, rows),
        _placed(np.concatenate([[0.0], np.cumsum(increments)])[: rows.size], rows, time_s.size),
        n_set_aside=n_position - rows.size,
        n_jump=int((~track.reachable() & (np.diff(segment[rows]) == 0)).sum()),
    )


def all_reachable(time_s: Array, latitude_deg: Array, longitude_deg: Array) -> bool:
    """Tell quickly whether every position can be reached from the one before.

    A bound that is never too short: degrees of longitude count as if at the equator.

    Parameters
    ----------
    time_s : array (n_point,)
        Never decreasing. [s]
    latitude_deg, longitude_deg : array (n_point,)
        NaN where missing. [deg]
    """
    known = np.isfinite(latitude_deg) & np.isfinite(longitude_deg)
    if not known.all():
        time_s, latitude_deg = time_s[known], latitude_deg[known]
        longitude_deg = longitude_deg[known]
    step_deg = np.hypot(np.diff(latitude_deg), np.diff(longitude_deg))
    longest_m = step_deg * (math.pi / 180.0 * EARTH_RADIUS_M)
    return bool((longest_m <= FASTEST_MPS * (np.diff(time_s) + _CLOCK_SLACK_S)).all())


def _null_island(latitude_deg: Array, longitude_deg: Array) -> NDArray[np.bool_]:
    """Zero-zero positions of a track whose middle lies elsewhere: written without a fix."""
    zero = (latitude_deg == 0.0) & (longitude_deg == 0.0)
    if not zero.any() or zero.all():
        return np.zeros(zero.size, dtype=np.bool_)
    elsewhere = np.hypot(np.median(latitude_deg[~zero]), np.median(longitude_deg[~zero]))
    return np.asarray(zero & bool(elsewhere > 1.0))


class _Track:
    """Positions without gaps."""

    def __init__(self, time_s: Array, latitude_deg: Array, longitude_deg: Array) -> None:
        self.time_s = time_s
        self.latitude_deg = latitude_deg
        self.longitude_deg = longitude_deg
        self.step_m = steps_m(latitude_deg, longitude_deg)

    def take(self, rows: NDArray[np.bool_]) -> _Track:
        return _Track(self.time_s[rows], self.latitude_deg[rows], self.longitude_deg[rows])

    def reachable(self) -> NDArray[np.bool_]:
        """Whether each point can be reached from the one before, shape (n_point - 1,)."""
        allowed_m = FASTEST_MPS * (np.diff(self.time_s) + _CLOCK_SLACK_S)
        return np.asarray(self.step_m <= allowed_m)

    def believed(self) -> NDArray[np.bool_]:
        """Which points lie in pieces that belong together."""
        piece = np.concatenate([[0], np.cumsum(~self.reachable())])[: self.time_s.size]
        if piece.size == 0 or piece[-1] == 0:
            return np.ones(self.time_s.size, dtype=np.bool_)
        starts = np.flatnonzero(np.diff(piece, prepend=-1))
        ends = np.append(starts[1:], piece.size) - 1
        sizes = ends - starts + 1
        kept = self._kept_pieces(starts, ends, sizes)
        return np.asarray(np.repeat(kept, sizes))

    def _kept_pieces(
        self, starts: NDArray[np.int64], ends: NDArray[np.int64], sizes: NDArray[np.int64]
    ) -> NDArray[np.bool_]:
        kept = sizes >= max(2, math.ceil(_KEPT_SHARE * self.time_s.size))
        anchor = int(np.argmax(sizes))
        kept[anchor] = True
        here = int(ends[anchor])
        for number in range(anchor + 1, sizes.size):
            if kept[number] or self._can_reach(here, int(starts[number])):
                kept[number], here = True, int(ends[number])
        here = int(starts[anchor])
        for number in range(anchor - 1, -1, -1):
            if kept[number] or self._can_reach(int(ends[number]), here):
                kept[number], here = True, int(starts[number])
        return kept

    def _can_reach(self, start: int, end: int) -> bool:
        distance_m = _step_m(
            (float(self.latitude_deg[start]), float(self.longitude_deg[start])),
            (float(self.latitude_deg[end]), float(self.longitude_deg[end])),
        )
        allowed_s = float(self.time_s[end] - self.time_s[start]) + _CLOCK_SLACK_S
        return distance_m <= FASTEST_MPS * allowed_s


def _step_m(start_deg: tuple[float, float], end_deg: tuple[float, float]) -> float:
    """Distance of one step, as `steps_m` but without arrays, for pieces met one by one [m]."""
    lat0, lon0 = map(math.radians, start_deg)
    lat1, lon1 = map(math.radians, end_deg)
    half = (
        math.sin((lat1 - lat0) / 2.0) ** 2
        + math.cos(lat0) * math.cos(lat1) * math.sin((lon1 - lon0) / 2.0) ** 2
    )
    return 2.0 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, half)))


def _only(values: Array, rows: NDArray[np.int64]) -> Array:
    kept = np.full(values.size, np.nan)
    kept[rows] = values[rows]
    return kept


def _placed(values: Array, rows: NDArray[np.int64], n_point: int) -> Array:
    placed = np.full(n_point, np.nan)
    placed[rows] = values
    return placed
