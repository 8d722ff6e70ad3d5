"""Repeated looks: twelve answers, one every fortnight, for the same runner.

``make study-looks``; options as in `studies.study`. Specification, section 6.5.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median
from typing import Final

from studies.figures import Figure, at_most, figure_table, short, table
from studies.looks_runner import LOOKS, Look, run_runner
from studies.proportions import Share
from studies.study import Cell, Study, by_cell, main

NEUTRAL: Final = "neutral"
MOST_EVER: Final = 0.05
MOST_ONCE: Final = 0.03

Claim = Callable[[Look], bool]

RULES: Final[dict[str, tuple[Claim, Claim]]] = {
    "shipped rule": (
        lambda look: look.verdict == "aggravating",
        lambda look: look.verdict == "easing",
    ),
    "margin alone: P(beyond 0.3) at least .90": (
        lambda look: look.p_above_delta >= 0.90,
        lambda look: look.p_below_minus_delta >= 0.90,
    ),
    "sign alone: P above .95": (
        lambda look: look.points_up(0.95),
        lambda look: look.points_down(0.95),
    ),
    "sign alone: P above .975": (
        lambda look: look.points_up(0.975),
        lambda look: look.points_down(0.975),
    ),
    "sign alone: P above .99": (
        lambda look: look.points_up(0.99),
        lambda look: look.points_down(0.99),
    ),
}
"""Harm and help, as each rule claims them."""


def runners(rows: Sequence[Look]) -> list[list[Look]]:
    """Return the looks of each runner of a cell, one after the other."""
    groups: dict[int, list[Look]] = {}
    for row in rows:
        groups.setdefault(row.number, []).append(row)
    return [sorted(looks, key=lambda look: look.look_day) for looks in groups.values()]


def ever(rows: Sequence[Look], claim: Claim) -> Share:
    """Share of runners with a claim at any look."""
    lives = runners(rows)
    return Share(sum(any(map(claim, looks)) for looks in lives), len(lives))


def worst_look(rows: Sequence[Look]) -> Share:
    """Largest share of runners with a word of harm or help at one look."""
    shares = [_spoken_at(rows, day) for day in LOOKS]
    return max(shares, key=lambda share: share.value if share.n_runner else -1.0)


def first_day(rows: Sequence[Look], claim: Claim) -> float | None:
    """Median day of the first claim among the runners with one."""
    firsts = [
        next((look.look_day for look in looks if claim(look)), None) for looks in runners(rows)
    ]
    days = [day for day in firsts if day is not None]
    return median(days) if days else None


def figures(rows: Sequence[Look]) -> list[Figure]:
    """Hold the looks against what was asked."""
    neutral = by_cell(rows).get(NEUTRAL, [])
    return [
        at_most(
            "neutral runners ever called aggravating or easing in twelve looks",
            ever(neutral, _spoke),
            MOST_EVER,
        ),
        at_most(
            "neutral runners called so at a single look, worst of the twelve",
            worst_look(neutral),
            MOST_ONCE,
        ),
    ]


def render(rows: Sequence[Look]) -> str:
    """Return the body of the page."""
    return f"""# Repeated looks

Who looks often sees more. Lives of the simulator that was written apart from the model
(`backstride.synth`): {len(LOOKS)} answers each, from day {LOOKS[0]} to day {LOOKS[-1]} of the
diary, every 14 days, each with what was known on that day and the typical run of the first look.

## What was asked beforehand

{figure_table(figures(rows))}
## Ever claimed in twelve looks

The last three rules are not shipped: they show what would happen without a margin.

{_ever_table(rows)}
## Said at each look

Runners who were called aggravating or easing by the shipped rule at that look.

{_look_table(rows)}"""


def _spoke(look: Look) -> bool:
    return look.spoke


def _spoken_at(rows: Sequence[Look], day: int) -> Share:
    at = [row for row in rows if row.look_day == day]
    return Share(sum(row.spoke for row in at), len(at))


def _ever_table(rows: Sequence[Look]) -> str:
    lines = []
    for cell, found in by_cell(rows).items():
        for name, (harm, ease) in RULES.items():
            days = (first_day(found, harm), first_day(found, ease))
            lines.append(
                [
                    cell,
                    name,
                    str(ever(found, harm)),
                    "-" if days[0] is None else f"{days[0]:.0f}",
                    str(ever(found, ease)),
                    "-" if days[1] is None else f"{days[1]:.0f}",
                ]
            )
    headings = ("Runners", "Rule", "Harm claimed", "First day, median")
    return table((*headings, "Help claimed", "First day, median"), lines)


def _look_table(rows: Sequence[Look]) -> str:
    lines = [
        [cell, *(short(_spoken_at(found, day)) for day in LOOKS)]
        for cell, found in by_cell(rows).items()
    ]
    return table(("Runners", *(f"day {day}" for day in LOOKS)), lines)


STUDY: Final = Study(
    "looks",
    (
        Cell(NEUTRAL, 200, 3.6),
        Cell("aggravator", 50, 3.9),
        Cell("easing", 30, 3.9),
        Cell("mixed", 20, 3.9),
    ),
    Look,
    run_runner,
    render,
    figures,
)

if __name__ == "__main__":
    main(STUDY)
