"""Receiving: a form with files, written to the disk piece by piece as it comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from fastapi import Request
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool

from backstride.web.faults import Refused
from backstride.web.uploads import Uploads, discard, open_new, place_for

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MOST_FILES: Final = 50_000
"""Files of one upload (own choice: more than a lifetime of runs)."""
MOST_FIELDS: Final = 20
MOST_FIELD_BYTES: Final = 4096
PIECE: Final = 2**20
"""What is gathered before it is written. [B]"""
LOOK_EVERY: Final = 64 * 2**20
"""How often the room on the disk is looked at. [B]"""


@dataclass(slots=True)
class Received:
    """A form with files.

    Parameters
    ----------
    folder : Path
        Where the files lie.
    fields : dict of str to str
        Everything else.
    n_file : int
        Files that came.
    n_byte : int
        Bytes of all of them.
    """

    folder: Path
    fields: dict[str, str] = field(default_factory=dict)
    n_file: int = 0
    n_byte: int = 0


async def receive(
    request: Request, uploads: Uploads, check: Callable[[dict[str, str]], None]
) -> Received:
    """Write the files of a form to a folder of their own; where it fails, nothing stays.

    Parameters
    ----------
    request : Request
        ``multipart/form-data``, the token before the files.
    uploads : Uploads
        Where to.
    check : callable
        Given the fields that came, before the first file is written and at the end; raises to
        refuse.

    Raises
    ------
    Refused
        Where it is no such form, the disk is full, or there is too much of something.
    """
    kind, options = parse_options_header(request.headers.get("content-type"))
    boundary = options.get(b"boundary")
    if kind != b"multipart/form-data" or not boundary:
        raise Refused("web.import.no_form", status=415)
    length = request.headers.get("content-length", "")
    uploads.check_room(int(length) if length.isdecimal() else 0)
    received = Received(uploads.begin())
    writer = _Writer(received, uploads, check)
    parser = MultipartParser(boundary, writer.callbacks())
    try:
        await _feed(request, parser)
        writer.finish()
        check(received.fields)
    except BaseException:  # also a connection that was dropped
        writer.close()
        discard(received.folder)
        raise
    return received


async def _feed(request: Request, parser: MultipartParser) -> None:
    waiting, n_waiting = [], 0
    try:
        async for piece in request.stream():
            waiting.append(piece)
            n_waiting += len(piece)
            if n_waiting >= PIECE:
                await run_in_threadpool(parser.write, b"".join(waiting))
                waiting, n_waiting = [], 0
        await run_in_threadpool(parser.write, b"".join(waiting))
        parser.finalize()
    except MultipartParseError:
        raise Refused("web.import.no_form", status=400) from None
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise Refused("web.import.disk", status=507, detail=detail) from error


class _Writer:
    """Hears the parts of a form and writes them where they belong."""

    def __init__(
        self, received: Received, uploads: Uploads, check: Callable[[dict[str, str]], None]
    ) -> None:
        self._received = received
        self._uploads = uploads
        self._check = check
        self._header: list[bytes] = [b"", b""]
        self._disposition = b""
        self._name = ""
        self._text: bytearray | None = None
        self._file: BinaryIO | None = None
        self._looked_at = 0
        self._is_whole = False

    def callbacks(self) -> MultipartCallbacks:
        """Return what the parser calls."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._add(0, data[start:end]),
            "on_header_value": lambda data, start, end: self._add(1, data[start:end]),
            "on_header_end": self._end_header,
            "on_headers_finished": self._open,
            "on_part_data": self._write,
            "on_part_end": self._end,
            "on_end": self._finish,
        }

    def finish(self) -> None:
        """Refuse a form that ended before its end."""
        if not self._is_whole:
            raise Refused("web.import.no_form", status=400)

    def close(self) -> None:
        """Close the file at hand."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _begin(self) -> None:
        self._header, self._disposition = [b"", b""], b""

    def _add(self, which: int, data: bytes) -> None:
        self._header[which] += data

    def _end_header(self) -> None:
        name, value = self._header
        if name.lower() == b"content-disposition":
            self._disposition = value
        self._header = [b"", b""]

    def _open(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        self._text = None
        if b"filename" not in options:
            if len(self._received.fields) >= MOST_FIELDS:
                raise Refused("web.refused.too_long", status=413, name=self._name[:40])
            self._text = bytearray()
            return
        file_name = options[b"filename"].decode("utf-8", "replace").replace("%22", '"')
        if not file_name:
            return  # nothing was chosen
        if not self._received.n_file:
            self._check(self._received.fields)
        if self._received.n_file >= MOST_FILES:
            raise Refused("web.import.too_many", status=413, most=MOST_FILES)
        self._received.n_file += 1
        self._file = open_new(place_for(self._received.folder, file_name))

    def _write(self, data: bytes, start: int, end: int) -> None:
        if self._text is not None:
            if len(self._text) + end - start > MOST_FIELD_BYTES:
                raise Refused("web.refused.too_long", status=413, name=self._name[:40])
            self._text += data[start:end]
        elif self._file is not None:
            self._received.n_byte += end - start
            if self._received.n_byte - self._looked_at > LOOK_EVERY:
                self._looked_at = self._received.n_byte
                self._uploads.check_room(0)
            self._file.write(data[start:end])

    def _end(self) -> None:
        if self._text is not None:
            self._received.fields[self._name] = self._text.decode("utf-8", "replace").strip()
            self._text = None
        self.close()

    def _finish(self) -> None:
        self._is_whole = True
