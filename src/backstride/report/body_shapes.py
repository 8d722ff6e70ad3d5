"""Shapes of the body map: our own drawing, from the lower ribs to the toes, front and back.

One half is drawn by hand as edges and bands, in units of about a sixth of a centimetre, x outwards
from the middle line and y downwards; the other half is its mirror image. Feet point down, so that
top and sole can be seen, and are a tenth wider than life, so that toes can be touched.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import Final, TypeAlias

from backstride.report.curves import Point, closed, interpolate, joined

Edge: TypeAlias = tuple[Point, ...]
"""Knots (y, x) of a line down the body, in rising order of y."""

HEIGHT: Final = 852.0
HALF_WIDTH: Final = 112.0
FRONT, BACK = "front", "back"

_OUTER: Final[Edge] = (
    *((0.0, 94.0), (50.0, 88.0), (100.0, 85.0), (145.0, 92.0), (195.0, 101.5), (248.0, 106.0)),
    *((300.0, 104.5), (350.0, 101.0), (400.0, 96.0), (440.0, 92.0), (468.0, 90.0)),
    *((492.0, 90.0), (520.0, 93.0), (556.0, 95.5), (600.0, 92.5), (650.0, 86.0)),
    *((684.0, 83.5), (706.0, 83.0)),
)
_INNER: Final[Edge] = (
    *((276.0, 2.5), (300.0, 8.0), (350.0, 15.0), (400.0, 21.5), (440.0, 26.0), (468.0, 27.5)),
    *((492.0, 27.5), (520.0, 24.0), (552.0, 22.0), (600.0, 28.5), (650.0, 38.0)),
    *((684.0, 41.0), (706.0, 41.5)),
)
_FOOT_OUTER: Final[Edge] = (
    *((706.0, 83.0), (728.0, 84.0), (752.0, 90.0), (780.0, 97.0), (798.0, 100.0), (812.0, 99.0)),
)
_FOOT_INNER: Final[Edge] = (
    *((706.0, 41.5), (728.0, 41.0), (752.0, 38.0), (780.0, 35.0), (798.0, 34.0), (812.0, 35.0)),
)
_BIG_TOE: Final[tuple[Point, ...]] = (
    *((35.0, 814.0), (33.5, 826.0), (36.0, 837.0), (41.0, 843.5), (47.5, 845.5), (54.0, 843.0)),
    *((58.5, 836.0), (60.0, 826.0), (61.0, 818.0)),
)
_LOBES: Final = ((67.0, 6.2, 838.0), (77.5, 5.2, 834.0), (86.5, 4.7, 828.5), (94.5, 4.3, 822.0))
"""Smaller toes: (middle x, half width, y of the tip)."""

_INSET: Final = 0.03
"""Share of a limb's width that its sites keep from the silhouette."""

_ROUNDING: Final = 7.0

_SPINE_RIGHT: Final[Edge] = ((0.0, 27.0), (HEIGHT, 27.0))
_SPINE_LEFT: Final[Edge] = ((0.0, -27.0), (HEIGHT, -27.0))


@dataclass(frozen=True, slots=True)
class Shape:
    """A region as it is drawn on one half, or in the middle.

    Parameters
    ----------
    region : str
        Of `backstride.domain.body`.
    view : str
        `FRONT` or `BACK`.
    path : str
        Path data, at positive x for a half.
    centre : tuple of float
        Where a number may stand: (x, y).
    is_middle : bool
        True where it lies on the middle line and has no mirror image.
    """

    region: str
    view: str
    path: str
    centre: Point
    is_middle: bool = False

    @property
    def id(self) -> str:
        """Name of the shape among all of them."""
        return f"{self.region}-{self.view}-{'middle' if self.is_middle else 'half'}"


@cache
def shapes() -> tuple[Shape, ...]:
    """Return every shape, from the back downwards."""
    return (*_trunk(), *_thigh_and_knee(), *_below_the_knee())


@cache
def outline() -> str:
    """Return path data of the whole silhouette, the same from the front and from behind."""
    down = [*_sampled(_OUTER, 0.0, 706.0), *_sampled(_FOOT_OUTER, 706.0, 812.0)]
    up = [*_sampled(_FOOT_INNER, 706.0, 812.0)[::-1], *_sampled(_INNER, 276.0, 706.0)[::-1]]
    half = [*down, *_toes()[::-1], *_BIG_TOE[::-1], *up, (0.0, 272.0)]
    other = [(-x, y) for x, y in half[::-1]]
    return joined(half, other)


@cache
def creases() -> dict[str, str]:
    """Return path data of a few thin lines that tell front from back."""
    navel = "M-2.5,113 q2.5,3.5 5,0"
    cleft = "M0,206 C-1,222 -1,238 0,254"
    return {FRONT: navel, BACK: cleft}


def _trunk() -> tuple[Shape, ...]:
    sacrum = ((1.5, 193), (21, 192), (39, 197), (36, 215), (24, 236), (10, 249), (1.5, 250))
    buttock = ((46, 204), (66, 195), (88, 193), (99, 201), (103, 226), (102, 247), (74, 252))
    ischium = ((27, 264), (60, 260), (96, 260), (99, 281), (89, 301), (62, 309), (34, 306))
    saddle = ((0, 256), (12, 262), (15, 279), (10, 293), (0, 298))
    groin = ((88, 204), (98, 219), (94, 241), (67, 267), (38, 289), (17, 290), (12, 276))
    return (
        _band("low_back", BACK, (92.0, 92.0, 186.0), inner=_SPINE_RIGHT, bulge=(-4.0, 7.0)),
        _band(
            *("low_back", BACK, (92.0, 92.0, 186.0)),
            inner=_SPINE_LEFT,
            outer=_SPINE_RIGHT,
            bulge=(-2.0, 3.0),
            is_middle=True,
        ),
        _blob("sacrum_si", BACK, sacrum),
        _blob("buttock_upper", BACK, (*buttock, (49, 250), (43, 226))),
        _blob("ischium", BACK, (*ischium, (20, 286))),
        _blob("saddle", BACK, (*saddle, *((-x, y) for x, y in saddle[-2:0:-1])), is_middle=True),
        _blob("groin", FRONT, (*groin, (33, 256), (63, 229))),
    )


def _thigh_and_knee() -> tuple[Shape, ...]:
    return (
        _band("thigh_front", FRONT, (300.0, 279.0, 434.0), (0.34, 0.67), bulge=(0.0, 3.0)),
        _band("thigh_outer", FRONT, (274.0, 249.0, 434.0), (0.69, 1.0), bulge=(0.0, 2.0)),
        _band("thigh_inner", FRONT, (302.0, 300.0, 434.0), (0.0, 0.32), bulge=(2.0, 2.0)),
        _band("thigh_back", BACK, (319.0, 317.0, 434.0), bulge=(-4.0, 5.0)),
        _band("knee_front", FRONT, (441.0, 441.0, 500.0), (0.42, 1.0), bulge=(-2.0, 3.0)),
        _band("knee_inner", FRONT, (441.0, 441.0, 500.0), (0.0, 0.39), bulge=(-1.0, 2.0)),
        _band("popliteal", BACK, (442.0, 442.0, 500.0), bulge=(-4.0, 4.0)),
    )


def _below_the_knee() -> tuple[Shape, ...]:
    foot = partial(_band, inner=_FOOT_INNER, outer=_FOOT_OUTER)
    return (
        _band("shin_inner", FRONT, (507.0, 507.0, 667.0), (0.0, 0.49), bulge=(-1.0, 1.0)),
        _band("shin_outer", FRONT, (507.0, 507.0, 667.0), (0.51, 1.0), bulge=(-1.0, 1.0)),
        _band("calf", BACK, (507.0, 507.0, 700.0), bulge=(-4.0, 5.0)),
        _band("ankle_inner", FRONT, (674.0, 674.0, 706.0), (0.0, 0.49)),
        _band("ankle_outer", FRONT, (674.0, 674.0, 706.0), (0.51, 1.0)),
        foot("foot_top", FRONT, (713.0, 713.0, 806.0), bulge=(-2.0, 3.0)),
        foot("foot_outer", BACK, (711.0, 711.0, 806.0), (0.63, 1.0), bulge=(1.0, 2.0)),
        foot("heel_sole", BACK, (711.0, 711.0, 806.0), (0.0, 0.60), bulge=(-3.0, 3.0)),
        _blob("big_toe", FRONT, (*_BIG_TOE, (48.0, 813.0))),
        _blob("toes", FRONT, (*_toes(), (82.0, 812.0))),
    )


def _toes() -> tuple[Point, ...]:
    """Return the outline of the smaller toes from the inner side outwards: (x, y)."""
    points: list[Point] = [(62.0, 818.0)]
    for middle, half, tip in _LOBES:
        points += [
            *((middle - 0.95 * half, tip - 1.5 * half), (middle - 0.7 * half, tip - 0.45 * half)),
            *((middle, tip), (middle + 0.7 * half, tip - 0.45 * half)),
            (middle + 0.95 * half, tip - 1.5 * half),
        ]
    return (*points, (99.0, 812.0))


def _sampled(knots: Edge, top: float, bottom: float) -> list[Point]:
    """Sample a line from top to bottom: (x, y)."""
    n_step = max(2, round((bottom - top) / 20))
    heights = [top + (bottom - top) * step / n_step for step in range(n_step + 1)]
    return [(interpolate(knots, height), height) for height in heights]


def _band(
    region: str,
    view: str,
    span: tuple[float, float, float],
    across: tuple[float, float] = (0.0, 1.0),
    *,
    inner: Edge = _INNER,
    outer: Edge = _OUTER,
    bulge: tuple[float, float] = (0.0, 0.0),
    is_middle: bool = False,
) -> Shape:
    """Return a part of a limb.

    Parameters
    ----------
    region, view : str
        As of `Shape`.
    span : tuple of float
        Height of its top on the near and the far side, and of its bottom.
    across : tuple of float
        Shares of the limb's width that its sides stand at, 0 at the inner edge.
    inner, outer : Edge
        Edges of the limb.
    bulge : tuple of float
        How far the top and the bottom edge bend downwards.
    is_middle : bool
        As of `Shape`.
    """
    near_top, far_top, bottom = span
    inset = tuple(min(max(share, _INSET), 1.0 - _INSET) for share in across)
    near, far = (
        [_between(inner, outer, share, y) for _, y in _sampled(inner, top, bottom)]
        for share, top in zip(inset, (near_top, far_top), strict=True)
    )
    over = [near[0], _bent(near[0], far[0], bulge[0]), far[0]]
    under = [far[-1], _bent(far[-1], near[-1], bulge[1]), near[-1]]
    half = len(near) // 2, len(far) // 2
    centre = ((near[half[0]][0] + far[half[1]][0]) / 2, (near[half[0]][1] + far[half[1]][1]) / 2)
    return Shape(
        region, view, joined(over, far, under, near[::-1], radius=_ROUNDING), centre, is_middle
    )


def _between(inner: Edge, outer: Edge, share: float, y: float) -> Point:
    near, far = interpolate(inner, y), interpolate(outer, y)
    return near + share * (far - near), y


def _bent(start: Point, end: Point, by: float) -> Point:
    return (start[0] + end[0]) / 2, (start[1] + end[1]) / 2 + by


def _blob(region: str, view: str, points: tuple[Point, ...], *, is_middle: bool = False) -> Shape:
    n_point = len(points)
    centre = (sum(x for x, _ in points) / n_point, sum(y for _, y in points) / n_point)
    return Shape(region, view, closed(points), centre, is_middle)
