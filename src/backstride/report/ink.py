"""Ink: the shapes every chart is drawn with; a picture stands alone and takes a page's colours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from typing import Final

from backstride.report.body_map import Say

Point = tuple[float, float]

LOOK: Final[Mapping[str, Mapping[str, str]]] = {
    "paper": {"fill": "#ffffff"},
    "axis": {"fill": "none", "stroke": "#c4c8c2"},
    "zero": {"fill": "none", "stroke": "#56666a", "stroke-width": "1.5"},
    "margin": {"fill": "none", "stroke": "#56666a", "stroke-dasharray": "3 4"},
    "little": {"fill": "#eceeea"},
    "band": {"fill": "#c9dcd9"},
    "inner": {"fill": "#1f5f5b", "fill-opacity": "0.55"},
    "middle": {"fill": "none", "stroke": "#1f5f5b", "stroke-width": "2.5"},
    "spot": {"fill": "#1f5f5b"},
    "other": {"fill": "none", "stroke": "#56666a", "stroke-width": "1.6"},
    "load": {"fill": "#3f6fb0"},
    "rest": {"fill": "none", "stroke": "#3f6fb0"},
    "typical": {"fill": "none", "stroke": "#3f6fb0", "stroke-dasharray": "5 4"},
    "unknown": {"stroke": "#8b979a", "stroke-width": "1.2"},
    "pain": {"fill": "none", "stroke": "#a4492b", "stroke-width": "1.6"},
    "dot": {"fill": "#a4492b"},
    "ring": {"fill": "#ffffff", "stroke": "#a4492b", "stroke-width": "1.3"},
    "phase": {"fill": "#e6ddc9"},
    "window": {"fill": "#e0ecea"},
    "touch": {"fill": "#ffffff", "fill-opacity": "0"},
    "note": {"fill": "#56666a", "font-size": "12"},
    "over": {
        "fill": "#56666a",
        "font-size": "12",
        "stroke": "#ffffff",
        "stroke-width": "3",
        "paint-order": "stroke",
    },
    "head": {"fill": "#1d2a2b", "font-size": "12.5", "font-weight": "600"},
    "stamp": {"fill": "#8a4b08", "font-size": "11", "font-weight": "600"},
}
"""Look of each class where no style sheet is at hand: dark on white, told apart without hue."""

FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
LETTER: Final = 6.3
"""Mean width of a letter of a note; only decides where words are left out. [px]"""


@dataclass(frozen=True, slots=True)
class Tongue:
    """How a chart speaks.

    Parameters
    ----------
    say : callable
        Turns keys into words.
    number : callable
        Writes a number with so many decimals, and its sign where asked to.
    day : callable
        Writes a day.
    tick : callable
        Writes a day as short as an axis needs it: ``day``, ``month`` or ``year``.
    stamp : str
        Words that are to stand on every picture, as that its runner was invented.
    """

    say: Say
    number: Callable[[float | None, int, bool], str]
    day: Callable[[date], str]
    tick: Callable[[date, str], str]
    stamp: str = ""


@dataclass(slots=True)
class Drawing:
    """Collects the shapes of one picture.

    Parameters
    ----------
    name : str
        Unique on its page.
    width, height : float
        Of the picture. [px]
    """

    name: str
    width: float
    height: float
    parts: list[str] = field(default_factory=list)
    patterns: list[str] = field(default_factory=list)

    def text(self, at: Point, words: str, kind: str = "note", *, anchor: str = "start") -> None:
        """Write words with their baseline at a point."""
        place = f'x="{at[0]:.1f}" y="{at[1]:.1f}" text-anchor="{anchor}"'
        self.parts.append(f"<text {_look(kind)} {place}>{_plain(words)}</text>")

    def line(self, points: Sequence[Point], kind: str) -> None:
        """Draw straight lines from point to point."""
        if len(points) > 1:
            self.parts.append(f'<polyline {_look(kind)} points="{_joined(points)}"/>')

    def area(self, points: Sequence[Point], kind: str) -> None:
        """Fill what lies between points."""
        if len(points) > 2:
            self.parts.append(f'<polygon {_look(kind)} points="{_joined(points)}"/>')

    def box(self, first: Point, last: Point, kind: str, *, radius: float = 0.0) -> None:
        """Fill the rectangle between two corners."""
        self.parts.append(f"<rect {_look(kind)} {_corners(first, last)}{_rounded(radius)}/>")

    def hatched(self, first: Point, last: Point) -> None:
        """Hatch the rectangle between two corners."""
        if not self.patterns:
            self.patterns.append(
                f'<pattern id="{self.name}-hatch" width="5" height="5" '
                'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
                f'<line x1="0" y1="0" x2="0" y2="5" {_look("unknown")}/></pattern>'
            )
        fill = f'fill="url(#{self.name}-hatch)" fill-opacity="0.75"'
        self.parts.append(f"<rect {fill} {_corners(first, last)}/>")

    def circle(self, at: Point, radius: float, kind: str) -> None:
        """Draw a circle around a point."""
        place = f'cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius:.1f}"'
        self.parts.append(f"<circle {_look(kind)} {place}/>")

    def link(self, address: str, label: str) -> None:
        """Begin a link; what is drawn until `end_link` belongs to it."""
        words = _plain(label)
        self.parts.append(f'<a href="{escape(address, quote=True)}" aria-label="{words}">')

    def end_link(self) -> None:
        """End the link."""
        self.parts.append("</a>")

    def finish(self, title: str, about: str, tongue: Tongue, *, role: str = "img") -> str:
        """Return the picture as SVG that needs no other file."""
        if tongue.stamp:
            self.text((self.width - 4.0, 12.0), tongue.stamp, "stamp", anchor="end")
        defined = f"<defs>{''.join(self.patterns)}</defs>" if self.patterns else ""
        box = f"{self.width:.0f} {self.height:.0f}"
        size = f'width="{self.width:.0f}" height="{self.height:.0f}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {box}" {size} '
            f'role="{role}" aria-labelledby="{self.name}-t {self.name}-d" '
            f'font-family="{FONT}" font-size="12"><title id="{self.name}-t">{_plain(title)}'
            f'</title><desc id="{self.name}-d">{_plain(about)}</desc>{defined}'
            f'<rect {_look("paper")} width="{self.width:.0f}" height="{self.height:.0f}"/>'
            f"{''.join(self.parts)}</svg>"
        )


def _plain(words: str) -> str:
    """Escape words; a sign that XML has no place for (XML 1.0, section 2.2) becomes a blank."""
    if not words.isprintable():
        words = "".join(sign if sign.isprintable() else " " for sign in words)
    return escape(words, quote=True)


def _look(kind: str) -> str:
    attributes = " ".join(f'{name}="{value}"' for name, value in LOOK[kind].items())
    return f'class="{kind}" {attributes}'


def _joined(points: Sequence[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _corners(first: Point, last: Point) -> str:
    left, right = sorted((first[0], last[0]))
    top, bottom = sorted((first[1], last[1]))
    return f'x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{bottom - top:.1f}"'


def _rounded(radius: float) -> str:
    return f' rx="{radius:.1f}"' if radius else ""
