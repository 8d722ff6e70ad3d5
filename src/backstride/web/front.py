"""Front: what every page works with, built once when the app starts."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backstride.domain.answer import DailyTable
from backstride.domain.screen import Triage
from backstride.workflows.at_hand import AtHand
from backstride.workflows.keep_preferences import Preferences
from backstride.workflows.list_measures import MeasureRow
from backstride.workflows.mark_phases import Marked
from backstride.workflows.rebuild_store import Stale
from backstride.workflows.running_lately import RunningLately
from backstride.workflows.search_runs import Worn
from backstride.workflows.show_course import Marks
from backstride.workflows.show_horizon import Horizon
from backstride.workflows.weigh_run import Company
from backstride.workflows.wiring import Desk

if TYPE_CHECKING:
    from fastapi import Request

    from backstride.web.answers import Answers
    from backstride.web.jobs import Jobs


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
    at_hand : AtHand
        What takes longer to read than a page may.
    """

    desk: Desk
    answers: Answers
    jobs: Jobs
    hosts: frozenset[str]
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    at_hand: AtHand = field(default_factory=AtHand)

    @property
    def marks(self) -> Marks:
        """Runs of the last year and marked stretches, for the line of time."""
        return self.at_hand.marks.get(self.desk)

    @property
    def days(self) -> DailyTable:
        """Every day with its load and scores, for the line of time before the first answer."""
        return self.at_hand.days.get(self.desk)

    @property
    def triage(self) -> Triage:
        """What the safety screen says now; every page shows it first."""
        return self.at_hand.triage.get(self.desk)

    @property
    def preferences(self) -> Preferences:
        """What the runner chose."""
        return self.at_hand.preferences.get(self.desk)

    @property
    def measures(self) -> tuple[MeasureRow, ...]:
        """What was done about it, and how often."""
        return self.at_hand.measures.get(self.desk)

    @property
    def tried(self) -> tuple[Marked, ...]:
        """What goes on today of what the runner tries."""
        return self.at_hand.tried.get(self.desk)

    @property
    def running(self) -> RunningLately:
        """What was run lately, for the plan."""
        return self.at_hand.running_lately.get(self.desk)

    @property
    def company(self) -> Company:
        """The runner's runs, to hold one against, with their shoes."""
        return self.at_hand.company.get(self.desk)

    @property
    def worn(self) -> Worn:
        """The pairs of every run."""
        return self.at_hand.worn.get(self.desk)

    @property
    def horizon(self) -> Horizon:
        """Which days the imports tell about."""
        return self.at_hand.horizon.get(self.desk)

    @property
    def stale(self) -> Stale:
        """How much was made by another version."""
        return self.at_hand.stale.get(self.desk)


def front_of(request: Request) -> Front:
    """Return what the page works with."""
    found: Front = request.app.state.front
    return found
