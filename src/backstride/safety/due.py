"""Due: when the screen is to be asked again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from backstride.domain.screen import Reply, Statement
from backstride.safety.standing import NEVER, Standing, given

SCREEN_EVERY_DAYS: Final = 7
FLARE_POINTS: Final = 2.0
"""A rise of the leg score that calls for a new screen (evidence: a flare of two points or more)."""


def why_due(history: Sequence[Statement], standing: Standing, today: date) -> tuple[str, ...]:
    """Return why a new screen is due, nothing where none is.

    Parameters
    ----------
    history : sequence of Statement
        In the order of their days.
    standing : Standing
        What stands after all of them.
    today : date
        The day to judge.

    Returns
    -------
    tuple of str
        ``never``, ``visit``, ``week``, ``flare``, ``ladder``, ``saddle``.
    """
    if standing.asked is None or standing.asked_order == NEVER:
        return ("never",)
    reasons = []
    if standing.visit_order > standing.asked_order:
        reasons.append("visit")
    if (today - standing.asked).days > SCREEN_EVERY_DAYS:
        reasons.append("week")
    later = history[standing.asked_order + 1 :]
    score, ladder = _usual(history, standing, "leg_morning"), _ladder(standing)
    for statement in later:
        reasons += _calls(given(statement), score, ladder)
    return tuple(dict.fromkeys(reasons))


def is_screen_due(history: Sequence[Statement], today: date) -> bool:
    """Whether the screen is to be asked: at the start, weekly, after a flare, a step or a mark."""
    standing = Standing(today, {})
    for order, statement in enumerate(history):
        standing = standing.after(order, statement)
    return bool(why_due(history, standing, today))


def _calls(answers: dict[str, Reply], score: float | None, ladder: float | None) -> list[str]:
    """Return why the answers of one day call for a new screen."""
    now, step = _number(answers, "leg_morning"), _number(answers, "ladder_step_0_6")
    found = {
        "flare": answers.get("flare") == "yes"
        or (now is not None and score is not None and now - score >= FLARE_POINTS),
        "ladder": step is not None and ladder is not None and step > ladder,
        "saddle": answers.get("body_map_saddle", "none") != "none",
    }
    return [name for name, is_so in found.items() if is_so]


def _usual(history: Sequence[Statement], standing: Standing, key: str) -> float | None:
    """Return the newest score up to the day of the newest screen, of its week at most."""
    if standing.asked is None:
        return None
    for statement in reversed(history):
        age = (standing.asked - statement.day).days
        value = _number(given(statement), key)
        if 0 <= age <= SCREEN_EVERY_DAYS and value is not None:
            return value
    return None


def _ladder(standing: Standing) -> float | None:
    return _number(dict(standing.asked_answers), "ladder_step_0_6")


def _number(answers: dict[str, Reply], key: str) -> float | None:
    value = answers.get(key)
    return float(value) if isinstance(value, int | float) else None
