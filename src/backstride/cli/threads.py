"""How many threads a command may take for itself."""

from __future__ import annotations

import os


def keep_to_one_thread() -> None:
    """Keep the linear algebra of this process and its children to one thread each.

    To be called before NumPy is loaded. The arrays of a run are short: threads would wait for one
    another, which cost a third of the processor time of an import. Files are read in processes of
    their own instead. Whoever sets ``OPENBLAS_NUM_THREADS`` keeps that choice.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
