"""Registry: the only door of the readers; content decides which format reads, never a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from backstride.domain.errors import BackstrideError
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.readers.activity_list import is_activity_list, read_activity_list
from backstride.readers.apple_health import is_apple_file, read_apple_health
from backstride.readers.fit import is_fit, read_fit
from backstride.readers.form_file import is_form_file, read_form_file
from backstride.readers.garmin_export import is_garmin_export, read_garmin_export
from backstride.readers.goldencheetah import is_goldencheetah, read_goldencheetah
from backstride.readers.gpx import is_gpx, read_gpx
from backstride.readers.polar_export import is_polar_export, read_polar_export
from backstride.readers.polar_xml import is_polar_xml, read_polar_xml
from backstride.readers.reading import Outcome, Reading
from backstride.readers.running_page import is_running_page, read_running_page
from backstride.readers.sniff import HEAD_BYTES, sniff
from backstride.readers.strava_export import is_strava_export, read_strava_export
from backstride.readers.strava_streams import is_strava_streams, read_strava_streams
from backstride.readers.suunto_export import is_suunto_export, read_suunto_export
from backstride.readers.tcx import is_tcx, read_tcx

READERS_VERSION: Final = "readers-1"
"""Version of all readers together; it changes where one reads a file otherwise than before, so that
``rebuild`` knows which recordings are of another time."""


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
    Format("apple_health", is_apple_file, read_apple_health),
    Format("polar_xml", is_polar_xml, read_polar_xml),
    Format("polar_export", is_polar_export, read_polar_export),
    Format("suunto_export", is_suunto_export, read_suunto_export),
    Format("goldencheetah", is_goldencheetah, read_goldencheetah),
    Format("running_page", is_running_page, read_running_page),
    Format("garmin_export", is_garmin_export, read_garmin_export),
    Format("strava_streams", is_strava_streams, read_strava_streams),
    Format("strava_export", is_strava_export, read_strava_export),
    Format("activity_list", is_activity_list, read_activity_list),
    Format("form_recording", is_form_file, read_form_file),
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
