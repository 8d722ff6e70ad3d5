"""Look of the pictures of a run: the calm hue of the body map, in light and in dark."""

from __future__ import annotations

from typing import Final

_LIGHT: Final = "--pg:#ffffff;--tx:#27313b;--qt:#5a6672;--own:#4757b8;--typ:#b4bec8;--ln:#838f9b"
_DARK: Final = "--pg:#1b2128;--tx:#e6ebf0;--qt:#a9b4bf;--own:#a3b1ff;--typ:#596673;--ln:#8a97a5"

STYLE: Final = (
    f"svg{{{_LIGHT};font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:12px}}"
    f"@media (prefers-color-scheme:dark){{svg{{{_DARK}}}}}"
    ".page{fill:var(--pg)}text{fill:var(--tx)}.head{font-size:15px;font-weight:600}"
    ".label{font-weight:600}.quiet{fill:var(--qt)}.end{text-anchor:end}"
    ".own{fill:var(--own)}.typical{fill:var(--typ)}"
    "polyline{fill:none;stroke:var(--ln)}.range{stroke:var(--tx);stroke-width:1.4}"
    ".axis{stroke-width:1}.band{fill:var(--own);opacity:.18}"
    ".middle{stroke:var(--own);stroke-width:2}.ordinary{stroke-dasharray:4 3;stroke-width:1.4}"
)
"""Colours that differ in lightness too, so that they are told apart without hue."""
