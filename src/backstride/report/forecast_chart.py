"""The next mornings as a picture: what may come with a plan of running, and without running."""

from __future__ import annotations

from typing import Final

from backstride.domain.forecast import Forecast, MorningForecast, PlanForecast
from backstride.report.chart import Cell, Chart, Column
from backstride.report.ink import Drawing, Tongue
from backstride.report.scale import Scale

LEFT: Final = 28.0
RIGHT: Final = 10.0
TOP: Final = 26.0
BOTTOM: Final = 206.0
HEIGHT: Final = 262.0
SCORE_TOP: Final = 10.0


def forecast_chart(forecast: Forecast, plan: str, tongue: Tongue) -> Chart:
    """Draw the mornings under a plan beside the same mornings without running.

    Parameters
    ----------
    forecast : Forecast
        With plans.
    plan : str
        Which of them is shown in full.
    tongue : Tongue
        The words.
    """
    shown, rest = forecast.plan(plan), forecast.plan("none")
    title, about = (tongue.say(f"chart.forecast.{part}") for part in ("title", "about"))

    def draw(width: float, _: bool) -> str:
        picture = Drawing("forecast", width, HEIGHT)
        n_morning = max(len(shown.mornings), 1)
        step = (width - LEFT - RIGHT) / n_morning
        up = Scale(0.0, SCORE_TOP, BOTTOM, TOP)
        for tick in (0.0, 2.0, 4.0, 6.0, 8.0, 10.0):
            picture.line([(LEFT, up(tick)), (width - RIGHT, up(tick))], "axis")
            picture.text((LEFT - 6.0, up(tick) + 4.0), f"{tick:g}", anchor="end")
        if forecast.flare_from is not None:
            level = up(forecast.flare_from)
            picture.line([(LEFT, level), (width - RIGHT, level)], "margin")
        picture.text((4.0, 14.0), tongue.say("chart.forecast.axis"))
        for place, morning in enumerate(shown.mornings):
            _morning(picture, morning, LEFT + (place + 0.42) * step, up)
            words = tongue.tick(morning.day, "weekday")
            picture.text((LEFT + (place + 0.5) * step, BOTTOM + 16.0), words, anchor="middle")
        for place, morning in enumerate(rest.mornings):
            _without(picture, morning, LEFT + (place + 0.72) * step, up)
        if forecast.flare_from is not None:
            words = tongue.say("chart.forecast.flare")
            picture.text((LEFT + 3.0, up(forecast.flare_from) - 4.0), words, "over")
        _legend(picture, tongue)
        return picture.finish(title, about, tongue)

    return Chart("forecast", title, about, draw, _columns(tongue), _rows(shown, rest))


def _morning(picture: Drawing, morning: MorningForecast, x: float, up: Scale) -> None:
    picture.box((x - 6.0, up(morning.q05)), (x + 6.0, up(morning.q95)), "band", radius=3.0)
    picture.box((x - 6.0, up(morning.q25)), (x + 6.0, up(morning.q75)), "inner", radius=3.0)
    picture.circle((x, up(morning.mean)), 4.5, "spot")


def _without(picture: Drawing, morning: MorningForecast, x: float, up: Scale) -> None:
    picture.line([(x, up(morning.q05)), (x, up(morning.q95))], "other")
    picture.circle((x, up(morning.mean)), 3.0, "other")


def _legend(picture: Drawing, tongue: Tongue) -> None:
    low = HEIGHT - 26.0
    picture.box((LEFT, low - 9.0), (LEFT + 12.0, low + 1.0), "band")
    picture.circle((LEFT + 6.0, low - 4.0), 3.5, "spot")
    picture.text((LEFT + 20.0, low), tongue.say("chart.forecast.legend.plan"))
    low += 18.0
    picture.line([(LEFT + 6.0, low - 10.0), (LEFT + 6.0, low + 2.0)], "other")
    picture.circle((LEFT + 6.0, low - 4.0), 3.0, "other")
    picture.text((LEFT + 20.0, low), tongue.say("chart.forecast.legend.none"))


def _columns(tongue: Tongue) -> tuple[Column, ...]:
    say = tongue.say
    return (
        Column("day", say("chart.column.day")),
        Column("mean_points", say("chart.column.mean"), 1),
        Column("q05_points", say("chart.column.q05"), 1),
        Column("q95_points", say("chart.column.q95"), 1),
        Column("without_running_mean_points", say("chart.column.without.mean"), 1),
        Column("without_running_q05_points", say("chart.column.without.q05"), 1),
        Column("without_running_q95_points", say("chart.column.without.q95"), 1),
    )


def _rows(shown: PlanForecast, rest: PlanForecast) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (one.day, one.mean, one.q05, one.q95, other.mean, other.q05, other.q95)
        for one, other in zip(shown.mornings, rest.mornings, strict=True)
    )
