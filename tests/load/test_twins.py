"""One run in two recordings has one load."""

from __future__ import annotations

from pathlib import Path

from studies.dose_twins import pairs


def test_two_recordings_of_one_run_agree_within_ten_percent(shared_data: Path) -> None:
    found = pairs(shared_data)

    assert len(found) == 9
    for name, one, other in found:
        assert abs(other / one - 1.0) <= 0.1, name
