"""Lists of runs and what each put on the back."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import get_type_hints

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from backstride.domain.activity import Activity, Sport
from backstride.domain.dose import GaitSummary, RunDose
from backstride.domain.interval import Range
from backstride.domain.problem import Problem
from backstride.store import doses, legs
from backstride.store.run_legs import find_of_run
from backstride.store.store import Store
from tests.store.made import made_dose, made_run, save_run


def save_days(store: Store, *days: int, sport: Sport = Sport.RUNNING) -> list[int]:
    with store.transaction() as tx:
        return [save_run(tx, made_run(day, sport=sport)).leg_ids[0] for day in days]


def test_a_leg_is_listed_with_everything_but_its_samples(store: Store) -> None:
    (leg_id,) = save_days(store, 0)
    with store.transaction() as tx:
        doses.save(tx, leg_id, made_dose())
        (row,) = legs.find(tx)

    leg = made_run().legs[0]
    assert (row.leg_id, row.leg_index, row.sport, row.sub_sport) == (
        leg_id,
        0,
        Sport.RUNNING,
        "trail",
    )
    assert (row.start, row.utc_offset_s, row.local_date) == (leg.start, 3600, date(2026, 3, 1))
    assert (row.elapsed_s, row.timer_s, row.moving_s) == (300.0, 290.5, 280.25)
    assert (row.distance_m, row.ascent_m, row.descent_m) == (1000.5, 12.0, None)
    assert (row.mean_cadence_spm, row.mean_heart_rate_bpm, row.n_sample) == (None, 141.0, 300)
    assert (row.device, row.units) == ("Maker Watch 3", ())
    assert row.dose == made_dose()


def test_legs_are_listed_in_order_of_time_and_chosen_by_day_and_sport(store: Store) -> None:
    save_days(store, 5, 0, 2)
    save_days(store, 3, sport=Sport.CYCLING)
    with store.reading() as tx:
        every = [row.local_date.day for row in legs.find(tx)]
        some = legs.find(
            tx, first_day=date(2026, 3, 3), last_day=date(2026, 3, 4), sports=(Sport.RUNNING,)
        )
        one = find_of_run(tx, some[0].activity_id)

    assert every == [1, 3, 4, 6]
    assert [row.local_date for row in some] == [date(2026, 3, 3)]
    assert one == some


def test_a_list_takes_one_query_however_long_it_is(store: Store) -> None:
    save_days(store, *range(30))
    asked: list[str] = []
    with store.reading() as tx:
        event.listen(
            tx.connection,
            "before_cursor_execute",
            lambda _c, _cursor, statement, *_: asked.append(statement),
        )
        assert len(legs.find(tx)) == 30

    assert len(asked) == 1


def of_type(hint: object) -> st.SearchStrategy[object]:
    """Any value of a field, so that a field added to a dose cannot be forgotten by the store."""
    floats = st.floats(allow_nan=False, allow_infinity=False)
    ranges = st.builds(Range, floats, floats, floats)
    known = {
        float | None: st.none() | floats,
        Range | None: st.none() | ranges,
        dict[str, float] | None: st.none() | st.dictionaries(st.text(max_size=5), floats),
        bool: st.booleans(),
        str: st.text(max_size=5),
        tuple[Problem, ...]: st.just((Problem("gait.few_samples", "leg", {"n": 1}),)),
        GaitSummary: st.deferred(lambda: any_of(GaitSummary)),
    }
    return known[hint]


def any_of(kind: type) -> st.SearchStrategy[object]:
    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: of_type(hints[field.name]) for field in fields(kind)})


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)
@given(st.data())
def test_any_dose_comes_back_equal(store: Store, data: st.DataObject) -> None:
    dose = data.draw(any_of(RunDose))
    with store.transaction() as tx:
        leg_id = save_run(tx, made_run(n_sample=1)).leg_ids[0]
        doses.save(tx, leg_id, dose)

        assert doses.find(tx, leg_id) == dose


def test_a_dose_takes_the_place_of_the_one_before(store: Store) -> None:
    (leg_id,) = save_days(store, 0)
    with store.transaction() as tx:
        doses.save(tx, leg_id, made_dose("gait-1"))
        doses.save(tx, leg_id, RunDose(version="gait-2"))

        assert doses.find(tx, leg_id) == RunDose(version="gait-2")
        assert doses.find(tx, leg_id + 1) is None


def test_legs_without_a_dose_of_this_version_are_stale(store: Store) -> None:
    missing, old, new = save_days(store, 0, 1, 2)
    save_days(store, 3, sport=Sport.SWIMMING)
    with store.transaction() as tx:
        doses.save(tx, old, made_dose("gait-1"))
        doses.save(tx, new, made_dose("gait-2"))
        stale = doses.find_stale(tx, "gait-2")
        rows = {row.leg_id: row.activity_id for row in legs.find(tx)}

    assert stale == ((rows[missing], missing), (rows[old], old))


def test_a_number_that_is_none_is_stored_as_not_known(store: Store) -> None:
    run = made_run()
    with store.transaction() as tx:
        saved = save_run(tx, Activity(run.legs))
        nan = float("nan")
        bad = made_dose()
        bad.problems[0].params["found"] = nan
        doses.save(tx, saved.leg_ids[0], bad)
        found = doses.find(tx, saved.leg_ids[0])

    assert found is not None
    assert found.problems[0].params == {"n_sample": 12, "found": None}
