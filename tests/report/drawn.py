"""Places that a picture draws at, read back from its SVG."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Drawn:
    """A picture as it was read back."""

    width: float
    height: float
    points: list[tuple[float, float]]
    texts: list[str]
    title: str

    @property
    def astray(self) -> list[tuple[float, float]]:
        """Points that are no numbers, or lie outside the picture."""
        return [
            (x, y)
            for x, y in self.points
            if not (isfinite(x) and isfinite(y))
            or not (-0.06 <= x <= self.width + 0.06 and -0.06 <= y <= self.height + 0.06)
        ]


def read_picture(svg: str) -> Drawn:
    """Read a picture; one that is not well-formed XML is an error."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - a picture of our own
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    points: list[tuple[float, float]] = []
    for shape in root.iter():
        if shape.tag == f"{SVG}pattern" or _is_in_pattern(root, shape):
            continue
        points += _points(shape)
    title = root.findtext(f"{SVG}title") or ""
    texts = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    return Drawn(width, height, points, texts, title)


def _is_in_pattern(root: ElementTree.Element, shape: ElementTree.Element) -> bool:
    return any(shape in list(pattern) for pattern in root.iter(f"{SVG}pattern"))


def _points(shape: ElementTree.Element) -> list[tuple[float, float]]:
    given = shape.attrib
    if "points" in given:
        pairs = [pair.split(",") for pair in given["points"].split()]
        return [(float(x), float(y)) for x, y in pairs]
    if "cx" in given:
        return [(float(given["cx"]), float(given["cy"]))]
    if shape.tag == f"{SVG}rect" and "x" in given:
        x, y = float(given["x"]), float(given["y"])
        return [(x, y), (x + float(given["width"]), y + float(given["height"]))]
    if shape.tag == f"{SVG}text":
        return [(float(given["x"]), float(given["y"]))]
    return []
