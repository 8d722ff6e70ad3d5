"""Jobs: imports, rebuilds and exports that run beside the pages and can be looked at any time."""

from __future__ import annotations

import secrets
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from threading import Condition, Thread
from typing import TYPE_CHECKING, Any, Final

from backstride.domain.errors import NotFound
from backstride.domain.message import Message
from backstride.store.ledger import Status
from backstride.web.labour import labour
from backstride.workflows.results import FileResult

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.synchronize import Event

MOST_KEPT: Final = 30
"""Ended jobs that are remembered."""
MOST_SHOWN: Final = 200
"""Newest results of a job that are remembered; the ledger in the store holds all of them."""
MOST_TOLD: Final = 500
"""Newest results that say more than that a file was imported."""
END: Final = frozenset({"done", "stopped", "failed"})


@dataclass(slots=True)
class Job:
    """One long piece of work and how far it is.

    Parameters
    ----------
    id : str
        Cannot be guessed.
    kind : str
        ``import``, ``rebuild`` or ``export``.
    state : str
        ``running``, ``done``, ``stopped`` or ``failed``.
    done, total : int
        Pieces finished and pieces in all; 0 in all while unknown.
    what : str
        The piece at hand.
    counts : Counter
        Results by status, for an import.
    results : list
        The newest results.
    n_result : int
        Results in all.
    told : list
        Those of an import that are more than plainly imported or there already.
    failure : Message or None
        Why it failed.
    version : int
        Rises with every change.
    started_s, ended_s : float
        On the monotonic clock; 0 where it has not ended. [s]
    about : dict
        What the page that began it wants to remember, such as the names of files.
    """

    id: str
    kind: str
    about: dict[str, Any]
    state: str = "running"
    done: int = 0
    total: int = 0
    what: str = ""
    counts: Counter[str] = field(default_factory=Counter)
    results: list[Any] = field(default_factory=list)
    n_result: int = 0
    told: list[FileResult] = field(default_factory=list)
    failure: Message | None = None
    version: int = 0
    started_s: float = field(default_factory=time.monotonic)
    ended_s: float = 0.0

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in END

    @property
    def elapsed_s(self) -> float:
        """Seconds since it began, or that it took."""
        return (self.ended_s or time.monotonic()) - self.started_s


class Jobs:
    """All jobs of this server.

    Parameters
    ----------
    ended : callable, optional
        Called whenever one has ended, in a thread of its own.
    """

    def __init__(self, ended: Callable[[], None] | None = None) -> None:
        self._ended = ended
        self._jobs: dict[str, Job] = {}
        self._stops: dict[str, Event] = {}
        self._changed = Condition()

    def begin(self, kind: str, *, about: dict[str, Any] | None = None, **given: Any) -> Job:
        """Start a job in a process of its own.

        Parameters
        ----------
        kind : str
            A key of `backstride.web.labour.LABOURS`.
        about : dict, optional
            To be remembered with it.
        **given : object
            What the labour takes.
        """
        context = get_context("spawn")
        ours, theirs = context.Pipe(duplex=False)
        stop = context.Event()
        process = context.Process(target=labour, args=(kind, theirs, stop, given))
        job = Job(secrets.token_urlsafe(9), kind, about or {})
        with self._changed:
            self._forget_old()
            self._jobs[job.id], self._stops[job.id] = job, stop
        process.start()
        theirs.close()
        Thread(target=self._listen, args=(job, ours, process), daemon=True).start()
        return job

    def find(self, job_id: str) -> Job:
        """Return a job.

        Raises
        ------
        NotFound
            Where there is none of this id, or the server was started again since.
        """
        if job_id not in self._jobs:
            raise NotFound("job_unknown", job=job_id[:40])
        return self._jobs[job_id]

    def look(self, job_id: str) -> Job:
        """Return a job as it is now, for a page: it does not change while the page is written.

        Raises
        ------
        NotFound
            As `find`.
        """
        job = self.find(job_id)
        with self._changed:
            return replace(job, about=dict(job.about), counts=Counter(job.counts))

    def all(self) -> list[Job]:
        """Return every job that is remembered, the newest first."""
        return list(reversed(self._jobs.values()))

    def running(self) -> list[Job]:
        """Return what is being worked on."""
        return [job for job in self.all() if not job.has_ended]

    def results_after(self, job: Job, seen: int) -> tuple[int, list[Any]]:
        """Return how many results there are, and those after the first so many that are kept."""
        with self._changed:
            n_new = max(0, job.n_result - seen)
            return job.n_result, job.results[len(job.results) - min(n_new, len(job.results)) :]

    def stop(self, job_id: str) -> None:
        """Ask a job to stop after the piece at hand."""
        self.find(job_id)
        self._stops[job_id].set()

    def forget(self) -> None:
        """Forget every job that has ended, with the names of files it held."""
        for job in self.all():
            if job.has_ended:
                del self._jobs[job.id], self._stops[job.id]

    def wait(self, job: Job, version: int, *, timeout_s: float) -> bool:
        """Wait until a job has changed since a version; False where nothing happened in time."""
        with self._changed:
            return self._changed.wait_for(lambda: job.version != version, timeout_s)

    def close(self) -> None:
        """Ask everything to stop."""
        for stop in self._stops.values():
            stop.set()

    def _listen(self, job: Job, channel: Connection, process: Any) -> None:
        try:
            while not job.has_ended:
                kind, value = channel.recv()
                with self._changed:
                    _hear(job, kind, value)
                    self._changed.notify_all()
        except EOFError:
            with self._changed:
                _hear(job, "failed", Message("web.job.died", {"kind": job.kind}))
                self._changed.notify_all()
        process.join()
        if self._ended is not None:
            self._ended()

    def _forget_old(self) -> None:
        ended = [job.id for job in self._jobs.values() if job.has_ended]
        for job_id in ended[: max(0, len(ended) - MOST_KEPT)]:
            del self._jobs[job_id], self._stops[job_id]


def needs_telling(result: FileResult) -> bool:
    """Whether a result is more than that a file was imported or was there already."""
    return result.partial or result.status not in (Status.IMPORTED, Status.DUPLICATE)


def _hear(job: Job, kind: str, value: Any) -> None:
    if kind == "progress":
        job.done, job.total, job.what = value
    elif kind == "about":
        job.about |= value
    elif kind == "result":
        job.n_result += 1
        if isinstance(value, FileResult):
            job.counts["partial" if value.partial else value.status.value] += 1
            if needs_telling(value):
                job.told = [*job.told[1 - MOST_TOLD :], value]
        job.results = [*job.results[1 - MOST_SHOWN :], value]
    else:
        job.state, job.failure = kind, value
        job.ended_s = time.monotonic()
    job.version += 1
