"""What the runner stated about warning signs, what was told, and what went worse."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from backstride.domain.message import Message
from backstride.domain.pain import AdverseEvent, PainBand
from backstride.domain.screen import (
    Finding,
    Level,
    ScreenEffect,
    Statement,
    StatementKind,
    Triage,
)
from backstride.store import screens
from backstride.store.store import Store, open_store

DAY = date(2026, 3, 1)
NUMB = Statement(
    DAY, StatementKind.SCREEN, {"saddle_feeling_changed": "yes", "temperature_c": 37.5}
)
TAKEN_BACK = Statement(DAY, StatementKind.SCREEN, {"saddle_feeling_changed": "no"})
TRIAGE = Triage(
    day=DAY,
    level=Level.E0,
    complete=False,
    unanswered=("bladder_changed",),
    findings=(Finding("RF01", Level.E0, frozenset(ScreenEffect), DAY),),
    effects=tuple(ScreenEffect),
    advice=(Message("safety.advice.E0"),),
    table_version="1",
)


def test_statements_come_back_equal_in_the_order_of_their_days(store: Store) -> None:
    earlier = Statement(date(2026, 2, 1), StatementKind.DIARY, {"leg_morning": 3})
    with store.transaction() as tx:
        for statement in (NUMB, TAKEN_BACK, earlier):
            screens.add_statement(tx, statement)

        assert [kept.statement for kept in screens.statements(tx)] == [earlier, NUMB, TAKEN_BACK]


def test_what_was_told_stays_told_after_closing(home: Path) -> None:
    with open_store(home) as store, store.transaction() as tx:
        assert screens.triage_history(tx) == ()
        screens.save_triage(tx, TRIAGE)

    with open_store(home) as store, store.reading() as tx:
        (told,) = screens.triage_history(tx)
    assert (told.day, told.level, told.complete) == (DAY, Level.E0, False)
    assert told.findings == TRIAGE.findings
    assert told.unanswered == ("bladder_changed",)
    assert told.table_version == "1"


def test_the_newest_triage_is_the_last_one_told(store: Store) -> None:
    calmer = Triage(DAY, Level.NONE, True, (), (), (), ())
    with store.transaction() as tx:
        screens.save_triage(tx, TRIAGE)
        screens.save_triage(tx, calmer)

        assert [told.level for told in screens.triage_history(tx)] == [Level.NONE, Level.E0]
        assert [told.level for told in screens.triage_history(tx, last=1)] == [Level.NONE]


def test_adverse_events_are_kept_and_counted(store: Store) -> None:
    under_plan = AdverseEvent(DAY, "plan", PainBand.RED, ("rise",), "after the hill")
    in_trial = AdverseEvent(date(2026, 3, 9), "trial", PainBand.AMBER)
    with store.transaction() as tx:
        for event in (in_trial, under_plan, under_plan):
            screens.add_adverse_event(tx, event)

        assert screens.adverse_events(tx) == (under_plan, under_plan, in_trial)
        assert screens.adverse_events(tx, during="trial") == (in_trial,)
        assert screens.adverse_events(tx, first_day=date(2026, 3, 2)) == (in_trial,)
        assert screens.count_adverse_events(tx) == {"plan": 2, "trial": 1}
