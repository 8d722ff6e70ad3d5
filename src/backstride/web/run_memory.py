"""What pages of runs remember until the store changes."""

from __future__ import annotations

from dataclasses import dataclass, field

from fastapi import Request

from backstride.web.front import Remembered
from backstride.workflows.rebuild_store import Stale, find_stale
from backstride.workflows.search_runs import Worn, shoes_by_run
from backstride.workflows.show_horizon import Horizon, show_horizon
from backstride.workflows.weigh_run import Company, gather_company


@dataclass(frozen=True, slots=True)
class RunMemory:
    """Everything that takes longer than a page may, each read again only after a change."""

    worn: Remembered[Worn] = field(default_factory=lambda: Remembered(shoes_by_run))
    horizon: Remembered[Horizon] = field(default_factory=lambda: Remembered(show_horizon))
    stale: Remembered[Stale] = field(default_factory=lambda: Remembered(find_stale))
    company: Remembered[Company] = field(default_factory=lambda: Remembered(gather_company))


def memory_of(request: Request) -> RunMemory:
    """Return what this server remembers."""
    found: RunMemory = request.app.state.run_memory
    return found
