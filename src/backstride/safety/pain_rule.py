"""Pain rule: how a run was borne, and what that means for the next one.

It works from the first day, from the diary alone and without statistics. The limits are data
(`pain_rule.toml`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files
from math import inf
from typing import Final

from backstride.domain.errors import OutOfRange
from backstride.domain.message import Message
from backstride.domain.pain import PainBand, RunPain

REST_H: Final = 48
"""Least time between runs after amber. [h]"""
REVIEW_DAYS: Final = (2, 3)
"""When to look at it anew after red. [d]"""
GREENS_TO_GO_ON: Final = 2

_SCORES: Final = ("before", "peak", "one_hour_after", "next_morning", "back_peak")
_LADDERS: Final = ("ladder_before", "ladder_after")


@dataclass(frozen=True, slots=True)
class Measure:
    """One row of the decision table.

    Parameters
    ----------
    id : str
        What is measured.
    unit : str
        Of the number.
    amber_above, red_from, red_above : float
        Limits; infinite where there is none.
    needed : bool
        True where the band cannot be green without it.
    """

    id: str
    unit: str
    amber_above: float = inf
    red_from: float = inf
    red_above: float = inf
    needed: bool = False

    def band(self, value: float | None) -> PainBand:
        """Return the band of a value alone; an unknown one is green unless it is needed."""
        if value is None:
            return PainBand.AMBER if self.needed else PainBand.GREEN
        if value >= self.red_from or value > self.red_above:
            return PainBand.RED
        return PainBand.AMBER if value > self.amber_above else PainBand.GREEN


@dataclass(frozen=True, slots=True)
class Borne:
    """How a run was borne.

    Parameters
    ----------
    band : PainBand
        The worst of all measures.
    reasons : tuple of str
        Measures in that band, none for green.
    missing : tuple of str
        Needed measures that are unknown.
    """

    band: PainBand
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def asks_for_screen(self) -> bool:
        """Whether the questions on warning signs are to be asked now."""
        return self.band is PainBand.RED


class Move(Enum):
    """Where the next run stands on the ladder of steps."""

    FURTHER = "further"
    REPEAT = "repeat"
    BACK = "back"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class NextStep:
    """What the bands of the last runs mean for the next.

    Parameters
    ----------
    move : Move
        One step further, the same again, one step back, or no run.
    is_halved : bool
        True where the next step is half as large.
    rest_h : int
        Least time before the next run. [h]
    """

    move: Move
    is_halved: bool = False
    rest_h: int = 0


def pain_band(pain: RunPain) -> Borne:
    """Return how a run was borne.

    Parameters
    ----------
    pain : RunPain
        What was noted; None is unknown.

    Raises
    ------
    OutOfRange
        Where a score lies outside 0 to 10, a step outside 0 to 6, or a time is negative.
    """
    _check(pain)
    values = _measured(pain)
    bands = {measure.id: measure.band(values[measure.id]) for measure in measures()}
    worst = max(bands.values())
    missing = tuple(
        measure.id for measure in measures() if measure.needed and values[measure.id] is None
    )
    reasons = tuple(
        name for name, band in bands.items() if band is worst and values[name] is not None
    )
    return Borne(worst, () if worst is PainBand.GREEN else reasons, missing)


def next_step(bands: Sequence[PainBand]) -> NextStep:
    """Return what the bands of past runs, oldest first, mean for the next run."""
    if not bands:
        return NextStep(Move.REPEAT)
    last, before = bands[-1], bands[-2] if len(bands) > 1 else None
    if last is PainBand.RED:
        return NextStep(Move.STOP, is_halved=True, rest_h=24 * REVIEW_DAYS[0])
    if last is PainBand.AMBER:
        again = before is PainBand.AMBER
        return NextStep(Move.BACK if again else Move.REPEAT, is_halved=again, rest_h=REST_H)
    if before is PainBand.RED:
        return NextStep(Move.REPEAT, is_halved=True)
    greens = bands[-GREENS_TO_GO_ON:]
    is_enough = len(greens) == GREENS_TO_GO_ON and set(greens) == {PainBand.GREEN}
    return NextStep(Move.FURTHER if is_enough else Move.REPEAT)


def tell_borne(borne: Borne, step: NextStep | None = None) -> tuple[Message, ...]:
    """Return how a run was borne as messages: the band, what put it there, what was not noted.

    Parameters
    ----------
    borne : Borne
        The run.
    step : NextStep, optional
        What it means for the next one.
    """
    said = [Message(f"safety.band.{borne.band.name.lower()}")]
    said += [Message(f"safety.band.why.{name}") for name in borne.reasons]
    if borne.missing:
        said.append(Message("safety.band.unknown"))
        said += [Message(f"safety.band.why.{name}") for name in borne.missing]
    if step is not None and step.is_halved:
        said.append(Message("safety.band.halve"))
    if borne.asks_for_screen:
        said.append(Message("safety.band.rescreen"))
    return tuple(said)


def stops_experiment(band: PainBand) -> bool:
    """Whether an experiment stops here."""
    return band is PainBand.RED


@cache
def measures() -> tuple[Measure, ...]:
    """Return the rows of the decision table."""
    path = files("backstride.safety").joinpath("pain_rule.toml")
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["measure"]
    return tuple(Measure(**row) for row in rows)


def _measured(pain: RunPain) -> Mapping[str, float | None]:
    return {
        "before": pain.before,
        "peak": pain.peak,
        "rise": _more(pain.peak, pain.before),
        "back": pain.back_peak,
        "settled": pain.settled_h,
        "hour_after": _more(pain.one_hour_after, pain.before),
        "next_morning": _more(pain.next_morning, pain.before),
        "next_morning_level": pain.next_morning,
        "ladder": _more(pain.ladder_after, pain.ladder_before),
        "tingling": pain.tingling_min,
        "strength": None if pain.weaker is None else float(pain.weaker),
        "night": None if pain.woke_at_night is None else float(pain.woke_at_night),
    }


def _more(after: float | None, before: float | None) -> float | None:
    return None if after is None or before is None else after - before


def _check(pain: RunPain) -> None:
    bounds = dict.fromkeys(_SCORES, 10.0) | dict.fromkeys(_LADDERS, 6.0)
    bounds |= {"settled_h": inf, "tingling_min": inf}
    for name, high in bounds.items():
        value = getattr(pain, name)
        if value is not None and not 0.0 <= value <= high:
            raise OutOfRange("safety.pain_out_of_range", name=name, found=value, high=high)
