"""The page that says how NUTS and our engine compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean
from typing import Final

from backstride.inference.posterior import Posterior
from bench.nuts.diary import Reference
from bench.nuts.exact import QUANTILES, Exact
from bench.nuts.sampled import Sampled

COMMAND: Final = "make bench-nuts"
AGAIN: Final = ".venv-nuts/bin/python -m bench.nuts --kept"
ASKED: Final = 500
"""Times that NUTS should take our CPU time at matched error."""
ENOUGH: Final = 400
"""Effective draws that put a mean's Monte-Carlo error at a twentieth of the sd."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One diary under three engines.

    Parameters
    ----------
    reference : Reference
        The diary.
    exact : Exact
        The posterior by the exact sampler.
    engine : Posterior
        What our engine says.
    nuts : Sampled
        What NUTS says and took.
    engine_cpu_s : float
        Processor time of our engine's fit, compiled before. [s]
    flares : Sampled or None
        NUTS moving flares instead of pain, where tried.
    """

    reference: Reference
    exact: Exact
    engine: Posterior
    nuts: Sampled
    engine_cpu_s: float
    flares: Sampled | None = None

    @property
    def nuts_error(self) -> float:
        """Monte-Carlo standard error of NUTS' mean, in exact sds."""
        return self.nuts.sd / sqrt(self.nuts.ess) / self.exact.sd

    @property
    def engine_error(self) -> float:
        """How far our mean is from the exact one, in exact sds."""
        return self.apart(self.engine.effect_28d.mean, self.exact.mean)

    @property
    def farthest_quantile(self) -> float:
        """How far the worst of our five quantiles is from the exact one, in exact sds."""
        ours = [getattr(self.engine.effect_28d, name) for name in QUANTILES]
        pairs = zip(ours, self.exact.quantiles, strict=True)
        return max(abs(self.apart(one, other)) for one, other in pairs)

    def apart(self, left: float, right: float) -> float:
        """Return how far two means are apart, in exact sds."""
        return (left - right) / self.exact.sd

    def ratio(self, ess: float) -> float:
        """Return how many times our CPU time NUTS takes for so many effective draws."""
        return cpu_at(self.nuts, ess) / self.engine_cpu_s


def matched_ess(rows: Sequence[Comparison]) -> float:
    """Return the effective draws whose error of the mean is ours, root mean square over diaries.

    The exact sampler's own error is part of what is taken for ours; it makes ours no smaller.
    """
    return 1.0 / fmean(row.engine_error**2 for row in rows)


def render_page(rows: Sequence[Comparison], *, circumstances: str) -> str:
    """Return the page in Markdown; `circumstances` says where, when and how long."""
    return "\n".join(
        [
            _opening(rows[0].nuts, circumstances),
            *_agreement(rows),
            "",
            _reading(rows),
            "## What it costs",
            "",
            *_cost(rows),
            "",
            _cost_notes(rows),
            *_flares(rows),
        ]
    )


def _opening(nuts: Sampled, circumstances: str) -> str:
    return f"""# NUTS on the same model

Written by `{COMMAND}`; do not edit. What NUTS said is kept in [nuts.json](nuts.json);
`{AGAIN}` fits our engine anew beside it. {circumstances}

NUTS, the No-U-Turn sampler of NumPyro, is the usual tool for a model like ours. It cannot jump
between models, so both sides take the flexible half of M5 alone, without run decisions. It is given
stored diaries of `tests/inference/references`, the same priors and the same intervals of felt
pain for every score. Its model is written again from the formulas, with nothing integrated out: it
moves hyper-parameters, coefficients, and the pain and the drift of every day together. Before
anything is compared, doses and compartments of both are held against each other at points drawn
from the prior. {nuts.n_chain} chains, each {nuts.n_warmup} draws of warm-up and {nuts.n_sample} \
kept, double precision, one thread.

## What it says

`effect_28d` on the score scale. Differences are in sds of the exact posterior of the flexible half,
which the Gibbs sampler of this repository drew in the same run; in brackets the Monte-Carlo
standard error of the NUTS mean in the same unit. Zeros: share of mornings scored 0.
"""


def _agreement(rows: Sequence[Comparison]) -> list[str]:
    lines = [
        "| Diary | Zeros | Exact mean, sd | NUTS mean, sd | ESS | R-hat | Divergences "
        "| (NUTS - exact) / sd | (ours - exact) / sd | Our farthest quantile "
        "| sd, ours / exact |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        nuts, exact, ours = row.nuts, row.exact, row.engine.effect_28d
        error = f"[{row.nuts_error:.3f}]"
        lines.append(
            f"| {row.reference.name} | {100 * row.reference.gibbs['zero_share']:.0f} % "
            f"| {exact.mean:+.3f}, {exact.sd:.3f} | {nuts.mean:+.3f}, {nuts.sd:.3f} "
            f"| {nuts.ess:.0f} | {nuts.rhat:.3f} | {nuts.divergences} "
            f"| {row.apart(nuts.mean, exact.mean):+.3f} {error} "
            f"| {row.engine_error:+.3f} | {row.farthest_quantile:.3f} | {ours.sd / exact.sd:.3f} |"
        )
    return lines


def _reading(rows: Sequence[Comparison]) -> str:
    exact = max(abs(r.apart(r.nuts.mean, r.exact.mean)) / r.nuts_error for r in rows)
    ours = max(abs(r.engine_error) for r in rows)
    mixed = [r.reference.name for r in rows if r.engine.engine != "ep"]
    fallback = f" On {', '.join(mixed)} our engine fell back to its exact sampler." if mixed else ""
    return f"""NUTS and the exact sampler have only the priors and the table of intervals in common.
Their means differ by at most {exact:.1f} of NUTS' own standard errors. Our engine's mean differs
from the exact one by at most {ours:.3f} sd.{fallback}
"""


def _cost(rows: Sequence[Comparison]) -> list[str]:
    lines = [
        "| Diary | NUTS CPU | NUTS wall | Gradients a draw | Compiling, CPU | Peak memory "
        f"| Our fit, CPU | CPU ratio | at ESS {ENOUGH} | at matched error |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    matched = matched_ess(rows)
    for row in rows:
        nuts = row.nuts
        lines.append(
            f"| {row.reference.name} | {nuts.cpu_s:.0f} s | {nuts.wall_s:.0f} s "
            f"| {nuts.gradients:.0f} | {nuts.compile_cpu_s:.0f} s | {nuts.peak_mb:.0f} MB "
            f"| {row.engine_cpu_s:.2f} s | {nuts.cpu_s / row.engine_cpu_s:.0f} "
            f"| {row.ratio(ENOUGH):.0f} | {row.ratio(matched):.0f} |"
        )
    return lines


def cpu_at(nuts: Sampled, ess: float) -> float:
    """Return the CPU time [s] of one chain that stops at so many effective draws."""
    per_draw = nuts.cpu_s / (nuts.n_chain * (nuts.n_warmup + nuts.n_sample))
    n_draw = ess * nuts.n_chain * nuts.n_sample / nuts.ess
    return per_draw * (nuts.n_warmup + n_draw)


def _cost_notes(rows: Sequence[Comparison]) -> str:
    gibbs = ", ".join(
        f"{r.reference.name} {r.exact.cpu_s:.0f} s for {r.exact.ess:.0f}" for r in rows
    )
    matched = matched_ess(rows)
    error = f"{1.0 / sqrt(matched):.3f} sd, the error of {matched:.0f} effective draws"
    return f"""NUTS CPU is both chains with their warm-up, and nothing compiled. Compiling comes on
top, once for every length of diary; our kernels are compiled once for a machine, at set-up. Our fit
is the median of seven. The last two columns are a reckoning: one chain with its warm-up, stopped
at so many effective draws, each draw at its mean cost. {ENOUGH} put the error of the mean at the
twentieth of an sd that our engine is held to; *matched* is the error that it has, root mean square
over these diaries: {error}. NUTS knows nothing special about
this model, and gives the whole posterior, path and all; that is what its time buys.

{_asked(rows)}
The exact sampler of this repository, CPU seconds and the effective draws they bought: {gibbs}.
"""


def _asked(rows: Sequence[Comparison]) -> str:
    """Hold the ratio at matched error against what was asked."""
    ratios = [row.ratio(matched_ess(rows)) for row in rows]
    met = sum(ratio >= ASKED for ratio in ratios)
    return f"""Asked was at least {ASKED} times less CPU than NUTS at matched error, in one run.
Found: {min(ratios):.0f} to {max(ratios):.0f} times, met on {met} of {len(ratios)} diaries.
"""


def _flares(rows: Sequence[Comparison]) -> list[str]:
    tried = [(row, row.flares) for row in rows if row.flares is not None]
    if not tried:
        return []
    lines = [
        "## How the model is written matters",
        "",
        "The tables above move the pain of each morning, from which the flare follows. Moving the",
        "flare instead is the more obvious way to write the same model. What NUTS makes of both:",
        "",
        "| Diary | Moved | NUTS CPU | ESS | Effective draws a CPU second | Divergences "
        "| (NUTS - exact) / sd |",
        "|---|---|---|---|---|---|---|",
    ]
    for row, flares in tried:
        for word, nuts in (("pain", row.nuts), ("flare", flares)):
            error = nuts.sd / sqrt(nuts.ess) / row.exact.sd
            lines.append(
                f"| {row.reference.name} | {word} | {nuts.cpu_s:.0f} s | {nuts.ess:.0f} "
                f"| {nuts.ess / nuts.cpu_s:.1f} | {nuts.divergences} "
                f"| {row.apart(nuts.mean, row.exact.mean):+.3f} [{error:.3f}] |"
            )
    return [*lines, ""]
