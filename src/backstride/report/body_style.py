"""Look of the body map: one calm hue whose depth is the level, in light and in dark."""

from __future__ import annotations

from typing import Final

from backstride.report.svg_look import attributes, rules

_LIGHT: Final = {
    "body": "#e8ecf0",
    "line": "#b4bec8",
    "site": "#f7f9fb",
    "seam": "#838f9b",
    "mark": "#4757b8",
    "text": "#27313b",
    "quiet": "#5a6672",
    "halo": "#ffffff",
}
_DARK: Final = {
    "body": "#2b333c",
    "line": "#596673",
    "site": "#353f4a",
    "seam": "#8a97a5",
    "mark": "#a3b1ff",
    "text": "#e6ebf0",
    "quiet": "#a9b4bf",
    "halo": "#1b2128",
}
"""Every colour can be set from outside by a CSS variable ``--body-map-NAME``."""


_KINDS: Final = {
    "body": {"fill": "body", "stroke": "line", "stroke-width": "1.6"},
    "crease": {
        "fill": "none",
        "stroke": "line",
        "stroke-width": "1.6",
        "stroke-linecap": "round",
    },
    "site": {
        "fill": "site",
        "stroke": "seam",
        "stroke-width": "0.9",
        "stroke-linejoin": "round",
    },
    "felt": {
        "fill": "mark",
        "stroke": "mark",
        "stroke-width": "1.6",
        "stroke-linejoin": "round",
    },
    "striped": {"stroke": "mark", "stroke-width": "1.6", "stroke-linejoin": "round"},
    "swatch": {"fill": "mark"},
    "stripe": {"stroke": "mark"},
    "page": {"fill": "halo"},
    "word": {"fill": "text", "text-anchor": "middle"},
    "start": {"fill": "text"},
    "quiet": {"fill": "quiet", "text-anchor": "middle"},
    "number": {
        "fill": "text",
        "text-anchor": "middle",
        "font-weight": "600",
        "paint-order": "stroke",
        "stroke": "halo",
        "stroke-width": "3.5",
        "stroke-linejoin": "round",
        "pointer-events": "none",
    },
    "dot": {"fill": "text", "stroke": "halo", "stroke-width": "1.6", "pointer-events": "none"},
}


def look(kind: str) -> str:
    """Return the attributes of one kind of mark, in the light colours."""
    return attributes(kind, _KINDS, _LIGHT)


def style_sheet(scope: str) -> str:
    """Return the rules of a map, kept to the element with one id.

    All of them stand behind a question whether the viewer knows CSS variables: one that does not
    leaves the attributes of `look` alone.

    Parameters
    ----------
    scope : str
        Id of the SVG element.
    """
    variables = {name: f"var(--bm-{name})" for name in _LIGHT}
    return (
        "@supports (color:var(--known)){"
        f"#{scope}{{{_variables(_LIGHT)}}}"
        f"@media (prefers-color-scheme:dark){{#{scope}{{{_variables(_DARK)}}}}}"
        f"{rules(_KINDS, variables, scope=f'#{scope} ')}"
        f"#{scope} [role=checkbox]{{cursor:pointer;outline:none}}"
        f"#{scope} [role=checkbox]:hover .site{{stroke:var(--bm-mark);stroke-width:2.4}}"
        f"#{scope} [role=checkbox]:focus-visible .site,#{scope} [role=checkbox]:focus .site"
        "{stroke:var(--bm-text);stroke-width:3.4}"
        "@media (forced-colors:active){"
        f"#{scope} :is(.felt,.striped){{fill:Highlight;stroke:CanvasText}}"
        f"#{scope} .site{{stroke:CanvasText}}}}}}"
    )


def _variables(colours: dict[str, str]) -> str:
    return ";".join(
        f"--bm-{name}:var(--body-map-{name},{colour})" for name, colour in colours.items()
    )
