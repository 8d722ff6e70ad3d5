"""A plan of the runner's own on the Answer page: loads of the coming days, as they were typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from backstride.domain.forecast import Forecast
from backstride.domain.message import Message
from backstride.web.formats import Formats

MOST_LOAD: Final = 100.0
"""Load of a day that may be typed; the bound only catches slips. [easy km]"""
MOST_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Plan:
    """What was typed.

    Parameters
    ----------
    typed : tuple of str
        As it was typed, one a day; empty where nothing was.
    loads : tuple of float
        What it means; empty where a day is no load. [easy km]
    fault : Message or None
        What is wrong with it.
    """

    typed: tuple[str, ...] = ()
    loads: tuple[float, ...] = ()
    fault: Message | None = None


def read_plan(typed: Sequence[str]) -> Plan:
    """Return a plan; a day that was left empty is a day without a run."""
    days = tuple(text.strip()[:20] for text in typed[:MOST_DAYS])
    loads = []
    for text in days:
        load = _load(text)
        if load is None:
            most = int(MOST_LOAD)
            return Plan(
                days, (), Message("web.answer.if.plan.fault", {"typed": text, "most": most})
            )
        loads.append(load)
    return Plan(days, tuple(loads))


def plan_fields(
    plan: Plan, usual: Forecast | None, typical: float | None, formats: Formats
) -> list[Any]:
    """Return a field for each coming day: its day, its name, and what stands in it.

    Parameters
    ----------
    plan : Plan
        What was typed.
    usual : Forecast or None
        Whose days are asked for, and whose loads stand there where nothing was typed.
    typical : float or None
        The typical run. [easy km]
    formats : Formats
        Writes numbers.
    """
    if usual is None or typical is None:
        return []
    loads = usual.plan("planned").loads
    is_typed = len(plan.typed) == len(loads)
    return [
        {
            "name": formats.day(_after(usual.first_planned, place)),
            "value": plan.typed[place] if is_typed else formats.number(load * typical, 1),
        }
        for place, load in enumerate(loads)
    ]


def _after(first: date, place: int) -> date:
    return first + timedelta(days=place)


def _load(text: str) -> float | None:
    try:
        load = float(text.replace(",", ".") or "0")
    except ValueError:
        return None
    return load if 0.0 <= load <= MOST_LOAD else None
