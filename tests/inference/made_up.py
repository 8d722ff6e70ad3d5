"""Made-up daily tables for tests of the engine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import DailyTable

Array = NDArray[np.float64]

REFERENCES = sorted((Path(__file__).parent / "references").glob("*.json"))


def table(
    load: Array,
    morning: Array,
    evening: Array | None = None,
    covariates: Mapping[str, Array] | None = None,
) -> DailyTable:
    """A table that begins with the year."""
    n_day = load.size
    return DailyTable(
        first_day=date(2026, 1, 1),
        load=np.asarray(load, dtype=float),
        morning=np.asarray(morning, dtype=float),
        evening=np.full(n_day, np.nan) if evening is None else np.asarray(evening, dtype=float),
        covariates=dict(covariates or {}),
    )


def usual_diary(n_day: int, seed: int, *, evening: bool = True, n_covariate: int = 0) -> DailyTable:
    """Runs on half of the days, pain between 0 and 10, a tenth of the scores missing."""
    rng = np.random.default_rng(seed)
    load = np.where(rng.random(n_day) < 0.5, 8.0 * np.exp(0.3 * rng.standard_normal(n_day)), 0.0)
    flare = np.zeros(n_day)
    for t in range(1, n_day):
        flare[t] = 0.8 * flare[t - 1] + 0.6 * rng.standard_normal() + 0.05 * load[t - 1]
    scores = np.clip(np.rint(3.0 + flare + 0.5 * rng.standard_normal((2, n_day))), 0.0, 10.0)
    scores[rng.random((2, n_day)) < 0.1] = np.nan
    names = {f"c{k}": rng.standard_normal(n_day) for k in range(n_covariate)}
    return table(load, scores[0], scores[1] if evening else None, names)


def read_reference(path: Path) -> tuple[dict[str, Any], DailyTable]:
    """A stored exact posterior and its diary."""
    reference = json.loads(path.read_text(encoding="utf-8"))
    columns = reference["table"]

    def numbers(values: list[float | None]) -> Array:
        return np.array([np.nan if v is None else v for v in values])

    diary = DailyTable(
        first_day=date.fromisoformat(columns["first_day"]),
        load=numbers(columns["load"]),
        morning=numbers(columns["morning"]),
        evening=numbers(columns["evening"]),
        covariates={k: numbers(v) for k, v in columns["covariates"].items()},
    )
    return reference, diary
