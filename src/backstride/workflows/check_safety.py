"""Use case: ask about warning signs, keep what was said, and tell what follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files

from backstride.domain.pain import AdverseEvent
from backstride.domain.runner import Runner
from backstride.domain.screen import (
    Finding,
    Level,
    Reply,
    Statement,
    StatementKind,
    Triage,
)
from backstride.safety.answers_document import Answers
from backstride.safety.diary_facts import statement_of
from backstride.safety.pain_rule import Borne
from backstride.safety.questions import questions
from backstride.safety.screen import screen
from backstride.safety.standing import SEEN, VISIT, given
from backstride.safety.worse import Response, respond
from backstride.store import diary, profile, screens, settings
from backstride.store.store import Transaction
from backstride.workflows.wiring import Desk

DIARY_DAYS = 100
"""Days of the diary that are looked at anew [d]: longer than any change of the rule table."""

MEASURED = frozenset(key for key, one in questions().items() if one.ask == "self_check")

COUNTRY = "country"
"""Setting: ISO 3166-1 alpha-2 code of where the runner is, for the numbers to call."""


def check(
    desk: Desk,
    answers: Mapping[str, Reply],
    *,
    kind: StatementKind = StatementKind.SCREEN,
    day: date | None = None,
) -> Triage:
    """Keep a set of answers and return what follows from everything said so far.

    Parameters
    ----------
    desk : Desk
        Open.
    answers : mapping of str to Reply
        By question key. They cannot be taken back; a later set stands beside them.
    kind : StatementKind
        On what occasion they were given.
    day : date, optional
        Day they are about, today by default.
    """
    today = desk.today()
    with desk.store.transaction() as tx:
        screens.add_statement(tx, Statement(day or today, kind, dict(answers)))
        return _tell(tx, today)


def check_all(desk: Desk, answers: Answers) -> Triage:
    """Keep every entry of a document, all or none, and return what follows."""
    today = desk.today()
    with desk.store.transaction() as tx:
        history = answers.history or (Statement(today, StatementKind.DIARY),)
        first = history[0]
        told = {**answers.profile, **first.answers}
        for statement in (replace(first, answers=told), *history[1:]):
            screens.add_statement(tx, statement)
        return _tell(tx, today)


def record_outcome(desk: Desk, outcome: str, *, day: date | None = None) -> Triage:
    """Keep what came of an urgent advice; having been seen ends what was said before it.

    Parameters
    ----------
    desk : Desk
        Open.
    outcome : str
        An option of ``what_happened``.
    day : date, optional
        When it happened, today by default.
    """
    return check(desk, {VISIT: outcome}, kind=StatementKind.RECORD, day=day)


def is_end(outcome: str) -> bool:
    """Whether an outcome ends what was said before it."""
    return outcome in SEEN


def current_triage(desk: Desk, *, before: Sequence[Finding] | None = None) -> Triage:
    """Return what holds today, of the screen and of the diary; what is told is kept, once a day.

    Parameters
    ----------
    desk : Desk
        Open.
    before : sequence of Finding, optional
        What was told before, as `told_before` returns it, where it is known already.
    """
    today = desk.today()
    with desk.store.reading() as tx:
        findings = _told_since_visit(tx) if before is None else before
        last = screens.triage_history(tx, last=1)
        triage = _judge(tx, today, findings)
        told = {(found.rule, found.level) for found in findings}
    urgent = {(found.rule, found.level) for found in triage.findings if found.level >= Level.E1}
    if last and last[0].day == today and urgent <= told:
        return triage
    with desk.store.transaction() as tx:
        return _tell(tx, today)


def told_before(desk: Desk) -> tuple[Finding, ...]:
    """Return every finding that was told since the newest visit was recorded."""
    with desk.store.reading() as tx:
        return _told_since_visit(tx)


def known_person(desk: Desk) -> dict[str, Reply]:
    """Return what is known of the person, by question key, for a form that asks only the rest."""
    with desk.store.reading() as tx:
        known = _from_profile(profile.find_current(tx) or Runner(), desk.today())
        for kept in screens.statements(tx):
            known |= given(kept.statement)
    return {key: told for key, told in known.items() if questions()[key].ask == "profile"}


def note_worsening(desk: Desk, event: AdverseEvent, borne: Borne) -> Response:
    """Keep that something went worse and return what follows: what stops, what to say."""
    with desk.store.transaction() as tx:
        before = screens.count_adverse_events(tx).get(event.during, 0)
        screens.add_adverse_event(tx, event)
    return respond(event, borne, n_before=before)


def set_country(desk: Desk, code: str) -> None:
    """Keep where the runner is, for the numbers to call."""
    with desk.store.transaction() as tx:
        settings.put(tx, COUNTRY, code.upper())


def where(desk: Desk) -> str | None:
    """Return the country the runner is in, as told or as the time zone says, None where unknown."""
    with desk.store.reading() as tx:
        return _where(tx, profile.find_current(tx) or Runner())


def country_of(zone: str | None) -> str | None:
    """Return the country of a time zone that belongs to one alone, None where that is unknown."""
    return _countries().get(zone or "")


def _tell(tx: Transaction, today: date) -> Triage:
    triage = _judge(tx, today, _told_since_visit(tx))
    screens.save_triage(tx, triage)
    return triage


def _judge(tx: Transaction, today: date, told: Sequence[Finding]) -> Triage:
    runner = profile.find_current(tx) or Runner()
    said = _said_in_diary(tx, today)
    said += [(kept.statement.day, kept.noted, kept.statement) for kept in screens.statements(tx)]
    said.sort(key=lambda one: one[:2])
    return screen(
        [statement for _, _, statement in said],
        _from_profile(runner, today),
        today=today,
        country=_where(tx, runner),
        told=told,
    )


def _said_in_diary(tx: Transaction, today: date) -> list[tuple[date, datetime, Statement]]:
    """Return what the diary states, with the instant of writing, as far as it can still matter.

    What an older day said that was urgent was told then, and is kept as told; where it comes from
    an imported diary it is history. What was measured before a visit is still compared with.
    """
    horizon = today - timedelta(days=DIARY_DAYS)
    said = list(diary.entries(tx, first_day=horizon, last_day=today))
    last_visit = max((kept.statement.day for kept in _visits(tx)), default=date.min)
    since = None if last_visit > date.min else horizon
    if since is None:
        older = diary.entries(tx, last_day=min(last_visit, horizon) - timedelta(days=1))
        said += [one for one in older if MEASURED.intersection(statement_of(one).answers)]
    written = screens.diary_written(tx, first_day=since)
    return [(entry.day, written[entry.day], statement_of(entry)) for entry in said]


def _visits(tx: Transaction) -> list[screens.KeptStatement]:
    return [kept for kept in screens.statements(tx) if kept.statement.answers.get(VISIT) in SEEN]


def _told_since_visit(tx: Transaction) -> tuple[Finding, ...]:
    """Return every finding that was told since the newest visit was recorded."""
    visits = [kept.noted for kept in _visits(tx)]
    return screens.findings_told(tx, after=max(visits, default=None))


def _where(tx: Transaction, runner: Runner) -> str | None:
    told = settings.get(tx, COUNTRY)
    return str(told) if told else country_of(runner.zone)


def _from_profile(runner: Runner, today: date) -> dict[str, Reply]:
    """Return what the profile says, by question key."""
    return {} if runner.birth_year is None else {"age_years": today.year - runner.birth_year}


@cache
def _countries() -> Mapping[str, str]:
    """Country by zone, from the table that comes with the time-zone data."""
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return {row[2]: row[0] for row in rows if len(row) > 2}
