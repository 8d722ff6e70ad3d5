"""Readying: pages find ready what takes long to read, after the start and after every job."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from backstride.domain.errors import StoreError
from backstride.store.table_stamps import DIARY
from backstride.web.jobs import Jobs
from backstride.web.readying import Readying
from backstride.workflows.at_hand import AtHand
from backstride.workflows.remembered import Remembered
from backstride.workflows.wiring import Desk, open_desk

LONGEST_S = 60.0


class OneThing(AtHand):
    """One thing to read, which tells when it is read."""

    def __init__(self) -> None:
        super().__init__()
        self.read: Queue[Desk] = Queue()
        self.fails = False
        self.thing = Remembered(self._find, DIARY)

    def slow(self) -> tuple[Remembered[Any], ...]:
        return (self.thing,)

    def _find(self, desk: Desk) -> int:
        self.read.put(desk)
        if self.fails:
            raise StoreError("store_busy")
        return 1


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path / "home") as found:
        yield found


@pytest.fixture
def things() -> OneThing:
    return OneThing()


@pytest.fixture
def readying(desk: Desk, things: OneThing) -> Iterator[Readying]:
    found = Readying(things, desk)
    found.start()
    yield found
    found.close()


def test_it_is_read_at_the_start_and_then_found_ready(
    desk: Desk, things: OneThing, readying: Readying
) -> None:
    assert things.read.get(timeout=LONGEST_S) is desk
    assert things.thing.get(desk) == 1
    assert things.read.empty()


def test_it_is_read_again_after_a_job_although_it_failed_before(
    desk: Desk, things: OneThing, readying: Readying, tmp_path: Path
) -> None:
    things.read.get(timeout=LONGEST_S)
    things.thing.forget()
    things.fails = True
    readying.wake()
    things.read.get(timeout=LONGEST_S)
    things.fails = False

    Jobs(ended=readying.wake).begin("rebuild", home=tmp_path / "home")

    things.read.get(timeout=LONGEST_S)


def test_everything_slow_can_be_read_in_an_empty_store(desk: Desk) -> None:
    hand = AtHand()
    assert [one.get(desk) for one in hand.slow()]


def test_it_ends_at_once_before_it_began(desk: Desk, things: OneThing) -> None:
    Readying(things, desk).close()
    assert things.read.empty()
