"""Problems as JSON rows, the same for every command."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from backstride.domain.problem import Problem


def problem_rows(
    problems: Iterable[Problem], tell: Callable[[Problem], str]
) -> list[dict[str, str]]:
    """Return each problem with its code, its place, how bad it is, and its words."""
    return [
        {
            "code": problem.code,
            "where": problem.where,
            "severity": problem.severity.value,
            "text": tell(problem),
        }
        for problem in problems
    ]
