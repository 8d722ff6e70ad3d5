"""Rows of one table that may be one run: the same outcome at every import, and nothing hidden."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from backstride.store.ledger import Status
from backstride.workflows.list_runs import list_legs
from backstride.workflows.wiring import Desk, open_desk
from tests.workflows.made_files import bring


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path / "home") as opened:
        yield opened


TABLE = """
Activity ID,Activity Date,Activity Name,Activity Type,Elapsed Time,Distance,Commute,Moving Time
1001,"Jun 27, 2017, 9:03:41 PM",Ride,Ride,2591,10.67,false,2342
1002,"Jun 27, 2017, 9:03:41 PM",Run,Run,2591,10.68,false,2342
1003,"Jun 29, 2017, 9:03:41 PM",Run,Run,2000,6.00,false,1990
1004,"Jun 29, 2017, 9:03:42 PM",Run,Run,2000,6.00,false,1990
1005,"Jul 1, 2017, 9:03:41 PM",Run,Run,1800,5.00,false,1790
"""


@pytest.mark.parametrize("time", range(4))
def test_a_table_of_which_one_row_waits_is_imported_and_comes_to_the_same_each_time(
    desk: Desk, tmp_path: Path, time: int
) -> None:
    (result,) = bring(desk, tmp_path, {"activities.csv": TABLE.lstrip().encode()}).values()

    assert result.status is Status.IMPORTED
    assert result.problems[0].code == "import.some_held"
    assert result.problems[0].params == {"held": 1, "found": 5}
    assert len(result.activity_ids) == 4
    held = [row.sport for row in list_legs(desk) if row.held_with]
    assert (len(list_legs(desk)), len(held)) == (4, 1), time
