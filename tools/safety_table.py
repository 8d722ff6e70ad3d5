"""Write the tables of docs/decisions/0010-safety-rules.md from the rules themselves.

Run it after a change of `src/backstride/safety/rules.toml`; a test holds the page against it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from backstride.domain.screen import Level, ScreenEffect
from backstride.safety.pain_rule import Measure, measures
from backstride.safety.rules import Clause, Rule, RuleTable, load_rules

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "decisions" / "0010-safety-rules.md"
BEGIN, END = "<!-- written by tools/safety_table.py: begin -->", "<!-- end -->"


def render(table: RuleTable) -> str:
    """Return the part of the page that is written from the rules."""
    return "\n".join(
        [
            f"Version {table.version} of the table, **{table.review}**.",
            "",
            "| Rule | Finding | May mean | Sources |",
            "|---|---|---|---|",
            *(_rule_row(rule) for rule in _in_order(table)),
            "",
            "A rule holds at the worst level of its clauses.",
            "",
            "| Rule | Level | Effects | When, and why so | Signed by, date |",
            "|---|---|---|---|---|",
            *(row for rule in _in_order(table) for row in _clause_rows(rule)),
            "",
            "| Source | |",
            "|---|---|",
            *(f"| {name} | {title} |" for name, title in table.sources.items()),
            "",
            "The pain-monitoring rule; the worst band of all measures wins.",
            "",
            "| Measure | Unit | Amber | Red | Needed for green |",
            "|---|---|---|---|---|",
            *(_measure_row(measure) for measure in measures()),
        ]
    )


def rewritten(page: str, part: str) -> str:
    """Return a page with the written part in place of the old one."""
    head, rest = page.split(BEGIN, maxsplit=1)
    _, tail = rest.split(END, maxsplit=1)
    return f"{head}{BEGIN}\n\n{part}\n\n{END}{tail}"


def main() -> None:
    """Rewrite the page."""
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(rewritten(page, render(load_rules())), encoding="utf-8")


def _in_order(table: RuleTable) -> list[Rule]:
    """Return the rules by id, red flags before look-alikes."""
    return sorted(table.rules, key=lambda rule: (not rule.id.startswith("RF"), rule.id))


def _rule_row(rule: Rule) -> str:
    return f"| {rule.id} | {rule.asks} | {rule.suspects} | {', '.join(rule.sources)} |"


def _clause_rows(rule: Rule) -> Iterator[str]:
    for clause in sorted(rule.clauses, key=lambda clause: -clause.level):
        yield f"| {rule.id} | {clause.level.label} | {_effects(clause)} | {clause.why} | |"


def _effects(clause: Clause) -> str:
    if clause.level >= Level.E1:
        return "all"
    asked = [effect.value for effect in ScreenEffect if effect in clause.effects]
    return ", ".join(f"`{name}`" for name in asked) or "none"


def _measure_row(measure: Measure) -> str:
    def limit(above: float, from_: float) -> str:
        if above != float("inf"):
            return f"above {above:g}"
        return "" if from_ == float("inf") else f"{from_:g} and more"

    amber = limit(measure.amber_above, float("inf"))
    red = limit(measure.red_above, measure.red_from)
    needed = "yes" if measure.needed else ""
    name = measure.id.replace("_", " ")
    return f"| {name} | {measure.unit} | {amber} | {red} | {needed} |"


if __name__ == "__main__":
    main()
