"""Body map: sites, what is felt there and how much; the ladder from back to toes.

Sites are the minimum map of ``evidence.md`` 1.2 (sensory points of ISNCSCI 2019 and standard
neurology), with the front of the knee, the outer ankle and the smaller toes added so that no part
of the leg is without a place. A site is where something is felt, never which root it comes from
(1.3: six in ten patterns do not follow the textbook).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Final

from backstride.domain.body_words import QUALITIES, QualityGroup

LEVEL_MAX: Final = 10.0

BOTH: Final = ("left", "right")
_BACK: Final = ("left", "centre", "right")


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the body by name, without its side.

    Parameters
    ----------
    name : str
        Such as ``calf``.
    sides : tuple of str
        Sides it is drawn on; empty where there is one only.
    step : int or None
        Step of the ladder that pain or feeling there stands for; None where it stands beside it.
    parts : tuple of str
        Drawn regions it covers, for places that diaries name more coarsely than the map.
    """

    name: str
    sides: tuple[str, ...] = BOTH
    step: int | None = None
    parts: tuple[str, ...] = ()


DRAWN: Final = (
    Region("low_back", _BACK, 1),
    Region("sacrum_si", step=1),
    Region("buttock_upper", step=2),
    Region("ischium", step=2),
    Region("groin", step=2),
    Region("saddle", (), None),
    Region("thigh_front", step=3),
    Region("thigh_outer", step=3),
    Region("thigh_inner", step=3),
    Region("thigh_back", step=3),
    Region("knee_front", step=3),
    Region("knee_inner", step=3),
    Region("popliteal", step=3),
    Region("shin_inner", step=4),
    Region("shin_outer", step=4),
    Region("calf", step=4),
    Region("ankle_inner", step=5),
    Region("ankle_outer", step=5),
    Region("foot_top", step=5),
    Region("foot_outer", step=5),
    Region("heel_sole", step=5),
    Region("big_toe", step=6),
    Region("toes", step=6),
)
"""From the back downwards. The knee counts as thigh, for "below the knee" is what tells nerve-root
pain apart (1.3); the ankle counts as foot, the groin as buttock. [own choice, 1.2 is silent]"""

COARSE: Final = (
    Region("buttock", step=2, parts=("buttock_upper", "ischium")),
    Region("hip", step=2, parts=("groin", "buttock_upper")),
    Region("thigh", step=3, parts=("thigh_front", "thigh_outer", "thigh_inner", "thigh_back")),
    Region("knee", step=3, parts=("knee_front", "knee_inner", "popliteal")),
    Region("shin", step=4, parts=("shin_inner", "shin_outer")),
    Region("ankle", step=5, parts=("ankle_inner", "ankle_outer")),
    Region("foot", step=5, parts=("foot_top", "foot_outer", "heel_sole")),
    Region(
        "leg",
        step=3,
        parts=(
            *("thigh_front", "thigh_outer", "thigh_inner", "thigh_back"),
            *("knee_front", "knee_inner", "popliteal", "shin_inner", "shin_outer", "calf"),
        ),
    ),
)
"""Places that other people's diaries name; each counts for the nearest step it may stand for."""

REGIONS: Final = {region.name: region for region in (*DRAWN, *COARSE)}


class Side(Enum):
    """Which side of the body; ``UNTOLD`` where a diary does not say."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    UNTOLD = ""


@dataclass(frozen=True, slots=True)
class Site:
    """A region on one side.

    Parameters
    ----------
    region : str
        Name of a `Region`.
    side : Side
        ``UNTOLD`` where it was not said, or where the region has no sides.
    """

    region: str
    side: Side = Side.UNTOLD

    @property
    def id(self) -> str:
        """``calf_left``; the bare region where no side is told."""
        return f"{self.region}_{self.side.value}" if self.side.value else self.region


@dataclass(frozen=True, slots=True)
class BodyMark:
    """Something felt at one site.

    Parameters
    ----------
    site : str
        Id of a `Site`.
    quality : str
        One of the words of `backstride.domain.body_words`.
    level : float or None
        0 to 10; 0 means asked and not felt, None felt without a level.
    scale : str
        Empty for the 0-10 scale of the diary; else the name of the diary's own scale.
    """

    site: str
    quality: str
    level: float | None = None
    scale: str = ""

    @property
    def is_felt(self) -> bool:
        """Whether anything was felt."""
        return self.level is None or self.level > 0.0


@cache
def drawn_sites() -> tuple[Site, ...]:
    """Return every site of the map, from the back downwards, left before right."""
    return tuple(
        Site(region.name, Side(side)) for region in DRAWN for side in (region.sides or ("",))
    )


@cache
def site_of(site_id: str) -> Site | None:
    """Return the site of an id, None where there is no such place."""
    if site_id in REGIONS:
        return Site(site_id)
    name, _, side = site_id.rpartition("_")
    region = REGIONS.get(name)
    return Site(name, Side(side)) if region is not None and side in region.sides else None


@cache
def drawn_parts(site_id: str) -> tuple[str, ...]:
    """Return the ids of the drawn sites that a mark there covers.

    A side that is not told covers both; a coarse place covers its parts. The single site itself
    where it is drawn as it stands.
    """
    site = site_of(site_id)
    if site is None:
        return ()
    names = REGIONS[site.region].parts or (site.region,)
    sides = [site.side.value] if site.side.value else [*REGIONS[names[0]].sides] or [""]
    return tuple(f"{name}_{side}" if side else name for name in names for side in sides)


def is_exact(site_id: str) -> bool:
    """Tell whether a mark there covers one drawn site only."""
    return drawn_parts(site_id) == (site_id,)


LADDER: Final = ("none", "back", "buttock", "thigh", "calf", "foot", "toes")
"""Steps 0 to 6 of ``evidence.md`` 1.2: upwards the feeling moves down the leg, downwards it draws
back. [derived there, grade D]"""


def ladder_step(marks: Iterable[BodyMark], *, is_whole_map: bool = False) -> int | None:
    """Return the furthest step that pain or a changed feeling reaches.

    Words of stiffness and strength do not count, for a tight calf after a run is no pain that
    moved down. A further mark never lowers the step.

    Parameters
    ----------
    marks : iterable of BodyMark
        Of one moment or one day.
    is_whole_map : bool
        True where the whole map was offered, so that no mark means nothing felt.

    Returns
    -------
    int or None
        0 to 6; None where nothing was asked.
    """
    steps = [0] if is_whole_map else []
    for mark in marks:
        steps.append(0)
        site = site_of(mark.site)
        counts = QUALITIES[mark.quality] in (QualityGroup.PAIN, QualityGroup.FEELING)
        if site is not None and counts and mark.is_felt:
            steps.append(REGIONS[site.region].step or 0)
    return max(steps, default=None)


def saddle_mark(marks: Iterable[BodyMark]) -> str:
    """Return what is marked between the legs: ``none``, ``pain`` or ``numb_or_tingling``.

    Any mark there calls for the questions about warning signs (``evidence.md`` 1.2).
    """
    groups = {QUALITIES[mark.quality] for mark in marks if mark.site == "saddle" and mark.is_felt}
    if QualityGroup.FEELING in groups:
        return "numb_or_tingling"
    return "pain" if groups else "none"
