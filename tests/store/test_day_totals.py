"""Steps and sleep of whole days: by source and import, joined when asked for."""

from __future__ import annotations

from datetime import date

import pytest

from backstride.domain.day_totals import DayTotals
from backstride.store import batches, day_totals
from backstride.store.store import Store

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


def save(store: Store, source: str, *told: DayTotals) -> int:
    with store.transaction() as tx:
        batch = batches.start(tx, "import", sources=["a"], version="0.1.0")
        day_totals.save(tx, told, source=source, batch_id=batch)
    return batch


def found(store: Store) -> tuple[DayTotals, ...]:
    with store.reading() as tx:
        return day_totals.find(tx)


def test_days_come_back_equal_and_in_order(store: Store) -> None:
    told = (DayTotals(TUESDAY, None, 7.25), DayTotals(MONDAY, 8000, None))
    save(store, "apple_health", *told)

    assert found(store) == (told[1], told[0])


def test_of_one_source_the_newest_import_stands(store: Store) -> None:
    save(store, "apple_health", DayTotals(MONDAY, 9000), DayTotals(TUESDAY, 100))
    save(store, "apple_health", DayTotals(MONDAY, 8000))

    assert found(store) == (DayTotals(MONDAY, 8000), DayTotals(TUESDAY, 100))


def test_of_several_sources_the_largest_number_stands(store: Store) -> None:
    save(store, "apple_health", DayTotals(MONDAY, 3000, 7.5))
    save(store, "garmin_export", DayTotals(MONDAY, 8000))

    assert found(store) == (DayTotals(MONDAY, 8000, 7.5),)


def test_an_import_taken_back_takes_its_days_along(store: Store) -> None:
    save(store, "apple_health", DayTotals(MONDAY, 3000))
    newest = save(store, "apple_health", DayTotals(MONDAY, 8000))
    with store.transaction() as tx:
        batches.undo(tx, newest)

    assert found(store) == (DayTotals(MONDAY, 3000),)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [(MONDAY, MONDAY, [MONDAY]), (TUESDAY, None, [TUESDAY]), (None, None, [MONDAY, TUESDAY])],
)
def test_days_are_found_by_their_span(
    store: Store, first: date | None, last: date | None, days: list[date]
) -> None:
    save(store, "garmin_export", DayTotals(MONDAY, 1), DayTotals(TUESDAY, 2))
    with store.reading() as tx:
        assert [one.day for one in day_totals.find(tx, first_day=first, last_day=last)] == days
