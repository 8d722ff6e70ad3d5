"""Rules: reads the table of rules, holds it against itself, and asks which rules hold."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

from backstride.domain.errors import ImpossibleCall
from backstride.domain.screen import Finding, Level, Reply, ScreenEffect
from backstride.safety.changes import KINDS
from backstride.safety.conditions import OPEN, Condition, Look, Situation, parse_condition
from backstride.safety.questions import questions

EVERY_EFFECT: Final = frozenset(ScreenEffect)


@dataclass(frozen=True, slots=True)
class Clause:
    """One way in which a rule holds.

    Parameters
    ----------
    level : Level
        At which it then holds.
    effects : frozenset of ScreenEffect
        What it asks for.
    condition : Condition
        When.
    why : str
        Reason of the level, for those who review the table.
    """

    level: Level
    effects: frozenset[ScreenEffect]
    condition: Condition
    why: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table.

    Parameters
    ----------
    id : str
        Stable name.
    asks, suspects : str
        Finding and what it may mean, for those who review the table.
    sources : tuple of str
        Ids of the table's sources.
    clauses : tuple of Clause
        It holds at the worst level of those that are met.
    """

    id: str
    asks: str
    suspects: str
    sources: tuple[str, ...]
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class RuleTable:
    """The whole table.

    Parameters
    ----------
    version : str
        Grows with each change of a level, a condition or an effect.
    review : str
        Who has reviewed it.
    sources : mapping of str to str
        Title by id.
    changes : mapping of str to mapping
        What is looked for over days, by name.
    signs : mapping of str to Condition
        Named conditions.
    rules : tuple of Rule
        In the order in which they look at one another.
    """

    version: str
    review: str
    sources: Mapping[str, str]
    changes: Mapping[str, Mapping[str, Any]]
    signs: Mapping[str, Condition]
    rules: tuple[Rule, ...]

    def without(self, rule_id: str) -> RuleTable:
        """Return the table without one rule, to see what notices."""
        return replace(self, rules=tuple(rule for rule in self.rules if rule.id != rule_id))

    def evaluate(
        self, facts: Mapping[str, Reply], change: Callable[[str], bool], day: date
    ) -> tuple[Finding, ...]:
        """Return the rules that hold, in the order of the table.

        Parameters
        ----------
        facts : mapping of str to Reply
            Answers that stand.
        change : callable
            Tells whether a row of the table of changes was seen.
        day : date
            Of these answers.
        """
        held: dict[str, Finding] = {}
        known: dict[str, bool] = {}

        def sign(name: str) -> bool:
            if name not in known:
                known[name] = self.signs[name].holds(now)
            return known[name]

        now = Situation(facts, change, sign, held)
        for rule in self.rules:
            met = [clause for clause in rule.clauses if clause.condition.holds(now)]
            if met:
                effects = frozenset(effect for clause in met for effect in clause.effects)
                level = max(clause.level for clause in met)
                held[rule.id] = Finding(rule.id, level, effects, day)
        return tuple(held.values())


@cache
def load_rules() -> RuleTable:
    """Read the table of the package."""
    path = files("backstride.safety").joinpath("rules.toml")
    return parse_rules(tomllib.loads(path.read_text(encoding="utf-8")))


def parse_rules(table: Mapping[str, Any]) -> RuleTable:
    """Turn a table as it is written into one that can be asked.

    Raises
    ------
    ImpossibleCall
        Where a condition cannot be read, or names what does not exist.
    """
    made = RuleTable(
        version=table["version"],
        review=table["review"],
        sources={row["id"]: row["title"] for row in table["source"]},
        changes={row["id"]: row for row in table["change"]},
        signs={row["id"]: parse_condition(row["when"]) for row in table["sign"]},
        rules=tuple(_rule(row) for row in table["rule"]),
    )
    faults = list(find_faults(made))
    if faults:
        raise ImpossibleCall("safety.bad_table", faults="; ".join(faults))
    return made


def find_faults(table: RuleTable) -> Iterator[str]:
    """Yield what is wrong with a table: unknown names, unfit answers, order, effects."""
    earlier: set[str] = set()
    signs_seen: set[str] = set()
    for name, condition in table.signs.items():
        yield from (f"sign {name}: {fault}" for fault in _faults_of(condition, table, signs_seen))
        signs_seen.add(name)
    for row in table.changes.values():
        if row["kind"] not in KINDS:
            yield f"change {row['id']}: no such kind {row['kind']}"
    for rule in table.rules:
        if rule.id in earlier:
            yield f"{rule.id}: stands twice"
        if not rule.sources or set(rule.sources) - set(table.sources):
            yield f"{rule.id}: sources {rule.sources}"
        for clause in rule.clauses:
            found = (*_faults_of(clause.condition, table), *_effect_faults(clause))
            yield from (f"{rule.id} {clause.level.label}: {fault}" for fault in found)
            late = _rules_in(clause.condition, table) - earlier - {"any"}
            if late:
                yield f"{rule.id}: looks at rules that do not stand above it: {sorted(late)}"
        earlier.add(rule.id)


def keys_read(condition: Condition, table: RuleTable) -> set[str]:
    """Return every question a condition looks at, also through signs and changes."""
    keys: set[str] = set()
    for look in condition.looks:
        if look.what == "sign":
            keys |= keys_read(table.signs[look.name], table)
        elif look.what == "change":
            keys |= _keys_of_change(table.changes[look.name])
        elif look.what in ("answer", "number"):
            keys.add(look.name)
    return keys


def _keys_of_change(row: Mapping[str, Any]) -> set[str]:
    flat = [row.get("key", []), *(row.get(name, []) for name in ("keys", "counts", "tests"))]
    flat += row.get("pairs", [])
    return {key for part in flat for key in ([part] if isinstance(part, str) else part)}


def _rule(row: Mapping[str, Any]) -> Rule:
    return Rule(
        id=row["id"],
        asks=row["asks"],
        suspects=row["suspects"],
        sources=tuple(row["sources"]),
        clauses=tuple(_clause(clause) for clause in row["clause"]),
    )


def _clause(row: Mapping[str, Any]) -> Clause:
    level = Level[row["level"]]
    named = frozenset(ScreenEffect(name) for name in row.get("effects", ()))
    effects = EVERY_EFFECT if level >= Level.E1 and "effects" not in row else named
    return Clause(level, effects, parse_condition(row["when"]), row["why"])


def _effect_faults(clause: Clause) -> Iterator[str]:
    if clause.level >= Level.E1 and clause.effects != EVERY_EFFECT:
        yield "asks for less than every effect"
    if clause.level is Level.E3 and clause.effects:
        yield "asks for effects"
    if clause.level is Level.NONE:
        yield "has no level"


def _faults_of(
    condition: Condition, table: RuleTable, signs: set[str] | None = None
) -> Iterator[str]:
    known = {
        "sign": set(table.signs) if signs is None else signs,
        "change": set(table.changes),
        "rule": {"any", *(rule.id for rule in table.rules)},
    }
    for look in condition.looks:
        if look.what in known:
            if look.name not in known[look.what]:
                yield f"no {look.what} {look.name}"
        else:
            yield from _question_faults(look)


def _question_faults(look: Look) -> Iterator[str]:
    question = questions().get(look.name)
    if question is None:
        yield f"no question {look.name}"
    elif look.what == "number" and question.accepts:
        yield f"{look.name} is not a number"
    else:
        wrong = set(look.values) - {OPEN, *question.accepts}
        if wrong:
            yield f"{look.name} is never {sorted(wrong)}"


def _rules_in(condition: Condition, table: RuleTable) -> set[str]:
    found: set[str] = set()
    for look in condition.looks:
        if look.what == "rule":
            found.add(look.name)
        elif look.what == "sign" and look.name in table.signs:
            found |= _rules_in(table.signs[look.name], table)
    return found


def urgent_keys(table: RuleTable, rules: Sequence[Rule] | None = None) -> frozenset[str]:
    """Return every question that some clause of E0 or E1 looks at."""
    return frozenset(
        key
        for rule in (table.rules if rules is None else rules)
        for clause in rule.clauses
        if clause.level >= Level.E1
        for key in keys_read(clause.condition, table)
    )
