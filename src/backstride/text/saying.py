"""Say: what a page asks of the catalogue."""

from __future__ import annotations

from typing import Protocol

from backstride.domain.message import Message, Parameter


class Say(Protocol):
    """Turns a message into words."""

    def __call__(self, key: str | Message, **params: Parameter) -> str:
        """Return the sentence."""
