"""What a command sets for the whole of its process."""

from __future__ import annotations

import gc
import os
from typing import Final

SELDOM: Final = 50_000
"""Objects made since the last look before garbage is looked for; 700 is what Python begins with."""


def keep_to_one_thread() -> None:
    """Keep the linear algebra of this process and its children to one thread each.

    To be called before NumPy is loaded. The arrays of a run are short: threads would wait for one
    another, which cost a third of the processor time of an import. Files are read in processes of
    their own instead. Whoever sets ``OPENBLAS_NUM_THREADS`` keeps that choice.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def collect_seldom() -> None:
    """Look for garbage seldom.

    A list of thousands of runs is made of objects that stay until it is printed: looking through
    them again and again cost a seventh of the processor time of ``backstride runs``.
    """
    gc.set_threshold(SELDOM, *gc.get_threshold()[1:])
