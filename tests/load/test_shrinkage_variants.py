"""What was tried against the misfits of shrinkage: the page's sentences, held against the study."""

from __future__ import annotations

import numpy as np
import pytest
from studies.shrinkage_tables import TABLE, predicted_mm
from studies.shrinkage_variants import (
    BEYOND_ANY_CURVE,
    USED,
    Constants,
    apart,
    conflicts,
    factor_by_study,
    law_of,
    most_by_any_curve,
    name_of,
)


def test_the_law_of_the_study_is_the_products() -> None:
    law = law_of(USED)

    for row in TABLE:
        assert law(row) == pytest.approx(predicted_mm(row).q50, abs=0.01), name_of(row)


def test_two_of_the_misses_contradict_means_that_are_met() -> None:
    pairs = {frozenset((name_of(one), name_of(other))) for one, other in conflicts()}

    assert len(pairs) == 2
    assert all(pair & set(BEYOND_ANY_CURVE) for pair in pairs)
    assert most_by_any_curve() == len(TABLE) - 2


@pytest.mark.parametrize("power", [1.0, 2.0, 2.5, 3.0])
@pytest.mark.parametrize("asymptote", [10.0, 14.0, 18.5, 24.0])
@pytest.mark.parametrize("fast_share", [0.3, 0.5, 1.0])
def test_no_constants_tried_meet_more_than_any_curve_can(
    power: float, asymptote: float, fast_share: float
) -> None:
    found = apart(law_of(Constants(asymptote, power, fast_share)))

    assert int((np.abs(found) <= 1.0).sum()) <= most_by_any_curve()


def test_a_factor_for_each_study_would_meet_all_and_is_not_used() -> None:
    assert np.abs(apart(factor_by_study())).max() <= 1.0
    assert int((np.abs(apart(law_of(USED))) <= 1.0).sum()) == 8
