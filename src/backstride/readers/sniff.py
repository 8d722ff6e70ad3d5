"""What bytes are, by their content and never by a name."""

from __future__ import annotations

import re
from typing import Final

HEAD_BYTES: Final = 1 << 16
"""How much of a file the sniffers look at [B]."""

_MAGIC: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\x00\x05\x16\x07", "apple_double"),
    (b"\x00\x05\x16\x00", "apple_double"),
    (b"\x00\x00\x00\x01Bud1", "ds_store"),
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"PAR1", "parquet"),
)
_ROOT: Final = re.compile(r"<(?:[\w.\-]+:)?([A-Za-z_][\w.\-]*)")
_TEXT_CONTROLS: Final = frozenset(range(32)) - {9, 10, 12, 13, 27}


def sniff(head: bytes) -> str:
    """Name the kind of content.

    Parameters
    ----------
    head : bytes
        Beginning of the file, `HEAD_BYTES` or the whole of it.

    Returns
    -------
    str
        A stable word: ``empty``, ``gzip``, ``zip``, ``fit``, ``xml:<root element>``, ``html``,
        ``json``, ``image``, ``video``, ``apple_double``, ``text``, ``binary`` and their like.
    """
    if not head:
        return "empty"
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[8:12] == b".FIT":
        return "fit"
    if head[4:8] == b"ftyp":
        return "image" if head[8:12] in {b"heic", b"mif1", b"avif"} else "video"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image"
    if head[257:262] == b"ustar":
        return "tar"
    return _sniff_text(head)


def _sniff_text(head: bytes) -> str:
    text = head_text(head)
    stripped = text.lstrip("\ufeff \t\r\n\x00")
    if not stripped:
        return "blank"
    root = xml_root(head)
    if root.lower() == "html" or stripped[:14].lower() == "<!doctype html":
        return "html"
    if root:
        return f"xml:{root[:40]}"
    if stripped[0] in "{[":
        return "json"
    return "text" if _looks_like_text(text) else "binary"


def _looks_like_text(text: str) -> bool:
    sample = text[:4096]
    controls = sum(1 for character in sample if ord(character) in _TEXT_CONTROLS)
    return controls <= len(sample) // 100


def head_text(head: bytes) -> str:
    """Decode the beginning of a file well enough to look at it; never fails."""
    return head.decode(wide_encoding(head) or "latin-1", errors="replace")


def wide_encoding(head: bytes) -> str:
    """Name the UTF-16 or UTF-32 encoding of text with a byte-order mark or zero bytes, else empty.

    Parameters
    ----------
    head : bytes
        Beginning of the file.
    """
    if head.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return "utf-32"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = head[:64]
    enough = max(2, len(sample) - 8)
    if len(sample) >= 8 and sample[1::2].count(0) * 2 >= enough:
        return "utf-16-le"
    if len(sample) >= 8 and sample[0::2].count(0) * 2 >= enough:
        return "utf-16-be"
    return ""


def xml_root(head: bytes) -> str:
    """Return the local name of the root element, empty where the text is not markup.

    Leading white space, a byte-order mark, comments, the declaration and a DTD are passed over;
    a few bytes of junk before the first ``<`` are tolerated.
    """
    text = head_text(head)
    place = text.find("<", 0, _MAX_JUNK)
    while place >= 0:
        match = _ROOT.match(text, place)
        if match:
            return match.group(1)
        place = text.find("<", _behind(text, place))
    return ""


def _behind(text: str, place: int) -> int:
    """Position behind the declaration, comment or DTD at a place, the end where it has none."""
    for opening, closing in _PASSED_OVER:
        if text.startswith(opening, place):
            end = text.find(closing, place)
            return len(text) if end < 0 else end + len(closing)
    if not text.startswith("<!DOCTYPE", place):
        return len(text)
    bracket, plain_end = text.find("[", place), text.find(">", place)
    if 0 <= bracket < plain_end:
        plain_end = text.find(">", text.find("]", bracket)) if "]" in text[bracket:] else -1
    return len(text) if plain_end < 0 else plain_end + 1


_PASSED_OVER: Final = (("<?", "?>"), ("<!--", "-->"))
_MAX_JUNK: Final = 256
"""Characters of white space and junk before the first tag that are passed over."""
