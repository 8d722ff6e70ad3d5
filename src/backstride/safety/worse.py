"""Worse: what follows when pain grows under a plan, an experiment or plain running."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backstride.domain.message import Message
from backstride.domain.pain import AdverseEvent, PainBand
from backstride.safety.pain_rule import Borne, tell_borne


@dataclass(frozen=True, slots=True)
class Response:
    """What follows from a worsening.

    Parameters
    ----------
    event : AdverseEvent
        To be kept.
    stops : bool
        True where plan or experiment ends here; else it only goes no further.
    asks_for_screen : bool
        Whether the questions on warning signs come next.
    advice : tuple of Message
        What to say.
    """

    event: AdverseEvent
    stops: bool
    asks_for_screen: bool
    advice: tuple[Message, ...]


def is_worsening(bands: Sequence[PainBand]) -> bool:
    """Whether the last runs, oldest first, are a worsening: one red, or two ambers in a row."""
    return bool(bands) and (
        bands[-1] is PainBand.RED or list(bands[-2:]) == [PainBand.AMBER, PainBand.AMBER]
    )


def respond(event: AdverseEvent, borne: Borne, *, n_before: int) -> Response:
    """Return what follows from a worsening.

    Parameters
    ----------
    event : AdverseEvent
        What went worse, and under what.
    borne : Borne
        How the run was borne.
    n_before : int
        How many there were before.
    """
    advice = (
        Message(f"safety.worse.stop.{event.during}"),
        *tell_borne(borne),
        Message("safety.worse.count", {"n": n_before + 1}),
    )
    stops = borne.band is PainBand.RED
    return Response(event, stops=stops, asks_for_screen=borne.asks_for_screen, advice=advice)
