"""Files are read by other processes, in order, and outlive a process that dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator

import pytest

from backstride.domain.runner import Runner
from backstride.load.reference import reference_before_history
from backstride.readers.member import Member
from backstride.workflows.prepare_content import Context, Prepared
from backstride.workflows.read_ahead import ALONE_FIRST, ReadAhead
from tests.workflows.made_files import a_run, fit

N_FILE = ALONE_FIRST + 8


@pytest.fixture
def ahead() -> Iterator[ReadAhead]:
    context = Context(Runner(), reference_before_history(Runner()))
    opened = ReadAhead(lambda: context, n_worker=2)
    yield opened
    opened.close()


def members() -> list[Member]:
    return [Member(f"{n:02d}.fit", "", fit(a_run(n_point=60 + n))) for n in range(N_FILE)]


def n_sample(answer: object) -> int | None:
    assert isinstance(answer, Prepared)
    return (
        answer.activities[0].packed[0][0].column.n_sample if answer.activities[0].packed[0] else 0
    )


def test_answers_come_in_the_order_of_the_files(ahead: ReadAhead) -> None:
    found = [
        (part.name, n_sample(answer)) for part, answer in ahead.run(members(), lambda one: one)
    ]
    assert found == [(f"{n:02d}.fit", 60 + n) for n in range(N_FILE)]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal on this system")
def test_a_reading_process_that_is_killed_costs_no_file(ahead: ReadAhead) -> None:
    found = []
    for part, answer in ahead.run(members(), lambda one: one):
        found.append((part.name, n_sample(answer)))
        if len(found) == ALONE_FIRST + 2:
            (reader,) = multiprocessing.active_children()
            os.kill(reader.pid or 0, signal.SIGKILL)
    assert found == [(f"{n:02d}.fit", 60 + n) for n in range(N_FILE)]
