"""Conditions: the small language in which the rule table says when a rule holds.

`rules.toml` explains it to those who write rules. Here one line becomes one function of a
`Situation`, and remembers what it looks at, so that a table can be checked as a whole.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from backstride.domain.errors import ImpossibleCall
from backstride.domain.screen import Reply

OPEN: Final = "open"
"""Stands in a condition for a question without an answer."""

_COMPARE: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_NAMED: Final = re.compile(r"(?P<no>no )?(?P<what>sign|change|rule) (?P<name>\w+)")
_ANY_RULE: Final = re.compile(r"(?P<no>no )?any rule")
_IS: Final = re.compile(r"(?P<key>\w+) is (?P<no>not )?(?P<values>\w+(\|\w+)*)")
_NUMBER: Final = re.compile(r"(?P<key>\w+) (?P<how><=|>=|<|>) (?P<number>\d+(\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Situation:
    """What conditions look at.

    Parameters
    ----------
    facts : mapping of str to Reply
        Answers that stand, by question key; an open question is not in it.
    change : callable
        Tells by name whether something was seen over days.
    sign : callable
        Tells by name whether a named condition holds.
    held : mapping of str to object
        Rules found to hold so far, by id.
    """

    facts: Mapping[str, Reply]
    change: Callable[[str], bool]
    sign: Callable[[str], bool]
    held: Mapping[str, object]


Written: TypeAlias = Any
"""A condition as TOML gives it: a line, or lists and tables of lines."""

Test: TypeAlias = Callable[[Situation], bool]


@dataclass(frozen=True, slots=True)
class Look:
    """One thing a condition looks at.

    Parameters
    ----------
    what : str
        ``answer``, ``number``, ``sign``, ``change`` or ``rule``.
    name : str
        Question key, or name of the sign, change or rule.
    values : tuple of str
        Answers it is held against.
    """

    what: str
    name: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition, ready to be asked, and what it looks at."""

    holds: Test
    looks: tuple[Look, ...]


def parse_condition(written: Written) -> Condition:
    """Turn a condition as the table writes it into one that can be asked.

    Parameters
    ----------
    written : str, list or dict
        One line; a list of which all must hold; or a table with one of ``any``, ``all``, ``none``.

    Raises
    ------
    ImpossibleCall
        Where it is none of these.
    """
    if isinstance(written, str):
        return _parse_line(written.strip())
    if isinstance(written, list) and written:
        return _join(written, all)
    if isinstance(written, dict) and len(written) == 1:
        ((how, parts),) = written.items()
        if how in ("any", "all", "none") and isinstance(parts, list) and parts:
            inner = _join(parts, all if how == "all" else any)
            return _turned(inner) if how == "none" else inner
    raise ImpossibleCall("safety.bad_condition", text=str(written))


def _join(parts: list[Written], how: Callable[[Iterator[bool]], bool]) -> Condition:
    inner = [parse_condition(part) for part in parts]
    tests = tuple(one.holds for one in inner)
    looks = tuple(look for one in inner for look in one.looks)
    return Condition(lambda now: how(test(now) for test in tests), looks)


def _turned(inner: Condition) -> Condition:
    return Condition(lambda now: not inner.holds(now), inner.looks)


def _parse_line(line: str) -> Condition:
    for pattern, make in ((_ANY_RULE, _any_rule), (_NAMED, _named), (_IS, _is), (_NUMBER, _number)):
        found = pattern.fullmatch(line)
        if found:
            made = make(found)
            return _turned(made) if found.groupdict().get("no") else made
    raise ImpossibleCall("safety.bad_condition", text=line)


def _any_rule(_: re.Match[str]) -> Condition:
    return Condition(lambda now: bool(now.held), (Look("rule", "any"),))


def _named(found: re.Match[str]) -> Condition:
    what, name = found["what"], found["name"]
    tests: Mapping[str, Test] = {
        "sign": lambda now: now.sign(name),
        "change": lambda now: now.change(name),
        "rule": lambda now: name in now.held,
    }
    return Condition(tests[what], (Look(what, name),))


def _is(found: re.Match[str]) -> Condition:
    key, values = found["key"], tuple(found["values"].split("|"))
    wanted = frozenset(values)
    return Condition(lambda now: now.facts.get(key, OPEN) in wanted, (Look("answer", key, values),))


def _number(found: re.Match[str]) -> Condition:
    key, limit, compare = found["key"], float(found["number"]), _COMPARE[found["how"]]

    def holds(now: Situation) -> bool:
        value = now.facts.get(key)
        return isinstance(value, int | float) and compare(float(value), limit)

    return Condition(holds, (Look("number", key),))
