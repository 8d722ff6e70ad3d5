"""What the priors expect: usual diaries lie within the scale and are not full of flares."""

from __future__ import annotations

import numpy as np
from studies.prior_predictive import expect


def test_a_usual_prior_diary_stays_within_the_scale_and_flares_on_few_days() -> None:
    found = [expect(number) for number in range(120)]

    assert all(0.0 <= week <= 10.0 for one in found for week in one.weeks)
    flares = np.array([one.flare_share for one in found])
    assert np.median(flares) <= 0.2
    assert np.mean(flares <= 0.2) > 0.6
    assert np.mean(flares > 0.0) > 0.2
