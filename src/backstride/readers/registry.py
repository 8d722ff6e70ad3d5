"""Registry: the only door of the readers; content decides which format reads, never a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from backstride.domain.errors import BackstrideError
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.readers.fit import is_fit, read_fit
from backstride.readers.gpx import is_gpx, read_gpx
from backstride.readers.reading import Outcome, Reading
from backstride.readers.sniff import HEAD_BYTES, sniff
from backstride.readers.tcx import is_tcx, read_tcx


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file the readers understand.

    Parameters
    ----------
    name : str
        As in `Reading.format`.
    recognises : callable
        Tells the format by the beginning of a file.
    read : callable
        Reads the whole file.
    """

    name: str
    recognises: Callable[[bytes], bool]
    read: Callable[[bytes], Reading]


FORMATS: Final[tuple[Format, ...]] = (
    Format("fit", is_fit, read_fit),
    Format("gpx", is_gpx, read_gpx),
    Format("tcx", is_tcx, read_tcx),
)
"""Every format, one line each, tried in this order."""

_NO_RECORDING: Final = frozenset({"apple_double", "ds_store", "image", "video", "pdf"})
"""Kinds that never hold a recording: what systems and archives put beside the runs."""

_FAULTS: Final = (
    BackstrideError,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What a mistake of ours in a reader would raise on bytes no one foresaw: one such file must not
stop an import. Every case found becomes a test and a value."""


def read(data: bytes) -> Reading:
    """Read one unpacked file of any known format.

    Parameters
    ----------
    data : bytes
        `Member.data`.

    Returns
    -------
    Reading
        Always a value: what cannot be read is `Outcome.FAILED` with the reason as last problem.
    """
    head = data[:HEAD_BYTES]
    for known in FORMATS:
        if known.recognises(head):
            return _guarded(known, data)
    return _unknown(head, len(data))


def _guarded(known: Format, data: bytes) -> Reading:
    try:
        return known.read(data)
    except _FAULTS as error:
        params: dict[str, Parameter] = {"format": known.name, "kind": type(error).__name__}
        problem = Problem("registry.reader_fault", "", params, Severity.REFUSED)
        return Reading(Outcome.FAILED, known.name, (), (problem,))


def _unknown(head: bytes, n_byte: int) -> Reading:
    kind = sniff(head)
    params: dict[str, Parameter] = {"kind": kind, "n_byte": n_byte}
    if kind in _NO_RECORDING:
        problem = Problem("registry.no_recording", "", params, Severity.REFUSED)
        return Reading(Outcome.NOT_AN_ACTIVITY, "", (), (problem,))
    problem = Problem("registry.unknown_format", "", params, Severity.REFUSED)
    return Reading(Outcome.FAILED, "", (), (problem,))
