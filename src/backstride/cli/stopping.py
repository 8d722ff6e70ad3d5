"""Ctrl-C that lets the present file be finished, and a second one that does not."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import typer

from backstride.cli.words import words


class Stop:
    """Whether somebody asked to stop."""

    def __init__(self) -> None:
        self._asked = threading.Event()

    def ask(self, *_: int | FrameType | None) -> None:
        """Note the first wish; raise at the second."""
        if self._asked.is_set():
            raise KeyboardInterrupt
        self._asked.set()
        typer.echo(words().say("import.stopping"), err=True)

    def check(self) -> None:
        """Raise where somebody asked."""
        if self._asked.is_set():
            raise KeyboardInterrupt

    def wait(self, seconds: float) -> None:
        """Sleep, and wake up and raise when somebody asks."""
        self._asked.wait(seconds)
        self.check()


@contextmanager
def stop_between_files() -> Iterator[Stop]:
    """Hear Ctrl-C without being torn out of a file for the length of a block."""
    stop = Stop()
    try:
        before = signal.signal(signal.SIGINT, stop.ask)
    except ValueError:  # not in the main thread, where no signal arrives
        yield stop
        return
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
