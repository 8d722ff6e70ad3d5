"""What a command, a server or a worker sets for the whole of its process."""

from __future__ import annotations

import gc
import os
from typing import Final

SELDOM: Final = 50_000
"""Objects made since the last look before garbage is looked for; 700 is what Python begins with."""

POLITE: Final = 10
"""How far work beside the pages stands back, of 19 (nice, POSIX)."""


def keep_to_one_thread() -> None:
    """Keep the linear algebra of this process and its children to one thread each.

    To be called before NumPy is loaded. The arrays of a run are short: threads would wait for one
    another, which cost a third of the processor time of an import. Files are read in processes of
    their own instead. Whoever sets ``OPENBLAS_NUM_THREADS`` keeps that choice.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def collect_seldom(every: int = SELDOM) -> None:
    """Look for garbage seldom, and never again among what is there already.

    A list of thousands of runs is made of objects that stay until it is printed: looking through
    them again and again cost a seventh of the processor time of ``backstride runs``. Modules stay
    for good: looking through them cost a fifth of an answer that a server works out.

    Parameters
    ----------
    every : int
        Objects made since the last look before the next; a look at 50,000 takes 20 ms.
    """
    gc.freeze()
    gc.set_threshold(every, *gc.get_threshold()[1:])


def stand_back() -> None:
    """Let whoever waits for a page or saves a check-in go first.

    Only where the system knows of such manners (POSIX); elsewhere nothing changes.
    """
    if hasattr(os, "nice"):
        os.nice(POLITE)
