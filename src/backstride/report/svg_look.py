"""Look of SVG marks: attributes, which every viewer knows, and CSS over them for those that can."""

from __future__ import annotations

from collections.abc import Mapping

Kinds = Mapping[str, Mapping[str, str]]
"""Attributes of each kind of mark; a value that is the name of a colour stands for it."""

FONT = 'font-family="system-ui,-apple-system,Segoe UI,sans-serif"'


def attributes(kind: str, kinds: Kinds, colours: Mapping[str, str]) -> str:
    """Return the attributes of one mark, its class first.

    They stand on the element itself, because plain viewers know neither CSS variables nor media
    queries and would draw everything black.

    Parameters
    ----------
    kind : str
        One of `kinds`.
    kinds : mapping
        Attributes by kind.
    colours : mapping of str to str
        Colours by name.
    """
    drawn = (f'{name}="{colours.get(value, value)}"' for name, value in kinds[kind].items())
    return " ".join((f'class="{kind}"', *drawn))


def rules(kinds: Kinds, colours: Mapping[str, str], *, scope: str = "") -> str:
    """Return CSS rules that give every coloured attribute another colour.

    Parameters
    ----------
    kinds : mapping
        Attributes by kind.
    colours : mapping of str to str
        What to write for each name of a colour.
    scope : str
        Selector in front of each rule.
    """
    return "".join(
        f"{scope}.{kind}{{{name}:{colours[value]}}}"
        for kind, found in kinds.items()
        for name, value in found.items()
        if value in colours
    )
