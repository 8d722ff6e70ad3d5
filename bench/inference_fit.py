"""Processor time and memory of a fit, and of a whole answer with its panel."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from dataclasses import replace
from math import log
from statistics import median

import numpy as np

from backstride.domain.answer import DailyTable
from backstride.inference.answer import answer_table
from backstride.inference.answer_fit import look_closer
from backstride.inference.design import Design, build_design
from backstride.inference.engine import fit, refit
from backstride.inference.generator import simulate
from backstride.inference.gibbs import sample
from backstride.inference.outlook import look_ahead
from backstride.inference.panel import NEIGHBOURS
from backstride.inference.priors import Priors
from backstride.inference.truth import Truth
from bench.row import Row, at_most, print_rows

#: Targets, processor seconds on one core; those from 365 days on and of the answer are promised.
LIMITS_S = {90: 0.3, 365: 0.35, 1095: 1.0}
RIGID_S, ANSWER_S, PEAK_MB = 0.25, 1.5, 300.0
N_RUN = 7
N_MEASURE = 10
#: As in the study of measures.
MEASURED_DAYS = 120


def diary(n_day: int) -> DailyTable:
    """Return an invented runner whom running harms clearly, so that the panel is asked."""
    theta = [log(1.5), log(30.0), log(5.0), log(0.9), log(0.04), log(0.6), 0.0, log(0.5 / 2.5)]
    truth = Truth(np.array(theta), np.array([2.5, 0.2, 2.2, -0.3, 0.3]))
    return simulate(Priors(), n_day, np.random.default_rng(n_day), truth=truth).table


def with_measures(table: DailyTable) -> DailyTable:
    """Return the diary of a runner who does ten things on four days of ten."""
    rng = np.random.default_rng(N_MEASURE)
    done = rng.random((N_MEASURE, table.n_day)) < 0.4
    return replace(table, measures={f"m{k}": row.astype(float) for k, row in enumerate(done)})


def cpu_s(work: Callable[[], object]) -> float:
    """Return the median processor time of a piece of work, after one run to warm up."""
    work()
    times = []
    for _ in range(N_RUN):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return median(times)


def measure() -> list[Row]:
    """Measure M5 and M3 fits, the panel, the exact sampler and memory."""
    designs = {n_day: build_design(diary(n_day)) for n_day in LIMITS_S}
    rows = [
        at_most(
            f"fit M5, {n_day} days, CPU",
            cpu_s(lambda d=design: fit(d)),
            unit="s",
            limit=LIMITS_S[n_day],
        )
        for n_day, design in designs.items()
    ]
    year, table = designs[365], diary(365)
    rigid = replace(Priors(), flexible=False)
    whole = fit(year)

    def panel() -> None:
        for priors in NEIGHBOURS.values():
            refit(whole, year, priors)

    rows += [
        at_most("fit M3, 365 days, CPU", cpu_s(lambda: fit(year, rigid)), unit="s", limit=RIGID_S),
        Row("panel of three neighbours, 365 days, CPU", cpu_s(panel), "s"),
        at_most(
            "answer from a table, 365 days, CPU",
            cpu_s(lambda: answer_table(table)),
            unit="s",
            limit=ANSWER_S,
        ),
        at_most(
            "answer with ten measures, 120 days, CPU",
            cpu_s(lambda: answer_table(with_measures(diary(MEASURED_DAYS)))),
            unit="s",
            limit=ANSWER_S,
        ),
        Row(
            "answer with ten measures, 365 days, CPU",
            cpu_s(lambda: answer_table(with_measures(table))),
            "s",
        ),
        Row(
            "checks and curves from 500 draws, CPU",
            cpu_s(lambda: look_closer(whole, year, table)),
            "s",
        ),
        Row("outlook of three plans, CPU", cpu_s(lambda: look_ahead(whole, year)), "s"),
        Row("a thousand sweeps of eight exact chains, 365 days, CPU", _sweeps(year), "s"),
    ]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [*rows, at_most("peak memory of this process so far", peak, unit="MB", limit=PEAK_MB)]


def _sweeps(design: Design) -> float:
    begun = time.process_time()
    sample(design, Priors(), n_sweep=1000, n_burn=0, n_chain=8, seed=1)
    return time.process_time() - begun


if __name__ == "__main__":
    print_rows(measure())
