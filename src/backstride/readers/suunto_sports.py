"""Numbers of sports in Suunto's logs."""

from __future__ import annotations

from typing import Final

from backstride.domain.activity import Sport

_SPORTS: Final[dict[Sport, frozenset[int]]] = {
    Sport.RUNNING: frozenset({3, 75, 81, 82, 93}),
    Sport.CYCLING: frozenset({4, 5, 17}),
    Sport.SWIMMING: frozenset({6, 83}),
    Sport.WALKING: frozenset({12, 84}),
    Sport.HIKING: frozenset({11, 74}),
    Sport.ROWING: frozenset({14, 15, 71, 72, 89}),
    Sport.STRENGTH: frozenset({10, 18, 23, 87, 90, 95}),
}
"""Suunto Apps Developer Manual, 2 April 2015, table SUUNTO_ACTIVITY_TYPE."""

_FINER: Final = {75: "orienteering", 81: "track", 82: "trail", 93: "treadmill"}
_NOT_SAID: Final = frozenset({None, 0, 1})


def suunto_sport(kind: int | None) -> tuple[Sport, str]:
    """Name the sport of a leg, and its finer word.

    Parameters
    ----------
    kind : int or None
        ``ActivityType`` of the log.
    """
    if kind in _NOT_SAID:
        return Sport.UNKNOWN, ""
    sport = next((sport for sport, kinds in _SPORTS.items() if kind in kinds), Sport.OTHER)
    return sport, _FINER.get(kind or 0, "")
