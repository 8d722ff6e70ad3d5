"""How the invented cases come out, rule by rule: ``python -m studies.safety_cases``.

The cases stand in ``tests/safety`` and were written before the rules. Printed for each rule: the
cases that name it, those that came out under their level or without it, its benign neighbours, and
those of them that came out above their ceiling.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from tests.safety.case_files import Case, cases
from tests.safety.judged import falls_short, level_named, triage_of

from backstride.domain.screen import Triage
from backstride.safety.rules import load_rules

RULE_ID = re.compile(r"\b(?:RF|LA)\d\d\b")


@dataclass(frozen=True, slots=True)
class Judged:
    """A case and what the screen made of it."""

    case: Case
    triage: Triage

    @property
    def is_short(self) -> bool:
        """Whether it came out under its level, or without a rule or effect it names."""
        return falls_short(self.case, self.triage)

    @property
    def is_over(self) -> bool:
        """Whether a benign case came out above its ceiling."""
        return self.case.benign and self.triage.level > level_named(self.case.ceiling)


@dataclass(frozen=True, slots=True)
class Row:
    """Counts of one rule."""

    rule: str
    n_case: int
    n_short: int
    n_neighbour: int
    n_over: int


def judge_all() -> list[Judged]:
    """Put every case through the screen."""
    return [Judged(case, triage_of(case)) for case in cases()]


def count_by_rule(judged: Sequence[Judged]) -> list[Row]:
    """Return the counts of every rule of the table, by id."""
    return [_row(rule.id, judged) for rule in sorted(load_rules().rules, key=lambda rule: rule.id)]


def _row(rule: str, judged: Sequence[Judged]) -> Row:
    own = [one for one in judged if rule in one.case.rules]
    near = [one for one in judged if one.case.benign and rule in RULE_ID.findall(one.case.why)]
    return Row(
        rule,
        n_case=len(own),
        n_short=sum(one.is_short for one in own),
        n_neighbour=len(near),
        n_over=sum(one.is_over or rule in one.triage.rules for one in near),
    )


def main() -> int:
    """Print the table; the exit code is 1 where a case came out under its level."""
    judged = judge_all()
    print(f"{'rule':6}{'cases':>7}{'under':>7}{'benign neighbours':>19}{'over-called':>13}")
    for row in count_by_rule(judged):
        counts = f"{row.n_case:7}{row.n_short:7}{row.n_neighbour:19}{row.n_over:13}"
        print(f"{row.rule:6}{counts}")
    benign = [one for one in judged if one.case.benign]
    short, over = [one for one in judged if one.is_short], [one for one in benign if one.is_over]
    print(f"\n{len(judged)} cases, {len(short)} under their level")
    print(f"{len(benign)} benign, {len(over)} above their ceiling ({len(over) / len(benign):.1%})")
    for one in (*short, *over):
        print(f"  {one.case.id}: {one.triage.level.label}, expected {one.case.expected_level}")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
