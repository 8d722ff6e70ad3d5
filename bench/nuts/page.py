"""The page that says how NUTS and our engine compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any, Final

from backstride.inference.posterior import Posterior
from bench.nuts.diary import Reference
from bench.nuts.sampled import Sampled

COMMAND: Final = "make bench-nuts"
AGAIN: Final = ".venv-nuts/bin/python -m bench.nuts --kept"
ENOUGH: Final = 400
"""Effective draws that put a mean's Monte-Carlo error at a twentieth of the sd."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One diary under three engines.

    Parameters
    ----------
    reference : Reference
        The diary and its exact posterior from the Gibbs sampler.
    engine : Posterior
        What our engine says.
    engine_cpu_s : float
        Processor time of its fit, compiled before. [s]
    nuts : Sampled
        What NUTS says and took.
    flares : Sampled or None
        NUTS moving flares instead of pain, where tried.
    """

    reference: Reference
    engine: Posterior
    engine_cpu_s: float
    nuts: Sampled
    flares: Sampled | None = None

    @property
    def exact(self) -> dict[str, Any]:
        """Stored exact posterior of `effect_28d`."""
        exact: dict[str, Any] = self.reference.gibbs["effects"]["effect_28d"]
        return exact

    @property
    def nuts_error(self) -> float:
        """Monte-Carlo standard error of NUTS' mean, in exact sds."""
        return self.nuts.sd / sqrt(self.nuts.ess) / float(self.exact["sd"])

    def apart(self, left: float, right: float) -> float:
        """Return how far two means are apart, in exact sds."""
        return (left - right) / float(self.exact["sd"])


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
the stored diaries of `tests/inference/references`, the same priors and the same intervals of felt
pain for every score. Its model is written again from the formulas, with nothing integrated out: it
moves hyper-parameters, coefficients, and the pain and the drift of every day together. Before
anything is compared, doses and compartments of both are held against each other at points drawn
from the prior. {nuts.n_chain} chains, each {nuts.n_warmup} draws of warm-up and {nuts.n_sample} \
kept, double precision, one thread.

## What it says

`effect_28d` on the score scale. Differences of means are in sds of the exact posterior, which the
Gibbs sampler of this repository drew; in brackets the Monte-Carlo standard error of the NUTS mean
in the same unit. Zeros: share of mornings scored 0.
"""


def _agreement(rows: Sequence[Comparison]) -> list[str]:
    lines = [
        "| Diary | Zeros | Exact mean, sd | NUTS mean, sd | ESS | R-hat | Divergences "
        "| (NUTS - exact) / sd | (ours - NUTS) / sd | (ours - exact) / sd | sd, ours / NUTS |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        nuts, exact, ours = row.nuts, row.exact, row.engine.effect_28d
        error = f"[{row.nuts_error:.3f}]"
        lines.append(
            f"| {row.reference.name} | {100 * row.reference.gibbs['zero_share']:.0f} % "
            f"| {exact['mean']:+.3f}, {exact['sd']:.3f} | {nuts.mean:+.3f}, {nuts.sd:.3f} "
            f"| {nuts.ess:.0f} | {nuts.rhat:.3f} | {nuts.divergences} "
            f"| {row.apart(nuts.mean, exact['mean']):+.3f} {error} "
            f"| {row.apart(ours.mean, nuts.mean):+.3f} {error} "
            f"| {row.apart(ours.mean, exact['mean']):+.3f} | {ours.sd / nuts.sd:.3f} |"
        )
    return lines


def _reading(rows: Sequence[Comparison]) -> str:
    exact = max(abs(r.apart(r.nuts.mean, r.exact["mean"])) / r.nuts_error for r in rows)
    ours = max(abs(r.apart(r.engine.effect_28d.mean, r.nuts.mean)) for r in rows)
    mixed = [r.reference.name for r in rows if r.engine.engine != "ep"]
    fallback = f" On {', '.join(mixed)} our engine fell back to its exact sampler." if mixed else ""
    return f"""NUTS and the exact sampler have only the priors and the table of intervals in common.
Their means differ by at most {exact:.1f} of NUTS' own standard errors. Our engine's mean differs
from that of NUTS by at most {ours:.3f} sd.{fallback} The tests hold our engine against the exact
sampler, whose error is smaller (`tests/inference/test_engine_accuracy.py`).
"""


def _cost(rows: Sequence[Comparison]) -> list[str]:
    lines = [
        "| Diary | NUTS CPU | NUTS wall | Gradients a draw | Compiling, CPU | Peak memory "
        f"| Our fit, CPU | CPU ratio | CPU ratio at ESS {ENOUGH} |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        nuts = row.nuts
        lines.append(
            f"| {row.reference.name} | {nuts.cpu_s:.0f} s | {nuts.wall_s:.0f} s "
            f"| {nuts.gradients:.0f} | {nuts.compile_cpu_s:.0f} s | {nuts.peak_mb:.0f} MB "
            f"| {row.engine_cpu_s:.2f} s | {nuts.cpu_s / row.engine_cpu_s:.0f} "
            f"| {cpu_at(nuts, ENOUGH) / row.engine_cpu_s:.0f} |"
        )
    return lines


def cpu_at(nuts: Sampled, ess: float) -> float:
    """Return the CPU time [s] of one chain that stops at so many effective draws."""
    per_draw = nuts.cpu_s / (nuts.n_chain * (nuts.n_warmup + nuts.n_sample))
    n_draw = ess * nuts.n_chain * nuts.n_sample / nuts.ess
    return per_draw * (nuts.n_warmup + n_draw)


def _cost_notes(rows: Sequence[Comparison]) -> str:
    gibbs = ", ".join(
        f"{r.reference.name} {r.reference.gibbs['cpu_s']:.0f} s for {r.reference.gibbs['ess']}"
        for r in rows
    )
    return f"""NUTS CPU is both chains with their warm-up, and nothing compiled. Compiling comes on
top, once for every length of diary; our kernels are compiled once for a machine, at set-up. Our fit
is the median of seven. The last column is a reckoning: one chain with its warm-up, stopped at
{ENOUGH} effective draws, each draw at its mean cost. NUTS knows nothing special about this model,
and gives the whole posterior, path and all; that is what its time buys.

The exact sampler of this repository, CPU seconds and the effective draws they bought when the
references were made: {gibbs}.
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
            error = nuts.sd / sqrt(nuts.ess) / row.exact["sd"]
            lines.append(
                f"| {row.reference.name} | {word} | {nuts.cpu_s:.0f} s | {nuts.ess:.0f} "
                f"| {nuts.ess / nuts.cpu_s:.1f} | {nuts.divergences} "
                f"| {row.apart(nuts.mean, row.exact['mean']):+.3f} [{error:.3f}] |"
            )
    return [*lines, ""]
