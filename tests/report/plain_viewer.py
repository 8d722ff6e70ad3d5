"""What a viewer without CSS variables, media queries and `@supports` sees of an SVG."""

from __future__ import annotations

import re
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {
    f"{SVG}{name}" for name in ("use", "path", "rect", "circle", "polyline", "polygon", "text")
}
COLOUR = re.compile(r"none|#[0-9a-f]{6}|url\(#[a-z-]+\)")


def uncoloured(svg: str) -> list[str]:
    """Marks that would come out in the default black."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own
    shared = {part for holder in root.iter(f"{SVG}defs") for part in holder}
    return [
        ElementTree.tostring(part, encoding="unicode")
        for part in root.iter()
        if part.tag in DRAWN and part not in shared and not _is_coloured(part)
    ]


def unguarded_variables(svg: str) -> list[str]:
    """CSS variables outside `@supports`, which a plain viewer might take for a colour."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own
    sheets = [part.text or "" for part in root.iter(f"{SVG}style")]
    values = [value for part in root.iter() for value in part.attrib.values()]
    plain = [sheet for sheet in sheets if not sheet.startswith("@supports (color:var(")]
    return [text for text in (*plain, *values) if "var(" in text]


def _is_coloured(part: ElementTree.Element) -> bool:
    told = [part.get("fill"), part.get("stroke")]
    return any(told) and all(COLOUR.fullmatch(colour) for colour in told if colour)
