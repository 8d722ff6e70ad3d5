"""Front: what every page works with, built once when the app starts."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

from backstride.domain.answer import DailyTable
from backstride.domain.screen import Triage
from backstride.workflows.check_safety import current_triage
from backstride.workflows.keep_preferences import Preferences, find_preferences
from backstride.workflows.list_measures import MeasureRow, list_measures
from backstride.workflows.mark_phases import Marked, find_tried
from backstride.workflows.running_lately import RunningLately, running_lately
from backstride.workflows.show_course import Marks, find_days, find_marks
from backstride.workflows.wiring import Desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import Request

    from backstride.web.answers import Answers
    from backstride.web.jobs import Jobs

Found = TypeVar("Found")


class Remembered(Generic[Found]):
    """Something read from the store that holds until the store or the day changes."""

    def __init__(self, find: Callable[[Desk], Found]) -> None:
        self._find = find
        self._lock = Lock()
        self._at: tuple[int, date] | None = None
        self._found: Found | None = None

    def get(self, desk: Desk) -> Found:
        """Return it, read again only where something changed."""
        with self._lock:
            at = (desk.store.stamp(), desk.today())
            if self._at != at or self._found is None:
                self._found = self._find(desk)
                # Finding may itself write, as a new triage does: that is no reason to look again.
                self._at = (desk.store.stamp(), at[1])
            return self._found


@dataclass(frozen=True, slots=True)
class Front:
    """What every page works with.

    Parameters
    ----------
    desk : Desk
        Open as long as the app runs; threads share it.
    answers : Answers
        The answer, worked out beside the pages.
    jobs : Jobs
        Long pieces of work: imports, rebuilds, exports.
    hosts : frozenset of str
        Names under which this app may be asked for, without a port.
    token : str
        To be sent with every form; a page of another site cannot read it.
    """

    desk: Desk
    answers: Answers
    jobs: Jobs
    hosts: frozenset[str]
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    _triage: Remembered[Triage] = field(default_factory=lambda: Remembered(current_triage))
    _preferences: Remembered[Preferences] = field(
        default_factory=lambda: Remembered(find_preferences)
    )
    _measures: Remembered[tuple[MeasureRow, ...]] = field(
        default_factory=lambda: Remembered(list_measures)
    )
    _tried: Remembered[tuple[Marked, ...]] = field(default_factory=lambda: Remembered(find_tried))
    _running: Remembered[RunningLately] = field(default_factory=lambda: Remembered(running_lately))

    _marks: Remembered[Marks] = field(default_factory=lambda: Remembered(find_marks))
    _days: Remembered[DailyTable] = field(default_factory=lambda: Remembered(find_days))

    @property
    def marks(self) -> Marks:
        """Runs of the last year and marked stretches, for the line of time."""
        return self._marks.get(self.desk)

    @property
    def days(self) -> DailyTable:
        """Every day with its load and scores, for the line of time before the first answer."""
        return self._days.get(self.desk)

    @property
    def triage(self) -> Triage:
        """What the safety screen says now; every page shows it first."""
        return self._triage.get(self.desk)

    @property
    def preferences(self) -> Preferences:
        """What the runner chose."""
        return self._preferences.get(self.desk)

    @property
    def measures(self) -> tuple[MeasureRow, ...]:
        """What was done about it, and how often."""
        return self._measures.get(self.desk)

    @property
    def tried(self) -> tuple[Marked, ...]:
        """What goes on today of what the runner tries."""
        return self._tried.get(self.desk)

    @property
    def running(self) -> RunningLately:
        """What was run lately, for the plan."""
        return self._running.get(self.desk)


def front_of(request: Request) -> Front:
    """Return what the page works with."""
    found: Front = request.app.state.front
    return found
