"""Body map as an SVG: two calm figures, every site one control for finger, keyboard and ear."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Final, Protocol

from backstride.domain.body import BodyMark, drawn_parts, drawn_sites, is_exact
from backstride.domain.message import Parameter
from backstride.report.body_shapes import (
    BACK,
    FRONT,
    HALF_WIDTH,
    HEIGHT,
    Shape,
    creases,
    outline,
    shapes,
)
from backstride.report.body_style import look, style_sheet
from backstride.report.body_ways import Ways, control_tags
from backstride.report.svg_look import FONT

PANEL_WIDTH: Final = 2 * HALF_WIDTH + 16.0
HEAD: Final = 40.0
FOOT: Final = 10.0
PANEL_HEIGHT: Final = HEAD + HEIGHT + FOOT
GAP: Final = 12.0

LARGEST: Final = {1: 1.7, 2: 1.25}
"""Pixels a unit at most, by the number of figures: one alone fills the width of a phone."""

FAINTEST, DEEPEST = 0.16, 0.88
"""Opacity of the least and of the greatest level."""

NO_LEVEL: Final = 0.42
"""Opacity of what was felt without a level."""


class Say(Protocol):
    """Turns a key and its parameters into words."""

    def __call__(self, key: str, **params: Parameter) -> str:
        """Return the sentence."""


@dataclass(frozen=True, slots=True)
class Paint:
    """How one site is filled.

    Parameters
    ----------
    opacity : float
        Depth of the one hue, 0 to 1.
    shown : str
        Number to show in it; a dot where it is empty.
    is_striped : bool
        True where the mark covers more than this site: its side or its exact place is not told.
    """

    opacity: float
    shown: str = ""
    is_striped: bool = False


def render_body_map(
    marks: Iterable[BodyMark],
    say: Say,
    *,
    view: str | None = None,
    name: str = "body-map",
    ways: Ways | None = None,
) -> str:
    """Return the body map as one SVG element.

    Each site is one focusable checkbox with ``data-site``, in the order from the back downwards;
    a script may toggle ``aria-checked``, and without one the map is still read out.

    Parameters
    ----------
    marks : iterable of BodyMark
        What to show; empty for a map to fill in.
    say : Say
        Words of the catalogue.
    view : str or None
        ``front`` or ``back`` alone, as a phone stacks them so that every site is wide enough for
        a finger; None for both side by side.
    name : str
        Id of the element; maps on one page need different ones.
    ways : Ways or None
        Where a touch of a site leads: each is a link then, in place of a checkbox, and the map
        brings no style of its own, for a page that allows none within it.
    """
    found = tuple(marks)
    paints = {
        site: replace(paint, shown=paint.shown and say("number.short", n=float(paint.shown)))
        for site, paint in paint_marks(found).items()
    }
    views = (FRONT, BACK) if view is None else (view,)
    width = len(views) * PANEL_WIDTH + (len(views) - 1) * GAP
    labels = describe_sites(found, say)
    panels = "".join(
        f'<g transform="translate({place * (PANEL_WIDTH + GAP):g} 0)">'
        f"{_panel(shown, paints, labels, say=say, name=name, ways=ways)}</g>"
        for place, shown in enumerate(views)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{name}" role="group" '
        f'aria-label="{escape(say("body.map.title"))}" viewBox="0 0 {width:g} {PANEL_HEIGHT:g}" '
        f"{_look(width * LARGEST[len(views)], name, ways)}{definitions(name)}{panels}</svg>"
    )


def _look(width: float, name: str, ways: Ways | None) -> str:
    """Return the rest of the opening tag, and the style where it stands within."""
    if ways is not None:
        return f'class="body-map" width="{width:g}">'
    size = f'width="100%" {FONT} style="max-width:{width:g}px;height:auto"'
    return f"{size}><style>{style_sheet(name)}</style>"


def paint_marks(marks: Iterable[BodyMark]) -> dict[str, Paint]:
    """Return how each drawn site is filled; where marks meet, the deepest counts.

    Parameters
    ----------
    marks : iterable of BodyMark
        Marks of level 0 fill nothing.
    """
    paints: dict[str, Paint] = {}
    for mark in marks:
        if not mark.is_felt:
            continue
        paint = _paint_of(mark)
        for site in drawn_parts(mark.site):
            if site not in paints or _weight(paint) > _weight(paints[site]):
                paints[site] = paint
    return paints


def describe_sites(marks: Iterable[BodyMark], say: Say) -> dict[str, str]:
    """Return what a screen reader says of each drawn site."""
    told: dict[str, list[str]] = {}
    for mark in marks:
        if mark.is_felt:
            for site in drawn_parts(mark.site):
                told.setdefault(site, []).append(_words_of(mark, say))
    return {
        site.id: say(
            "body.site.marked" if site.id in told else "body.site.unmarked",
            site=name_site(site.region, site.side.value, say),
            marks=", ".join(told.get(site.id, ())),
        )
        for site in drawn_sites()
    }


def name_site(region: str, side: str, say: Say) -> str:
    """Return the name of a site in words: ``left calf``."""
    place = say(f"body.region.{region}")
    return say("body.site.sided", side=say(f"body.side.{side}"), region=place) if side else place


def definitions(name: str) -> str:
    """Return what the figures of one SVG share: shapes, stripes, the fading upper edge."""
    drawn = "".join(f'<path id="{name}-{shape.id}" d="{shape.path}"/>' for shape in shapes())
    return (
        f'<defs>{drawn}<path id="{name}-outline" d="{outline()}"/>'
        f'<pattern id="{name}-stripes" width="9" height="9" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)">'
        f'<path {look("stripe")} d="M2.5,0V9" stroke-width="4.2"/></pattern>'
        f'<linearGradient id="{name}-fade" x1="0" y1="0" x2="0" y2="1">'
        '<stop offset="0" stop-color="#fff" stop-opacity="0"/>'
        '<stop offset="0.075" stop-color="#fff" stop-opacity="1"/></linearGradient>'
        f'<mask id="{name}-upper" maskUnits="userSpaceOnUse" x="-{HALF_WIDTH + 4:g}" y="0" '
        f'width="{2 * HALF_WIDTH + 8:g}" height="{HEIGHT:g}">'
        f'<rect x="-{HALF_WIDTH + 4:g}" y="0" width="{2 * HALF_WIDTH + 8:g}" '
        f'height="{HEIGHT:g}" fill="url(#{name}-fade)"/></mask></defs>'
    )


def silhouette(view: str, name: str) -> str:
    """Return the body without any site, fading out at the ribs."""
    return (
        f'<g mask="url(#{name}-upper)"><use href="#{name}-outline" {look("body")}/></g>'
        f'<path {look("crease")} d="{creases()[view]}"/>'
    )


def placed_shapes(view: str) -> Iterable[tuple[str, Shape, int]]:
    """Yield every site of a view with its shape and the sign of its x, left before right.

    From the front the runner's left is on the right of the picture, from behind on the left.
    """
    left_sign = 1 if view == FRONT else -1
    for shape in shapes():
        if shape.view != view:
            continue
        if shape.is_middle:
            middle = f"{shape.region}_centre"
            known = {site.id for site in drawn_sites()}
            yield (middle if middle in known else shape.region), shape, 1
        else:
            yield f"{shape.region}_left", shape, left_sign
            yield f"{shape.region}_right", shape, -left_sign


def filled(shape: Shape, sign: int, paint: Paint | None, name: str) -> str:
    """Return the drawing of one site: the site itself, and what is felt there."""
    drawn = f'href="#{name}-{shape.id}"' + (' transform="scale(-1 1)"' if sign < 0 else "")
    plain = f"<use {look('site')} {drawn}/>"
    if paint is None:
        return plain
    # An attribute, which the style leaves alone, so that a page without styles within shows it too.
    kind = "striped" if paint.is_striped else "felt"
    fill = f' fill="url(#{name}-stripes)"' if paint.is_striped else ""
    return (
        f'{plain}<use {look(kind)} {drawn}{fill} fill-opacity="{paint.opacity:.2f}"'
        f' stroke-opacity="{min(1.0, paint.opacity + 0.25):.2f}"/>'
    )


def _panel(
    view: str,
    paints: Mapping[str, Paint],
    labels: Mapping[str, str],
    *,
    say: Say,
    name: str,
    ways: Ways | None,
) -> str:
    middle = PANEL_WIDTH / 2
    at_left, at_right = ("right", "left") if view == FRONT else ("left", "right")
    controls, numbers = [], []
    for site, shape, sign in placed_shapes(view):
        paint = paints.get(site)
        inside = f"<title>{escape(labels[site])}</title>{filled(shape, sign, paint, name)}"
        opened, closed = control_tags(site, escape(labels[site]), paint is not None, ways)
        controls.append(f"{opened}{inside}{closed}")
        if paint is not None:
            numbers.append(_figure_in(shape, sign, paint))
    return (
        f'<text {look("word")} x="{middle:g}" y="17" font-size="15" font-weight="600">'
        f"{escape(say(f'body.view.{view}'))}</text>"
        f'<text {look("quiet")} x="{middle - 76:g}" y="32" font-size="12">'
        f"{escape(say(f'body.your.{at_left}'))}</text>"
        f'<text {look("quiet")} x="{middle + 76:g}" y="32" font-size="12">'
        f"{escape(say(f'body.your.{at_right}'))}</text>"
        f'<g transform="translate({middle:g} {HEAD:g})" role="group" '
        f'aria-label="{escape(say(f"body.view.{view}"))}">'
        f"{silhouette(view, name)}{''.join(controls)}"
        f'<g aria-hidden="true">{"".join(numbers)}</g></g>'
    )


def _figure_in(shape: Shape, sign: int, paint: Paint) -> str:
    x, y = sign * shape.centre[0], shape.centre[1]
    if not paint.shown:
        return f'<circle {look("dot")} cx="{x:.1f}" cy="{y:.1f}" r="3.6"/>'
    place = f'x="{x:.1f}" y="{y + 5:.1f}"'
    return f'<text {look("number")} {place} font-size="15">{paint.shown}</text>'


def _paint_of(mark: BodyMark) -> Paint:
    is_striped = not is_exact(mark.site)
    if mark.level is None:
        return Paint(NO_LEVEL, "", is_striped)
    depth = FAINTEST + (DEEPEST - FAINTEST) * mark.level / 10.0
    return Paint(depth, f"{mark.level:g}", is_striped)


def _weight(paint: Paint) -> tuple[bool, float]:
    """Return what orders paints: a number before none, of two numbers the greater."""
    return bool(paint.shown), paint.opacity


def _words_of(mark: BodyMark, say: Say) -> str:
    quality = say(f"body.quality.{mark.quality}")
    if mark.level is None:
        return say("body.mark.felt", quality=quality)
    key = "body.mark.own_scale" if mark.scale else "body.mark.level"
    return say(key, quality=quality, level=mark.level)
