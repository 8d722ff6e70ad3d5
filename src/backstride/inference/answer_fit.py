"""Answer's fit: the main model, everything that may block its word, and the ruling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from backstride.domain.answer import Check, DailyTable, DataUsed, Verdict
from backstride.domain.answer_parts import RunningPicture
from backstride.inference.curves import picture_running
from backstride.inference.data_rule import RULE as DATA_RULE
from backstride.inference.design import Design, build_design
from backstride.inference.draws import draw_paths
from backstride.inference.engine import fit
from backstride.inference.negative_control import check_control
from backstride.inference.outcomes import LEG
from backstride.inference.panel import Neighbour, ask_panel
from backstride.inference.posterior import Posterior
from backstride.inference.predictive import check_decisions, check_predictive
from backstride.inference.prior_width import prior_sd_28d
from backstride.inference.priors import Priors
from backstride.inference.rows import DECISION
from backstride.inference.verdict import (
    RULE,
    Evidence,
    Ruling,
    check_repeated_looks,
    survives,
    verdict,
)

PRIORS: Final = Priors()

N_DRAW: Final = 500
"""Draws of whole paths behind checks and curves; a two-sided p of 0.01 is five of them in the two
tails."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be fitted.

    Parameters
    ----------
    table : DailyTable
        One row a day.
    outcome : str
        What the effects are about.
    window : tuple of int
        First and last row of the window.
    unit : float or None
        The runner's typical run.
    data : DataUsed
        Counts of the outcome's scores.
    """

    table: DailyTable
    outcome: str
    window: tuple[int, int]
    unit: float | None
    data: DataUsed

    @property
    def scored_in_the_morning(self) -> bool:
        """Whether the scores come before the decision to run."""
        return self.outcome == LEG

    def design(self, *, decisions: bool) -> Design:
        """Return the arrays of the model, with or without the run decisions."""
        return build_design(
            self.table,
            self.window,
            typical_run=self.unit,
            primary=self.outcome,
            decisions=decisions,
        )


@dataclass(frozen=True, slots=True)
class Fitted:
    """A fit, what was looked at before it was believed, and what it allows.

    Parameters
    ----------
    posterior : Posterior
        Of the main model.
    design : Design
        What it was fitted to.
    checks : tuple of Check
        All that were made.
    ruling : Ruling
        The word.
    running : RunningPicture or None
        What running does by dose, delay and day.
    """

    posterior: Posterior
    design: Design
    checks: tuple[Check, ...]
    ruling: Ruling
    running: RunningPicture | None


def fit_question(question: Question) -> Fitted:
    """Fit the main model, and where it has a word, try everything that may take it away.

    Decisions to run on mornings without a score are rows of the main model (M4); a symptom that
    is asked at any time of the day never comes before the decision, so that all of them are.
    """
    design = question.design(decisions=True)
    posterior = fit(design, PRIORS)
    width = posterior.latent_28d.sd / prior_sd_28d(design, PRIORS)
    close, running = look_closer(posterior, design, question.table)
    checks = (
        *posterior.checks,
        Check("posterior_width", width <= DATA_RULE.most_sd_ratio, width),
        *close,
    )
    ruling = _rule(question, posterior, checks, panel=())
    if ruling.verdict is Verdict.CANNOT_TELL:
        return Fitted(posterior, design, checks, ruling, running)
    plain = question.design(decisions=False) if DECISION in design.kinds else None
    panel = ask_panel(posterior, design, plain)
    checks = (
        *checks,
        *check_repeated_looks(ruling.main_model, posterior.effect_28d),
        *_panel_checks(ruling.main_model, panel),
        *check_control(question.table, question.window, question.unit),
    )
    ruling = _rule(question, posterior, checks, panel=panel)
    return Fitted(posterior, design, checks, ruling, running)


def look_closer(
    posterior: Posterior, design: Design, table: DailyTable
) -> tuple[tuple[Check, ...], RunningPicture | None]:
    """Draw from the posterior: predictive checks, and what running does."""
    draws = draw_paths(posterior, design, N_DRAW, priors=PRIORS)
    checks = (*check_predictive(draws, design), *check_decisions(draws, design, table))
    return checks, picture_running(draws, table)


def _rule(
    question: Question,
    posterior: Posterior,
    checks: tuple[Check, ...],
    *,
    panel: tuple[Neighbour, ...],
) -> Ruling:
    failed = {check.name for check in checks if check.passed is False}
    # Scores that may come after the run never make running ease: without mornings one in five
    # neutral runners would be told so (``inference.md`` section 7).
    missing = question.data.missing_morning_share if question.scored_in_the_morning else 1.0
    return verdict(
        Evidence(
            effect_28d=posterior.effect_28d,
            standard_28d=posterior.standard_28d,
            missing_morning_share=missing,
            enough_data="posterior_width" not in failed,
            checks_passed=not failed - {"posterior_width", "sensitivity_sign"},
            neighbours=tuple((other.effect_28d, other.standard_28d) for other in panel),
        )
    )


def _panel_checks(word: Verdict, panel: tuple[Neighbour, ...]) -> list[Check]:
    """Tell of each neighbour its effect, and whether all keep the sign class."""
    kept = [survives(word, ((other.effect_28d, other.standard_28d),), RULE) for other in panel]
    return [
        Check("sensitivity_sign", all(kept), sum(kept) / len(kept)),
        *(Check(f"sensitivity_{other.name}", None, other.effect_28d.mean) for other in panel),
        Check("sensitivity_guards", all(other.trusted for other in panel), float(len(panel))),
    ]
