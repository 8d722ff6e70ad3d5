"""Screen: statements of any number of days and the person in, one result out; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from backstride.domain.screen import (
    Finding,
    Level,
    Reply,
    ScreenEffect,
    Statement,
    StatementKind,
    Triage,
)
from backstride.safety.advice import advise
from backstride.safety.changes import KINDS, Log, View
from backstride.safety.due import why_due
from backstride.safety.questions import open_questions
from backstride.safety.rules import RuleTable, load_rules, urgent_keys
from backstride.safety.standing import VISIT, Standing, given


@dataclass(frozen=True, slots=True)
class Found:
    """What holds on a day.

    Parameters
    ----------
    standing : Standing
        What stands after every statement.
    findings : tuple of Finding
        The worst first: those of the day, and those of E0 and E1 that no visit has ended.
    """

    standing: Standing
    findings: tuple[Finding, ...]

    def standing_with(self, told: Iterable[Finding]) -> Found:
        """Return the same with what was told before as E0 or E1."""
        kept = {finding.rule: finding for finding in self.findings}
        _keep(kept, (finding for finding in told if finding.level >= Level.E1))
        return Found(self.standing, _worst_first(kept))


def screen(
    history: Iterable[Statement],
    profile: Mapping[str, Reply] | None = None,
    *,
    today: date | None = None,
    country: str | None = None,
    told: Iterable[Finding] = (),
    table: RuleTable | None = None,
) -> Triage:
    """Judge everything a runner stated.

    The level is the worst of what holds on the day and of every E0 and E1 since the runner last
    recorded having been seen: taking an answer back, waiting and not having been seen end nothing.

    Parameters
    ----------
    history : iterable of Statement
        Those of one day in the order in which they were made.
    profile : mapping of str to Reply, optional
        About the person, before any statement.
    today : date, optional
        The day to judge; that of the newest statement by default.
    country : str, optional
        ISO 3166-1 alpha-2 code of where the runner is, for the numbers to call.
    told : iterable of Finding
        What was told before as E0 or E1 and no visit has ended: it stands, also where what it
        rested on was changed since.
    table : RuleTable, optional
        The rules; those of the package by default.

    Returns
    -------
    Triage
        Keys and no words.

    Raises
    ------
    ValueError
        Where there is neither a statement nor a day.
    """
    statements = sorted(history, key=lambda statement: statement.day)
    days = [statement.day for statement in statements] + ([today] if today else [])
    if not days:
        raise ValueError("a screen needs a statement or a day")
    day, rules = max(days), table or load_rules()
    found = find(statements, dict(profile or {}), day, rules).standing_with(told)
    due = why_due(statements, found.standing, day)
    asked = {} if due else found.standing.asked_answers
    unanswered = open_questions({**found.standing.profile, **asked})
    complete = not unanswered and not due
    floor = Level.NONE if complete else Level.E3
    level = max([floor, *(finding.level for finding in found.findings)])
    return Triage(
        day=day,
        level=level,
        complete=complete,
        unanswered=unanswered,
        findings=found.findings,
        effects=_effects(found.findings),
        advice=advise(level, found.findings, complete=complete, country=country),
        due=due,
        table_version=rules.version,
    )


def find(
    statements: Sequence[Statement], profile: dict[str, Reply], day: date, table: RuleTable
) -> Found:
    """Return what holds on a day.

    Parameters
    ----------
    statements : sequence of Statement
        In the order of their days.
    profile : dict of str to Reply
        About the person, before any statement.
    day : date
        Not before the last statement.
    table : RuleTable
        The rules.
    """
    log = Log.of(statements)
    urgent, asked_later = _urgent(table), _asked_later(statements)
    kept: dict[str, Finding] = {}
    standing = Standing(day, profile)
    for order, statement in enumerate(statements):
        visits = standing.visit_order
        standing = standing.after(order, statement)
        if standing.visit_order > visits:
            kept.clear()
        if order in asked_later:
            continue
        if statement.kind is StatementKind.SCREEN or urgent & given(statement).keys():
            view = View(log, order, statement.day, standing.visit_order, standing.asked)
            now = _holding(standing, view, table)
            _keep(kept, (finding for finding in now if finding.level >= Level.E1))
    view = View(log, len(statements), day, standing.visit_order, standing.asked)
    _keep(kept, _holding(standing, view, table))
    return Found(standing, _worst_first(kept))


def _asked_later(statements: Sequence[Statement]) -> set[int]:
    """Return the places of what was noted before a screen of the same day.

    A mark on the body map opens the screen, and that screen may explain it: the day is judged
    with both.
    """
    places: set[int] = set()
    asked: date | None = None
    for order in reversed(range(len(statements))):
        statement = statements[order]
        if statement.kind is StatementKind.SCREEN:
            asked = statement.day
        elif VISIT in statement.answers:
            asked = None
        elif asked == statement.day:
            places.add(order)
    return places


def _holding(standing: Standing, view: View, table: RuleTable) -> tuple[Finding, ...]:
    seen: dict[str, bool] = {}

    def change(name: str) -> bool:
        if name not in seen:
            spec = table.changes[name]
            seen[name] = KINDS[spec["kind"]](view, spec)
        return seen[name]

    return table.evaluate(standing.facts(view.day), change, view.day)


def _keep(kept: dict[str, Finding], findings: Iterable[Finding]) -> None:
    """Keep the worst of each rule, of equals the earliest."""
    for finding in findings:
        before = kept.get(finding.rule)
        if before is None or finding.level > before.level:
            kept[finding.rule] = finding


def _worst_first(kept: Mapping[str, Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(kept.values(), key=lambda finding: (-finding.level, finding.rule)))


def _effects(findings: Sequence[Finding]) -> tuple[ScreenEffect, ...]:
    asked = {effect for finding in findings for effect in finding.effects}
    return tuple(effect for effect in ScreenEffect if effect in asked)


@cache
def _urgent_of_package() -> frozenset[str]:
    return urgent_keys(load_rules())


def _urgent(table: RuleTable) -> frozenset[str]:
    return _urgent_of_package() if table is load_rules() else urgent_keys(table)
