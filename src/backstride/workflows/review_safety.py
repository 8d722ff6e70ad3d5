"""Use case: look back on warning signs: what was stated, what was told, what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from backstride.domain.pain import AdverseEvent
from backstride.domain.screen import (
    UNANSWERED,
    Finding,
    Level,
    Reply,
    Statement,
    StatementKind,
    Triage,
)
from backstride.safety.advice import Numbers, numbers_to_call
from backstride.safety.pain_rule import Borne
from backstride.safety.screen import screen
from backstride.safety.standing import VISIT
from backstride.safety.worse import Response, respond
from backstride.store import screens, settings
from backstride.store.screens import KeptStatement, KeptTriage
from backstride.workflows.check_safety import COUNTRY, known_person, where
from backstride.workflows.wiring import Desk

MOST_TOLD = 400
"""Newest results that are looked back on: a year of them and more, one a day."""


@dataclass(frozen=True, slots=True)
class ToldSpan:
    """The same result on one day or on several in a row.

    Parameters
    ----------
    first, last : date
        Days it was for.
    level : Level
        As it was told.
    complete : bool
        Whether everything had been answered.
    findings : tuple of Finding
        The rules that held, the worst first.
    """

    first: date
    last: date
    level: Level
    complete: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class SafetyReview:
    """What a runner's records hold about warning signs.

    Parameters
    ----------
    stated : tuple of KeptStatement
        Screens, self-checks and what came of advice, the newest first.
    told : tuple of ToldSpan
        What was told, the newest first.
    worsenings : tuple of AdverseEvent
        What went worse, the newest first.
    outcome : KeptStatement or None
        What came of it, as it was recorded last.
    country : str or None
        ISO 3166-1 alpha-2 code of where the runner is, told or as the time zone says.
    told_country : str
        As it was told; empty where the time zone decides.
    numbers : Numbers
        To call there; empty where they are not certain.
    """

    stated: tuple[KeptStatement, ...]
    told: tuple[ToldSpan, ...]
    worsenings: tuple[AdverseEvent, ...]
    outcome: KeptStatement | None
    country: str | None
    told_country: str
    numbers: Numbers


def review_safety(desk: Desk) -> SafetyReview:
    """Return everything that was stated, told and recorded about warning signs."""
    country = where(desk)
    with desk.store.reading() as tx:
        stated = screens.statements(tx)[::-1]
        told = screens.triage_history(tx, last=MOST_TOLD)
        worsenings = screens.adverse_events(tx)[::-1]
        told_country = str(settings.get(tx, COUNTRY, "") or "")
    visits = [kept for kept in stated if VISIT in kept.statement.answers]
    return SafetyReview(
        stated=stated,
        told=tuple(_spans(told)),
        worsenings=worsenings,
        outcome=max(visits, key=lambda kept: kept.noted, default=None),
        country=country,
        told_country=told_country,
        numbers=numbers_to_call(country),
    )


def begun_today(desk: Desk) -> dict[str, Reply]:
    """Return what the newest screen of today was told, so that a half-finished one can go on.

    Empty where there was none, or where a visit to a clinician was recorded after it: then
    everything is asked anew.
    """
    today = desk.today()
    with desk.store.reading() as tx:
        kept = sorted(screens.statements(tx), key=lambda one: one.noted)
    newest: dict[str, Reply] = {}
    for one in kept:
        if VISIT in one.statement.answers:
            newest = {}
        elif one.statement.kind is StatementKind.SCREEN and one.statement.day == today:
            newest = {k: v for k, v in one.statement.answers.items() if v != UNANSWERED}
    return newest


def judge_unkept(desk: Desk, answers: Mapping[str, Reply]) -> Triage:
    """Return what would follow from a screen that is not kept: what cannot wait for its end."""
    told = known_person(desk) | dict(answers)
    return screen([Statement(desk.today(), StatementKind.SCREEN, told)], country=where(desk))


def response_to_newest(desk: Desk, missing: Iterable[str] = ()) -> Response | None:
    """Return what follows from the newest worsening, None where there was none.

    Parameters
    ----------
    desk : Desk
        Open.
    missing : iterable of str
        Needed measures of the pain rule that were not noted with it.
    """
    with desk.store.reading() as tx:
        event = screens.newest_adverse_event(tx)
        counts = screens.count_adverse_events(tx)
    if event is None:
        return None
    borne = Borne(event.band, event.reasons, tuple(missing))
    return respond(event, borne, n_before=counts[event.during] - 1)


def _spans(told: Iterable[KeptTriage]) -> list[ToldSpan]:
    """Join what was told again unchanged; a day on which it changed keeps its last word."""
    spans: list[ToldSpan] = []
    for one in told:
        now = ToldSpan(one.day, one.day, one.level, one.complete, one.findings)
        later = spans[-1] if spans else None
        if later is not None and _is_same(later, now):
            spans[-1] = replace(later, first=now.first)
        else:
            spans.append(now)
    return spans


def _is_same(one: ToldSpan, other: ToldSpan) -> bool:
    return (one.level, one.complete, _rules(one)) == (other.level, other.complete, _rules(other))


def _rules(span: ToldSpan) -> list[tuple[str, Level]]:
    return [(found.rule, found.level) for found in span.findings]
