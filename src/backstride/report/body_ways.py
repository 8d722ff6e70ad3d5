"""What a site of the body map is to the hand: a box to tick, or a link to touch."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Ways:
    """Where a touch of a site leads.

    Parameters
    ----------
    beginning, end : str
        Address before and after the id of the site.
    chosen : str
        Site that is chosen now; empty for none.
    """

    beginning: str
    end: str = ""
    chosen: str = ""


def control_tags(site: str, label: str, is_marked: bool, ways: Ways | None) -> tuple[str, str]:
    """Return the tags around one site: a checkbox, or a link."""
    said = f'data-site="{site}" aria-label="{label}"'
    if ways is None:
        checked = "true" if is_marked else "false"
        return f'<g role="checkbox" tabindex="0" aria-checked="{checked}" {said}>', "</g>"
    chosen = ' aria-current="true"' if site == ways.chosen else ""
    way = escape(f"{ways.beginning}{site}{ways.end}")
    return f'<a href="{way}" {said}{chosen}>', "</a>"
