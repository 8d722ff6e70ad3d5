"""Answers worked out beforehand, in the place of the process that works them out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import numpy as np

from backstride.inference.forecast_table import forecast_table
from backstride.synth.behaviour import daily_table, simulate
from backstride.synth.traits import Scenario
from backstride.web.answers import Planned, Standing, Worked
from backstride.workflows.answer_question import Answered, answer_from_days
from backstride.workflows.forecast_mornings import Forecasted
from backstride.workflows.imagine_mornings import Imagined, imagine_from_days
from backstride.workflows.show_sample import Sample
from backstride.workflows.wiring import Desk

LIVES = {
    "aggravating": (Scenario.AGGRAVATOR, 0),
    "easing": (Scenario.EASING, 0),
    "no_important_effect": (Scenario.NEUTRAL, 1),
    "cannot_tell": (Scenario.NEUTRAL, 3),
}
"""A simulated runner for each verdict: scenario and seed."""

HEADLINES = {
    "aggravating": "running has been aggravating your leg pain",
    "easing": "running has been easing your leg pain",
    "no_important_effect": "no important short-run effect of running",
    "cannot_tell": "cannot tell yet",
}
RAW_KEY = re.compile(r"\b(web|chart|page|answer|event|measures|safety|forecast)(\.[a-z0-9_]+){2,}")
"""A key of the catalogue that nobody turned into words."""


def said(text: str) -> str:
    """What a page says, without what its scripts and pictures are made of."""
    return re.sub(r"<script.*?</script>|<[^>]+>", " ", text, flags=re.DOTALL)


@cache
def answered_as(verdict: str) -> Answered:
    """The answer of a simulated runner, as it is worked out from the days."""
    scenario, seed = LIVES[verdict]
    life = simulate(scenario, np.random.default_rng(seed), n_diary=150)
    return answer_from_days(daily_table(life))


@cache
def imagined_as(verdict: str) -> Imagined:
    """The next mornings of the same runner."""
    table = answered_as(verdict).table
    assert table is not None
    return imagine_from_days(table)


@dataclass
class GivenAnswers:
    """Stands where `Answers` stands, and is told what there is."""

    now: Standing
    coming: Worked[Imagined]
    n_again: int = 0

    def standing(self, desk: Desk, *, patience_s: float = 0.0) -> Standing:
        return self.now

    def imagined(self, desk: Desk, *, patience_s: float = 0.0) -> Worked[Imagined]:
        return self.coming

    def planned(self, desk: Desk, planned: Planned, *, patience_s: float) -> Worked[Forecasted]:
        table = answered_as("aggravating").table
        assert table is not None
        loads = None if planned is None else np.array(planned)
        return Worked(Forecasted(forecast_table(table, planned=loads)))

    def sample(self, *, patience_s: float = 0.0) -> Worked[Sample]:
        return Worked(Sample(answered_as("aggravating"), imagined_as("aggravating")))

    def again(self) -> None:
        self.n_again += 1

    def warm(self) -> None:
        """Nothing needs to be loaded."""

    def close(self) -> None:
        """Nothing runs."""
