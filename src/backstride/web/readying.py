"""Readying: what pages need of all runs is read beside them, before anybody asks for it."""

from __future__ import annotations

import contextlib
from threading import Event, Thread

from backstride.domain.errors import BackstrideError
from backstride.workflows.at_hand import AtHand
from backstride.workflows.wiring import Desk


class Readying:
    """Reads everything at hand after the start and whenever it is woken.

    After an import the first look at a page would read every run; so it is done in a thread as
    soon as the import has ended. A page that comes earlier waits for what it needs, not longer.

    Parameters
    ----------
    at_hand : AtHand
        What pages ask.
    desk : Desk
        Open until `close` was called.
    """

    def __init__(self, at_hand: AtHand, desk: Desk) -> None:
        self._at_hand, self._desk = at_hand, desk
        self._wanted, self._is_over = Event(), Event()
        self._thread = Thread(target=self._work, daemon=True)

    def start(self) -> None:
        """Begin, with a first reading at once."""
        self.wake()
        self._thread.start()

    def wake(self) -> None:
        """Read again what changed."""
        self._wanted.set()

    def close(self) -> None:
        """End after the piece at hand; the desk may be closed then."""
        self._is_over.set()
        self.wake()
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        while self._wanted.wait() and not self._is_over.is_set():
            self._wanted.clear()
            # A store that cannot be read is told by the page that asks.
            with contextlib.suppress(BackstrideError):
                for one in self._at_hand.slow():
                    if self._is_over.is_set():
                        return
                    one.get(self._desk)
