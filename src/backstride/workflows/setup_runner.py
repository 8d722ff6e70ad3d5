"""Use case: the runner tells, once or again, what helps to read the runs."""

from __future__ import annotations

from backstride.domain.runner import Runner
from backstride.store import profile
from backstride.workflows.wiring import Desk


def current_runner(desk: Desk) -> Runner:
    """Return the profile as it stands, empty where nothing was told."""
    return desk.runner()


def save_runner(desk: Desk, runner: Runner) -> bool:
    """Save a profile from now on, keeping the earlier ones; False where nothing changed."""
    with desk.store.transaction() as tx:
        return profile.save(tx, runner)
