"""Changes: what only several days show, one small function for each kind of the rule table.

Each looks at the answers up to one statement, within a stretch of days that ends today. A visit
to a clinician ends what was noted before it; what was measured before it is the level from which
a measurement after it must fall further.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import fmean
from typing import Any, Final, NamedTuple, TypeAlias

from backstride.domain.screen import Reply, Statement
from backstride.safety.standing import NEVER, given

WEEK_DAYS: Final = 7
"""Scores of a week are averaged before two stretches of a diary are compared."""


class Noted(NamedTuple):
    """One answer: the place of its statement, its day, and itself."""

    order: int
    day: date
    answer: Reply


@dataclass(frozen=True, slots=True)
class Log:
    """Every answer ever given, by question key, in the order given."""

    noted: Mapping[str, Sequence[Noted]]

    @classmethod
    def of(cls, statements: Sequence[Statement]) -> Log:
        """Gather the answers of statements that stand in the order of their days."""
        noted: dict[str, list[Noted]] = {}
        for order, statement in enumerate(statements):
            for key, answer in given(statement).items():
                noted.setdefault(key, []).append(Noted(order, statement.day, answer))
        return cls(noted)


@dataclass(frozen=True, slots=True)
class View:
    """What a change may look at.

    Parameters
    ----------
    log : Log
        All answers.
    order : int
        Place of the newest statement that is known.
    day : date
        Today.
    visit_order : int
        Place of the newest visit, or `NEVER`.
    asked : date or None
        Day of the newest screen.
    """

    log: Log
    order: int
    day: date
    visit_order: int = NEVER
    asked: date | None = None

    def since_visit(self, key: str, within_days: int) -> list[Noted]:
        """Return answers of the last days that were given after the newest visit."""
        return [one for one in self._recent(key, within_days) if one.order > self.visit_order]

    def before_visit(self, key: str) -> list[Noted]:
        """Return every answer that was given before the newest visit."""
        return [one for one in self._known(key) if one.order < self.visit_order]

    def newest(self, key: str, within_days: int) -> Noted | None:
        """Return the newest answer of the last days, before or after a visit."""
        recent = self._recent(key, within_days)
        return recent[-1] if recent else None

    def _known(self, key: str) -> Sequence[Noted]:
        noted = self.log.noted.get(key, ())
        return noted[: bisect_right(noted, self.order, key=lambda one: one.order)]

    def _recent(self, key: str, within_days: int) -> Sequence[Noted]:
        known = self._known(key)
        first_day = self.day - timedelta(days=within_days - 1)
        return known[bisect_left(known, first_day, key=lambda one: one.day) :]


Spec: TypeAlias = Mapping[str, Any]
"""A row of the table of changes."""


def asked_today(view: View, _: Spec) -> bool:
    """Whether the newest screen is of this very day."""
    return view.asked == view.day


def count_days(view: View, spec: Spec) -> bool:
    """Whether an answer was given on so many of the last days."""
    days = {
        one.day
        for one in view.since_visit(spec["key"], spec["within_days"])
        if one.answer == spec["answer"]
    }
    return len(days) >= int(spec["at_least"])


def all_within(view: View, spec: Spec) -> bool:
    """Whether each of several answers was given in the last days, not all before a visit."""
    wanted = set(spec["answers"])
    earlier = {one.answer for one in view.before_visit(spec["key"]) if _in_reach(one, view, spec)}
    later = {one.answer for one in view.since_visit(spec["key"], spec["within_days"])}
    return wanted <= earlier | later and not wanted <= earlier


def rises(view: View, spec: Spec) -> bool:
    """Whether the last few numbers rise one by one, and by so much in all."""
    values = _numbers(view.since_visit(spec["key"], spec["within_days"]))[-spec["n_last"] :]
    steps = pairwise(values)
    return (
        len(values) == spec["n_last"]
        and all(later > earlier for earlier, later in steps)
        and values[-1] - values[0] >= spec["at_least"]
    )


def grows(view: View, spec: Spec) -> bool:
    """Whether the newest number is high and well above the lowest before it."""
    values = _numbers(view.since_visit(spec["key"], spec["within_days"]))
    return (
        len(values) > 1
        and values[-1] >= spec["reaches"]
        and values[-1] - min(values[:-1]) >= spec["at_least"]
    )


def no_better(view: View, spec: Spec) -> bool:
    """Whether scores of the last week are no lower than those of a week long enough before."""
    for key in spec["keys"]:
        scores = view.since_visit(key, spec["within_days"])
        if scores and (scores[-1].day - scores[0].day).days >= spec["apart_days"]:
            first, last = scores[0].day, scores[-1].day
            early = fmean(_numbers(one for one in scores if (one.day - first).days < WEEK_DAYS))
            late = fmean(_numbers(one for one in scores if (last - one.day).days < WEEK_DAYS))
            return bool(late >= max(early, spec["at_least"]))
    return False


def weak(view: View, spec: Spec) -> bool:
    """Whether a test of strength failed, or one side does far less than the other."""
    failed = any(_failed_anew(view, spec, key) for key in spec["tests"])
    return failed or _is_uneven_anew(view, spec)


def weak_both(view: View, spec: Spec) -> bool:
    """Whether the same test fails on both sides."""
    return any(all(_failed_anew(view, spec, key) for key in pair) for pair in spec["pairs"])


def falls(view: View, spec: Spec) -> bool:
    """Whether one side does far less than it once did, and the other side does not."""
    has_fallen = [_has_fallen(view, spec, key) for key in spec["counts"]]
    return any(has_fallen) and not all(has_fallen)


def even(view: View, spec: Spec) -> bool:
    """Whether strength was measured on both sides and found the same."""
    passed = [view.newest(key, spec["within_days"]) for key in spec["tests"]]
    counts = [view.newest(key, spec["within_days"]) for key in spec["counts"]]
    if not all(one is not None and one.answer == spec["passed"] for one in passed):
        return False
    both = _pair(counts)
    return both is not None and max(both) > 0 and not _is_uneven(both, spec["below_share"])


def _failed_anew(view: View, spec: Spec, key: str) -> bool:
    now = view.since_visit(key, spec["within_days"])
    before = view.before_visit(key)
    known = bool(before) and before[-1].answer == spec["failed"]
    return bool(now) and now[-1].answer == spec["failed"] and not known


def _is_uneven_anew(view: View, spec: Spec) -> bool:
    share = spec["below_share"]
    newest = [view.newest(key, spec["within_days"]) for key in spec["counts"]]
    now = _pair(newest)
    if now is None or not _is_uneven(now, share):
        return False
    if not any(one is not None and one.order > view.visit_order for one in newest):
        return False
    seen = _pair([_last(view.before_visit(key)) for key in spec["counts"]])
    side = now.index(min(now))
    was_known = seen is not None and _is_uneven(seen, share) and seen[side] == min(seen)
    return not (was_known and seen is not None and now[side] >= share * seen[side])


def _has_fallen(view: View, spec: Spec, key: str) -> bool:
    now = _numbers(view.since_visit(key, spec["within_days"]))
    last_seen = [one for one in view.before_visit(key) if _in_reach(one, view, spec)][-1:]
    earlier = _numbers(last_seen) + now[:-1]
    return bool(now) and bool(earlier) and now[-1] < spec["below_share"] * max(earlier)


def _pair(counts: Sequence[Noted | None]) -> list[float] | None:
    """Return the counts of both sides, None where one is not known."""
    values = _numbers(one for one in counts if one is not None)
    return values if len(values) == len(counts) else None


def _is_uneven(counts: Sequence[float], share: float) -> bool:
    return min(counts) < share * max(counts)


def _in_reach(one: Noted, view: View, spec: Spec) -> bool:
    return (view.day - one.day).days < int(spec["within_days"])


def _last(noted: Sequence[Noted]) -> Noted | None:
    return noted[-1] if noted else None


def _numbers(noted: Iterable[Noted]) -> list[float]:
    return [float(one.answer) for one in noted if isinstance(one.answer, int | float)]


KINDS: Final[Mapping[str, Callable[[View, Spec], bool]]] = {
    function.__name__: function
    for function in (
        asked_today,
        count_days,
        all_within,
        rises,
        grows,
        no_better,
        weak,
        weak_both,
        falls,
        even,
    )
}
"""Kind of a change to the function that looks for it."""
