"""Wiring: builds store and clock once and hands them to the use cases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from backstride.domain.runner import Runner
from backstride.store import profile
from backstride.store.store import Store, open_store
from backstride.workflows.place_in_time import today_in


@dataclass(frozen=True, slots=True)
class Desk:
    """What every use case works with.

    Parameters
    ----------
    store : Store
        Open.
    """

    store: Store

    def runner(self) -> Runner:
        """Return the runner's profile as it stands, empty where nothing was told."""
        with self.store.reading() as tx:
            return profile.find_current(tx) or Runner()

    def today(self) -> date:
        """Return the present day on the runner's own calendar."""
        return today_in(self.runner().zone).date()


@contextmanager
def open_desk(home: Path | None = None) -> Iterator[Desk]:
    """Open the store of this computer for the length of a block.

    Parameters
    ----------
    home : Path, optional
        Folder of the store; by default as `open_store` finds it.
    """
    with open_store(home) as store:
        yield Desk(store)
