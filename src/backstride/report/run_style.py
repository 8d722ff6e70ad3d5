"""Look of the pictures of a run: the calm hue of the body map, in light and in dark."""

from __future__ import annotations

from typing import Final

from backstride.report.svg_look import attributes, rules

_LIGHT: Final = {
    "page": "#ffffff",
    "text": "#27313b",
    "quiet": "#5a6672",
    "own": "#4757b8",
    "typical": "#b4bec8",
    "line": "#838f9b",
}
_DARK: Final = {
    "page": "#1b2128",
    "text": "#e6ebf0",
    "quiet": "#a9b4bf",
    "own": "#a3b1ff",
    "typical": "#596673",
    "line": "#8a97a5",
}
"""Colours that differ in lightness too, so that they are told apart without hue."""

_KINDS: Final = {
    "page": {"fill": "page"},
    "plain": {"fill": "text"},
    "head": {"fill": "text", "font-size": "15", "font-weight": "600"},
    "label": {"fill": "text", "font-weight": "600"},
    "quiet": {"fill": "quiet"},
    "end": {"fill": "quiet", "text-anchor": "end"},
    "own": {"fill": "own"},
    "typical": {"fill": "typical"},
    "band": {"fill": "own", "opacity": "0.18"},
    "halo": {"fill": "none", "stroke": "page", "stroke-width": "3.4"},
    "range": {"fill": "none", "stroke": "text", "stroke-width": "1.4"},
    "axis": {"fill": "none", "stroke": "line", "stroke-width": "1"},
    "middle": {"fill": "none", "stroke": "own", "stroke-width": "2"},
    "ordinary": {
        "fill": "none",
        "stroke": "line",
        "stroke-width": "1.4",
        "stroke-dasharray": "4 3",
    },
}


def look(kind: str) -> str:
    """Return the attributes of one kind of mark, in the light colours."""
    return attributes(kind, _KINDS, _LIGHT)


STYLE: Final = f"@media (prefers-color-scheme:dark){{{rules(_KINDS, _DARK)}}}"
"""The dark colours, for viewers that know which the reader prefers."""
