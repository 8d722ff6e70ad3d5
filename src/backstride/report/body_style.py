"""Look of the body map: one calm hue whose depth is the level, in light and in dark."""

from __future__ import annotations

from typing import Final

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


def style_sheet(scope: str) -> str:
    """Return the rules of a map, kept to the element with one id.

    Parameters
    ----------
    scope : str
        Id of the SVG element.
    """
    light, dark = _variables(_LIGHT), _variables(_DARK)
    return (
        f"#{scope}{{{light};font-family:system-ui,-apple-system,'Segoe UI',sans-serif}}"
        f"@media (prefers-color-scheme:dark){{#{scope}{{{dark}}}}}"
        f"#{scope} .body{{fill:var(--bm-body);stroke:var(--bm-line);stroke-width:1.6}}"
        f"#{scope} .crease{{fill:none;stroke:var(--bm-line);stroke-width:1.6;"
        "stroke-linecap:round}"
        f"#{scope} .site{{fill:var(--bm-site);stroke:var(--bm-seam);stroke-width:0.9;"
        "stroke-linejoin:round}"
        f"#{scope} .felt{{stroke:var(--bm-mark);stroke-width:1.6;stroke-linejoin:round}}"
        f"#{scope} .felt:not(.striped){{fill:var(--bm-mark)}}"
        f"#{scope} [role=checkbox]{{cursor:pointer;outline:none}}"
        f"#{scope} [role=checkbox]:hover .site{{stroke:var(--bm-mark);stroke-width:2.4}}"
        f"#{scope} [role=checkbox]:focus-visible .site,#{scope} [role=checkbox]:focus .site"
        "{stroke:var(--bm-text);stroke-width:3.4}"
        f"#{scope} text{{fill:var(--bm-text);text-anchor:middle}}"
        f"#{scope} .quiet{{fill:var(--bm-quiet)}}"
        f"#{scope} .number{{font-weight:600;paint-order:stroke;stroke:var(--bm-halo);"
        "stroke-width:3.5px;stroke-linejoin:round;pointer-events:none}"
        f"#{scope} .dot{{fill:var(--bm-text);stroke:var(--bm-halo);stroke-width:1.6;"
        "pointer-events:none}"
        f"#{scope} .stripe{{stroke:var(--bm-mark)}}"
        "@media (forced-colors:active){"
        f"#{scope} .felt{{fill:Highlight;stroke:CanvasText}}"
        f"#{scope} .site{{stroke:CanvasText}}}}"
    )


def _variables(colours: dict[str, str]) -> str:
    return ";".join(
        f"--bm-{name}:var(--body-map-{name},{colour})" for name, colour in colours.items()
    )
