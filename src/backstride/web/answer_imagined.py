"""What is said of the next mornings, with a share of the usual running or a plan of one's own."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from backstride.web.answer_charts import Shown, unit_in_words
from backstride.web.answer_plan import plan_fields
from backstride.web.answer_view import View
from backstride.workflows.imagine_mornings import SHARES, USUAL

LEAST_SHOWN: Final = 0.05
"""Chance below which only that is said: more flares came then than were forecast
(``docs/explanation/forecast.md``)."""


def imagined_values(view: View) -> dict[str, Any]:
    """Return what is said of the next mornings with the share or the plan that was chosen."""
    shown, imagined = view.shown, view.shown.imagined
    usual = None if imagined.found is None else imagined.found.forecasts.get(USUAL)
    typical = None if shown.answer is None else shown.answer.typical_run
    values = {
        "fault": view.plan.fault,
        "is_own": shown.planned is not None,
        "fields": [] if view.is_sample else plan_fields(view.plan, usual, typical, view.formats),
        "notes": () if imagined.found is None else imagined.found.notes,
        "query": _query(view),
    }
    found = shown.forecast(view.share)
    if found is None:
        return values | {"state": _why_none(shown)}
    planned, none = found.plan("planned"), found.plan("none")
    unit = "" if shown.answer is None else shown.answer.load_unit
    return values | {
        "state": "ready",
        "n_morning": len(planned.mornings),
        "chance": percent(planned.flare.value),
        "low": percent(planned.flare.q05),
        "high": percent(planned.flare.q95),
        "without": percent(none.flare.value),
        "amount": None if typical is None else typical * sum(planned.loads),
        "unit": unit_in_words(unit, view.charts.tongue.say),
        "n_day": len(planned.loads),
    }


def _why_none(shown: Shown) -> str:
    """Return ``working``, ``failed``, or ``none`` where the notes say why there is no forecast."""
    work = shown.imagined if shown.planned is None else shown.planned
    if work.failed:
        return "failed"
    return "working" if work.found is None else "none"


def _query(view: View) -> str:
    """Return what an address needs to show the same mornings again."""
    if view.shown.planned is None:
        return f"?share={view.share}"
    return "?" + urlencode([("day", text) for text in view.plan.typed])


def percent(chance: float) -> str:
    """Write a chance; of a small one only that it is small."""
    if chance < LEAST_SHOWN:
        return f"<{100.0 * LEAST_SHOWN:.0f} %"
    return f"{100.0 * chance:.0f} %"


def share_of(text: str) -> int:
    """Return a share that may be imagined; the usual where the text names none."""
    return int(text) if text.isdecimal() and int(text) in SHARES else USUAL
