"""Sports: the words of files, as numbers, in several languages, to the sports of the domain."""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from backstride.domain.activity import Sport
from backstride.domain.stream import Array

_STRAVA_NUMBERS: Final[dict[str, Sport]] = {
    "1": Sport.CYCLING,
    "4": Sport.HIKING,
    "9": Sport.RUNNING,
    "10": Sport.WALKING,
}
"""Numbers that Strava writes as the type of a GPX track, as far as they were seen in files."""

_STEMS: Final[tuple[tuple[Sport, tuple[str, ...]], ...]] = (
    (Sport.OTHER, ("deep water", "water run", "aqua run", "aqua jog", "aquajog", "pool run")),
    (Sport.STRENGTH, ("strength", "weight", "kraft", "gym", "musculation", "pilates", "yoga")),
    (Sport.ROWING, ("rowing", "rudern", "aviron", "paddl", "kayak", "canoe")),
    (Sport.SWIMMING, ("swim", "schwimm", "natation", "nuoto", "zwem")),
    (Sport.OTHER, ("ski", "skat", "snowboard", "sail", "surf", "climb", "drive", "driving")),
    (
        Sport.CYCLING,
        ("bik", "cycl", "ride", "radfahr", "fahrrad", "rennrad", "velo", "cicl", "fiets", "mtb"),
    ),
    (Sport.HIKING, ("hik", "wander", "randonn", "trek", "mountaineer", "escursion")),
    (Sport.WALKING, ("walk", "spazier", "march", "cammin", "caminat", "wandel", "gehen")),
    (
        Sport.RUNNING,
        ("run", "jog", "lauf", "course a pied", "corsa", "carrera", "corrida", "hardlop", "loop"),
    ),
    (Sport.TRANSITION, ("transition",)),
)
"""Beginnings or parts of words, tried in this order: a "treadmill walk" is a walk, and running in
deep water has no steps on the ground."""

_RUNNING_PLACES: Final = ("treadmill", "trail", "track", "virtual", "indoor", "street", "road")
_UNSAYING: Final = frozenset({"", "unknown", "other", "default", "sport", "workout", "move"})

_SLOWEST_RUN_MPS: Final = 1.9
_FASTEST_RUN_MPS: Final = 5.6
_FASTEST_BURST_MPS: Final = 7.5
_MOVING_MPS: Final = 0.5


def sport_of(word: str) -> Sport | None:
    """Name the sport of a file's own word, None where the word does not say.

    Parameters
    ----------
    word : str
        As the file writes it: ``treadmill_running``, ``9``, ``Biking``, ``Laufen``.
    """
    plain = _plain(word)
    if plain in _UNSAYING:
        return None
    if plain.isdecimal():
        return _STRAVA_NUMBERS.get(plain, Sport.OTHER)
    for sport, stems in _STEMS:
        if any(re.search(rf"(?:^|\W){stem}|{stem}(?:$|\W)", plain) for stem in stems):
            return sport
    return Sport.RUNNING if plain == "treadmill" else Sport.OTHER


def sub_sport_of(word: str) -> str:
    """Return the finer word beside the sport: ``treadmill``, ``trail``, or the file's own.

    Parameters
    ----------
    word : str
        As of `sport_of`.
    """
    plain = _plain(word)
    sport = sport_of(word)
    if sport is Sport.RUNNING:
        return next((place for place in _RUNNING_PLACES if place in plain), "")
    if sport is None or plain.isdecimal() or plain == sport.value:
        return ""
    return plain.replace(" ", "_")[:40]


def sport_by_speed(speed_mps: Array) -> Sport:
    """Tell running and walking by speed, for files that do not name the sport.

    Parameters
    ----------
    speed_mps : array (n_sample,)
        Speeds over ground, NaN where unknown. [m/s]

    Returns
    -------
    Sport
        Running where the middle speed is 1.9 to 5.6 m/s (2:59 to 8:46 min/km) and one in
        twenty is below 7.5 m/s (a ride rolls faster downhill), walking below that, else unknown.
        The walk-to-run transition of adults lies near 2 m/s (Hreljac 1993).
    """
    moving = speed_mps[np.isfinite(speed_mps) & (speed_mps > _MOVING_MPS)]
    if moving.size < 10:
        return Sport.UNKNOWN
    middle, burst = float(np.median(moving)), float(np.quantile(moving, 0.95))
    if burst > _FASTEST_BURST_MPS or middle > _FASTEST_RUN_MPS:
        return Sport.UNKNOWN
    return Sport.RUNNING if middle >= _SLOWEST_RUN_MPS else Sport.WALKING


def _plain(word: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", word[:80])
    return re.sub(r"[\s_\-/]+", " ", spaced).strip().lower().replace("\u00e0", "a")
