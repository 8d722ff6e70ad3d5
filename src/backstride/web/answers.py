"""The answer, worked out in a process of its own so that no page and no check-in waits for it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from threading import Lock
from typing import Any, Final, Generic, TypeVar

from backstride.workflows.answer_question import Answered, answer_from_store
from backstride.workflows.forecast_mornings import Forecasted, forecast_from_store
from backstride.workflows.imagine_mornings import Imagined, imagine_from_store
from backstride.workflows.own_process import collect_seldom, stand_back
from backstride.workflows.show_sample import Sample, show_sample
from backstride.workflows.wiring import Desk, open_desk

Found = TypeVar("Found")
Planned = tuple[float, ...] | None
MOST_KEPT: Final = 16
"""Forecasts under other plans that are remembered until the data change."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of the answer at this moment.

    Parameters
    ----------
    answered : Answered or None
        The newest answer there is; None before the first one.
    is_fresh : bool
        Whether it was worked out from the records as they are now.
    failed : str
        Name of the error that stopped the working out; empty where none did.
    """

    answered: Answered | None
    is_fresh: bool
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Worked(Generic[Found]):
    """What became of something that is worked out beside the pages.

    Parameters
    ----------
    found : Found or None
        None while it is not ready, and where it failed.
    failed : str
        Name of the error that stopped it; empty where none did.
    """

    found: Found | None = None
    failed: str = ""


class Answers:
    """Asks for the answer when records changed, and remembers it until they change again.

    Parameters
    ----------
    home : Path
        Folder of the store.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._pool = _new_pool()
        self._lock = Lock()
        self._at: tuple[int, date] | None = None
        self._work: Future[Answered] | None = None
        self._last: Answered | None = None
        self._forecasts: dict[Planned, Future[Forecasted]] = {}
        self._imagined: Future[Imagined] | None = None
        self._sample: Future[Sample] | None = None

    def warm(self) -> None:
        """Start the process and let it load what a fit needs."""
        self._submit(_load)

    def standing(self, desk: Desk, *, patience_s: float = 0.0) -> Standing:
        """Return what is known of the answer; ask for a new one where records changed.

        Parameters
        ----------
        desk : Desk
            Open.
        patience_s : float
            How long to wait for a new one. [s]
        """
        with self._lock:
            work = self._begin((desk.store.stamp(), desk.today()))
        try:
            answered = work.result(timeout=patience_s)
        except NotYet:
            return Standing(self._last, is_fresh=False)
        except Exception as error:  # noqa: BLE001 - the page tells it
            return Standing(self._last, is_fresh=False, failed=type(error).__name__)
        self._last = answered
        return Standing(answered, is_fresh=True)

    def forecast(self, desk: Desk, planned: Planned, *, patience_s: float) -> Forecasted | None:
        """Return the next mornings under a plan, None where they are not ready in time.

        Parameters
        ----------
        desk : Desk
            Open.
        planned : tuple of float or None
            Load of each coming day in typical runs.
        patience_s : float
            How long to wait. [s]
        """
        with self._lock:
            self._begin((desk.store.stamp(), desk.today()))
            work = self._forecasts.get(planned)
            if work is None:
                if len(self._forecasts) >= MOST_KEPT:
                    self._forecasts.pop(next(iter(self._forecasts)))
                work = self._submit(_forecast, self._home, planned)
                self._forecasts[planned] = work
        try:
            return work.result(timeout=patience_s)
        except NotYet:
            return None

    def planned(self, desk: Desk, planned: Planned, *, patience_s: float) -> Worked[Forecasted]:
        """Return the next mornings under a plan, or why there are none.

        Parameters
        ----------
        desk, planned, patience_s
            As of `forecast`.
        """
        try:
            return Worked(self.forecast(desk, planned, patience_s=patience_s))
        except Exception as error:  # noqa: BLE001 - the page tells it
            return Worked(failed=type(error).__name__)

    def imagined(self, desk: Desk, *, patience_s: float = 0.0) -> Worked[Imagined]:
        """Return the next mornings with other amounts of running.

        Parameters
        ----------
        desk : Desk
            Open.
        patience_s : float
            How long to wait. [s]
        """
        with self._lock:
            self._begin((desk.store.stamp(), desk.today()))
            if self._imagined is None or _is_lost(self._imagined):
                self._imagined = self._submit(_imagine, self._home)
            work = self._imagined
        return _outcome(work, patience_s)

    def sample(self, *, patience_s: float = 0.0) -> Worked[Sample]:
        """Return the answer of the invented runner; it never changes.

        Parameters
        ----------
        patience_s : float
            How long to wait. [s]
        """
        with self._lock:
            if self._sample is None or _is_lost(self._sample):
                self._sample = self._submit(show_sample)
            work = self._sample
        return _outcome(work, patience_s)

    def again(self) -> None:
        """Work everything out anew at the next question; the last answer stays until then."""
        with self._lock:
            self._at = self._work = self._imagined = self._sample = None
            self._forecasts.clear()

    def forget(self) -> None:
        """Forget every answer; what is being worked out is thrown away."""
        with self._lock:
            self._at = self._work = self._last = self._imagined = None
            self._forecasts.clear()

    def close(self) -> None:
        """Stop the process."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _begin(self, at: tuple[int, date]) -> Future[Answered]:
        if self._work is None or self._at != at or _is_lost(self._work):
            if self._work is not None:
                self._work.cancel()
            for forecast in self._forecasts.values():
                forecast.cancel()
            self._forecasts.clear()
            if self._imagined is not None:
                self._imagined.cancel()
            self._imagined = None
            self._at = at
            self._work = self._submit(_answer, self._home)
        return self._work

    def _submit(self, work: Callable[..., Found], *given: object) -> Future[Found]:
        """Hand work over; where the process died, as by lack of memory, a new one takes it."""
        try:
            return self._pool.submit(work, *given)
        except BrokenProcessPool:
            self._pool.shutdown(wait=False)
            self._pool = _new_pool()
            return self._pool.submit(work, *given)


def _is_lost(work: Future[Any]) -> bool:
    """Whether nothing will come of it since its process died, or since it was given up."""
    if not work.done():
        return False
    return work.cancelled() or isinstance(work.exception(), BrokenProcessPool)


def _outcome(work: Future[Found], patience_s: float) -> Worked[Found]:
    try:
        return Worked(work.result(timeout=patience_s))
    except (NotYet, CancelledError, BrokenProcessPool):
        return Worked()
    except Exception as error:  # noqa: BLE001 - the page tells it
        return Worked(failed=type(error).__name__)


def _new_pool() -> ProcessPoolExecutor:
    # Spawned, not forked: threads of the server may hold locks at the moment of a fork.
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_settle_in)


def _settle_in() -> None:
    """Begin as a worker beside the pages; importing this file loaded what it needs."""
    stand_back()
    collect_seldom()


def _load() -> None:
    """Start the worker."""


def _answer(home: Path) -> Answered:
    with open_desk(home) as desk:
        return answer_from_store(desk)


def _forecast(home: Path, planned: Planned) -> Forecasted:
    with open_desk(home) as desk:
        return forecast_from_store(desk, planned=planned)


def _imagine(home: Path) -> Imagined:
    with open_desk(home) as desk:
        return imagine_from_store(desk)
