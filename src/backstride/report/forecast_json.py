"""The forecast as plain JSON values, schema ``backstride.forecast/1``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, Final

from backstride.domain.forecast import Forecast, PlanForecast
from backstride.domain.message import Message

SCHEMA: Final = "backstride.forecast/1"


def forecast_to_json(
    forecast: Forecast, say: Callable[[Message], str], triage: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return a forecast as JSON values; every field is defined in ``docs/reference/json.md``.

    Parameters
    ----------
    forecast : Forecast
        What to tell.
    say : callable
        Turns a message into a sentence.
    triage : mapping, optional
        Result of the safety screen in its own schema.
    """
    return {
        "schema": SCHEMA,
        "triage": None if triage is None else dict(triage),
        "as_of": forecast.as_of.isoformat(),
        "first_planned": forecast.first_planned.isoformat(),
        "load_unit": "typical run",
        "scores": list(forecast.scores),
        "usual_level": forecast.usual_level,
        "flare_from": forecast.flare_from,
        "plans": [_plan(plan) for plan in forecast.plans],
        "notes": [say(note) for note in forecast.notes],
        "note_keys": [note.key for note in forecast.notes],
    }


def _plan(plan: PlanForecast) -> dict[str, Any]:
    mornings = [
        {**asdict(morning), "day": morning.day.isoformat(), "p_score": list(morning.p_score)}
        for morning in plan.mornings
    ]
    return {**asdict(plan), "loads": list(plan.loads), "mornings": mornings}
