"""Prepare files on all cores, in order, a few ahead of the one writer."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Final, TypeVar

from backstride.readers.member import Member
from backstride.workflows.prepare_content import Context, Prepared, prepare

Part = TypeVar("Part")

ALONE_FIRST: Final = 12
"""Files prepared in this process before others are started: starting them costs about as much as
a dozen files, and most imports are shorter."""

AHEAD_PER_READER: Final = 4
"""Files under way for each process that reads: enough to keep it busy, few enough to bound the
memory."""


class ReaderDied(Exception):
    """The process that read a file ended without an answer, twice."""


Answer = Prepared | ReaderDied | None
"""What came of a part: prepared, its reader died, or nothing was to be prepared."""


class ReadAhead:
    """Prepares parts in order; `close` ends the processes it started.

    Parameters
    ----------
    context : callable
        Returns the runner and the reference in force when a part is begun.
    n_worker : int, optional
        Processes at work, this one among them, which writes while the others read; as many as
        there are cores by default, 1 reads and writes in this process.

    Notes
    -----
    The writer has a core of its own: with a process more than cores they push one another's data
    out of the caches (figures in ``docs/explanation/validation/import.md``).
    """

    def __init__(self, context: Callable[[], Context], *, n_worker: int | None = None) -> None:
        self._context = context
        self._n_reader = (n_worker or os.cpu_count() or 1) - 1
        self._pool: ProcessPoolExecutor | None = None
        self._n_alone = 0

    def run(
        self, parts: Iterable[Part], wanted: Callable[[Part], Member | None]
    ) -> Iterator[tuple[Part, Answer]]:
        """Yield each part with what was prepared of it, in order.

        Parameters
        ----------
        parts : iterable
            What is found, one after the other.
        wanted : callable
            Returns the content to prepare, None where there is nothing to do.
        """
        waiting: deque[tuple[Part, Member | None, Future[Prepared] | None]] = deque()
        for part in parts:
            member = wanted(part)
            if member is not None and self._is_alone():
                yield from self._drain(waiting, 0)
                yield part, prepare(member, self._context())
                continue
            waiting.append((part, member, None if member is None else self._submit(member)))
            yield from self._drain(waiting, AHEAD_PER_READER * self._n_reader)
        yield from self._drain(waiting, 0)

    def close(self) -> None:
        """End the processes; what they have begun is thrown away."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _is_alone(self) -> bool:
        """Count a file that is worth preparing, and say whether to do it in this process."""
        self._n_alone += 1
        return self._n_reader == 0 or self._n_alone <= ALONE_FIRST

    def _submit(self, member: Member) -> Future[Prepared]:
        if self._pool is None:
            # spawned, not forked: this process holds an open database
            self._pool = _new_pool(self._n_reader)
        return _hand_over(self._pool, member, self._context())

    def _drain(
        self,
        waiting: deque[tuple[Part, Member | None, Future[Prepared] | None]],
        most_left: int,
    ) -> Iterator[tuple[Part, Answer]]:
        while len(waiting) > most_left:
            part, member, future = waiting.popleft()
            if member is None or future is None:
                yield part, None
                continue
            try:
                yield part, future.result()
            except BrokenProcessPool:
                yield part, self._again(member)
                for place, (later, content, _) in enumerate(waiting):
                    if content is not None:
                        waiting[place] = (later, content, self._submit(content))

    def _again(self, member: Member) -> Answer:
        """Try one file alone in a fresh process: a death takes all files under way with it."""
        self.close()
        with _new_pool(1) as alone:
            try:
                return _hand_over(alone, member, self._context()).result()
            except BrokenProcessPool:
                return ReaderDied()


def _new_pool(n_reader: int) -> ProcessPoolExecutor:
    context = get_context("spawn")
    return ProcessPoolExecutor(n_reader, mp_context=context, initializer=_leave_ctrl_c_to_parent)


def _hand_over(pool: ProcessPoolExecutor, member: Member, context: Context) -> Future[Prepared]:
    """Submit a file; a process that this starts is born deaf to Ctrl-C.

    A worker hears Ctrl-C as well until its first line of ours has run, and would die with a
    traceback. A signal that comes meanwhile is heard right after.
    """
    block = getattr(signal, "pthread_sigmask", None)
    if block is None:  # no such masks on Windows
        return pool.submit(prepare, member, context)
    before = block(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return pool.submit(prepare, member, context)
    finally:
        block(signal.SIG_SETMASK, before)


def _leave_ctrl_c_to_parent() -> None:
    """Let only the writer hear Ctrl-C, which a terminal sends to every process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
