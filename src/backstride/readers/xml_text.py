"""XML before the parser: clean UTF-8 chunks out of whatever exporters wrote.

A DTD is cut out before the parser sees it, with it every entity it declares; control bytes,
byte-order marks, junk before the first tag, bare ampersands and wrong encodings are repaired.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.readers.sniff import wide_encoding

CHUNK_BYTES: Final = 1 << 16
"""How much the parser is fed at once [B]."""

MAX_PROLOG_BYTES: Final = 1 << 20
"""A DTD must end within this much of the file [B]."""

MAX_WIDE_BYTES: Final = 1 << 25
"""UTF-16 and UTF-32 are rewritten in memory, which costs several times the size. [B]"""

_CONTROLS: Final = bytes(sorted(set(range(32)) - {9, 10, 13}))
_REFERENCE: Final = re.compile(rb"&(?:#(x?[0-9A-Fa-f]{1,8});|(?:amp|lt|gt|quot|apos);)?")
_LONGEST_REFERENCE: Final = 12
_DECLARED: Final = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._\-]{1,40})""")
_FIRST_TAG: Final = re.compile(rb"<[A-Za-z_]")
_SINGLE_BYTE: Final = re.compile(
    r"(iso[-_]?8859[-_]\d{1,2}|latin[-_]?\d|windows[-_]125\d|cp125\d|koi8[-_][ru]|mac[-_]?roman)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class CleanText:
    """A document ready for the parser.

    Parameters
    ----------
    pieces : tuple of bytes or memoryview
        The document without junk and DTD.
    codec : str
        Encoding the pieces are in.
    problems : tuple of Problem
        What was repaired; one of severity ``REFUSED`` means that there is nothing to parse.
    """

    pieces: tuple[memoryview, ...]
    codec: str
    problems: tuple[Problem, ...]

    def chunks(self) -> Iterator[bytes]:
        """Yield UTF-8 chunks of about `CHUNK_BYTES` without control bytes and foreign entities."""
        decoder = codecs.getincrementaldecoder(self.codec)(errors="replace")
        carried = b""
        for piece in self.pieces:
            for start in range(0, len(piece), CHUNK_BYTES):
                raw = bytes(piece[start : start + CHUNK_BYTES])
                if self.codec != "utf-8":
                    raw = decoder.decode(raw).encode("utf-8", errors="replace")
                chunk = carried + raw.translate(None, _CONTROLS)
                chunk, carried = _hold_back(chunk)
                yield _without_foreign_entities(chunk)
        if carried:
            yield _without_foreign_entities(carried)


def clean(data: bytes) -> CleanText:
    """Prepare a document for the parser.

    Parameters
    ----------
    data : bytes
        The whole file.
    """
    problems: list[Problem] = []
    wide = wide_encoding(data[:64])
    if wide and len(data) > MAX_WIDE_BYTES:
        params: dict[str, Parameter] = {"limit_bytes": MAX_WIDE_BYTES, "encoding": wide}
        return CleanText(
            (), "utf-8", (Problem("xml.wide_too_large", "", params, Severity.REFUSED),)
        )
    if wide:
        data = data.decode(wide, errors="replace").encode("utf-8", errors="replace")
    start = data.find(b"<", 0, MAX_PROLOG_BYTES)
    start = len(data) if start < 0 else start
    if data[:start].strip(b"\xef\xbb\xbf \t\r\n\x00"):
        problems.append(Problem("xml.leading_junk", "", {"n_byte": start}))
    codec = "utf-8" if wide else _codec(data, problems)
    pieces = _without_dtd(data, start, problems)
    return CleanText(pieces, codec, tuple(problems))


def _codec(data: bytes, problems: list[Problem]) -> str:
    """UTF-8 where the bytes are, else what the declaration names, else Windows-1252."""
    if _is_utf8(data):
        return "utf-8"
    declared = _DECLARED.search(data[:1024])
    name = declared.group(1).decode("ascii") if declared else ""
    if _SINGLE_BYTE.fullmatch(name) and _is_known(name):
        return name
    problems.append(Problem("xml.encoding", "", {"declared": name or "UTF-8", "used": "cp1252"}))
    return "cp1252"


def _is_known(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def _is_utf8(data: bytes) -> bool:
    """Tell whether the bytes are UTF-8; a character cut off at the very end is forgiven."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(data)
    try:
        for start in range(0, len(data), CHUNK_BYTES):
            decoder.decode(view[start : start + CHUNK_BYTES])
    except UnicodeDecodeError:
        return False
    return True


def _without_dtd(data: bytes, start: int, problems: list[Problem]) -> tuple[memoryview, ...]:
    view = memoryview(data)
    first_tag = _FIRST_TAG.search(data, start, start + MAX_PROLOG_BYTES)
    prolog_end = first_tag.start() if first_tag else min(len(data), start + MAX_PROLOG_BYTES)
    dtd = data.find(b"<!DOCTYPE", start, prolog_end)
    if dtd < 0:
        return (view[start:],)
    end = _dtd_end(data, dtd)
    if end < 0:
        problems.append(Problem("xml.dtd_refused", "", {}, Severity.REFUSED))
        return ()
    problems.append(Problem("xml.dtd_cut", "", {"n_byte": end - dtd}))
    return (view[start:dtd], view[end:])


def _dtd_end(data: bytes, dtd: int) -> int:
    """Position behind the DTD, or -1 where it does not end in time."""
    limit = dtd + MAX_PROLOG_BYTES
    plain_end = data.find(b">", dtd, limit)
    bracket = data.find(b"[", dtd, limit)
    if bracket < 0 or 0 <= plain_end < bracket:
        return plain_end + 1 if plain_end >= 0 else -1
    closing = data.find(b"]", bracket, limit)
    while closing >= 0:
        rest = data[closing + 1 : closing + 64].lstrip()
        if rest.startswith(b">"):
            return data.index(b">", closing) + 1
        closing = data.find(b"]", closing + 1, limit)
    return -1


def _hold_back(chunk: bytes) -> tuple[bytes, bytes]:
    """Keep a reference that may be cut at the end of the chunk for the next one."""
    last = chunk.rfind(b"&", max(0, len(chunk) - _LONGEST_REFERENCE))
    if last < 0 or b";" in chunk[last:]:
        return chunk, b""
    return chunk[:last], chunk[last:]


def _without_foreign_entities(chunk: bytes) -> bytes:
    return _REFERENCE.sub(_keep_reference, chunk) if b"&" in chunk else chunk


def _keep_reference(match: re.Match[bytes]) -> bytes:
    """Keep the five entities of XML and legal characters; an ampersand stands for itself."""
    whole, code = match.group(0), match.group(1)
    if whole == b"&":
        return b"&amp;"
    if code is None:
        return whole
    text = code.decode("ascii")
    is_hex = text.startswith("x")
    if not is_hex and not text.isdecimal():
        return b"&amp;" + whole[1:]
    point = int(text[1:], 16) if is_hex and text[1:] else int(text) if text.isdecimal() else 0
    return whole if _is_legal(point) else b""


def _is_legal(point: int) -> bool:
    """Tell whether a code point is a character of XML 1.0 (W3C, production 2)."""
    return (
        point in {9, 10, 13}
        or 0x20 <= point <= 0xD7FF
        or 0xE000 <= point <= 0xFFFD
        or (0x10000 <= point <= 0x10FFFF)
    )
