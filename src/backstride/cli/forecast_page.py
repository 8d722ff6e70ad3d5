"""The forecast as lines for a terminal: one table a plan side by side, then what it means."""

from __future__ import annotations

from collections.abc import Iterator

from backstride.cli.paragraph import paragraph
from backstride.domain.forecast import Forecast, MorningForecast
from backstride.text.saying import Say

_CELL = 21
LEAST_SHOWN = 0.05
"""Chance below which only that is said: more flares came then than were forecast
(``docs/explanation/forecast.md``)."""


def forecast_lines(forecast: Forecast, say: Say) -> Iterator[str]:
    """Yield the lines of the page.

    Parameters
    ----------
    forecast : Forecast
        What was found; without plans its notes say why.
    say : Say
        The words.
    """
    if not forecast.plans:
        yield from paragraph(say("page.forecast.none"))
    else:
        yield from paragraph(say("page.forecast.title", as_of=forecast.as_of.isoformat()))
        yield ""
        yield from _table(forecast, say)
        yield ""
        yield from paragraph(_sentence(forecast, say))
    yield ""
    for note in forecast.notes:
        yield from paragraph(say(note), bullet="- ")
    yield ""
    yield from paragraph(say("page.not_medical"))


def _table(forecast: Forecast, say: Say) -> Iterator[str]:
    names = [say(f"page.forecast.plan.{plan.plan}") for plan in forecast.plans]
    yield _row("", names)
    yield _row(say("page.forecast.day"), [say("page.forecast.columns")] * len(names))
    for together in zip(*(plan.mornings for plan in forecast.plans), strict=True):
        day = f"{together[0].day:%Y-%m-%d}"
        yield _row(day, [_cell(morning, say) for morning in together])
    chances = [_percent(plan.flare.value) for plan in forecast.plans]
    yield _row(say("page.forecast.any"), [chance.rjust(18) for chance in chances])


def _cell(morning: MorningForecast, say: Say) -> str:
    low, middle, high = (
        say("number.short", n=one) for one in (morning.q05, morning.q50, morning.q95)
    )
    reach = f"{low} - {high}"
    return f"{middle:>3} {reach:>8} {_percent(morning.p_flare):>5}"


def _percent(chance: float) -> str:
    if chance < LEAST_SHOWN:
        return f"<{100.0 * LEAST_SHOWN:.0f} %"
    return f"{100.0 * chance:.0f} %"


def _row(head: str, cells: list[str]) -> str:
    return ("  " + head.ljust(11) + "".join(cell.ljust(_CELL) for cell in cells)).rstrip()


def _sentence(forecast: Forecast, say: Say) -> str:
    planned = forecast.plan("planned").flare
    return say(
        "page.forecast.sentence",
        n_day=len(forecast.plan("planned").mornings),
        chance=_percent(planned.value),
        q05=_percent(planned.q05),
        q95=_percent(planned.q95),
        none=_percent(forecast.plan("none").flare.value),
        more=_percent(forecast.plan("more").flare.value),
    )
