"""Originals: every imported file as it was, compressed, named by the hash of its content.

A file is complete under its name or not there at all. It is written before the transaction that
knows of it is saved: after a sudden stop a file may be left over, never one be missing.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import zlib
from pathlib import Path
from typing import Final

from sqlalchemy import select

from backstride.domain.errors import NotFound, StoreDamaged
from backstride.store import tables as t
from backstride.store.engine import insert_new
from backstride.store.home import OWNER_ONLY_FILE, OWNER_ONLY_FOLDER, Home, disk_error
from backstride.store.packing import pack_original
from backstride.store.store import Transaction

CODEC_GZIP: Final = 1
"""RFC 1952, ending ``.gz``. Another compression gets the next number and its own ending."""


def hash_content(content: bytes) -> str:
    """Return the SHA-256 of content as lower-case hex: the name of an original."""
    return hashlib.sha256(content).hexdigest()


def place(home: Home, sha256: str) -> Path:
    """Return where an original lies: ``originals/ab/abcd....gz``."""
    return home.originals / sha256[:2] / f"{sha256}.gz"


def keep(
    tx: Transaction,
    content: bytes,
    *,
    format: str,
    sha256: str | None = None,
    packed: bytes | None = None,
) -> str:
    """Keep the innermost bytes of a file; keeping the same again changes nothing.

    Parameters
    ----------
    tx : Transaction
        May write.
    content : bytes
        As the reader saw them, out of every archive.
    format : str
        ``fit``, ``gpx``, ``tcx``.
    sha256 : str, optional
        Hash of the content where it is known already.
    packed : bytes, optional
        The content in gzip, where the process that read it packed it already.

    Returns
    -------
    str
        SHA-256 of the content, by which it is found.

    Raises
    ------
    StoreError
        Where the disk does not take it.
    """
    name = sha256 or hash_content(content)
    packed = packed or pack_original(content)
    row = {
        "sha256": name,
        "format": format,
        "size_bytes": len(content),
        "codec": CODEC_GZIP,
        "stored_bytes": len(packed),
        "kept_utc_ms": tx.now_utc_ms,
    }
    if insert_new(tx.connection, t.original, row):
        _write(place(tx.home, name), packed)
    return name


def write(tx: Transaction, sha256: str, packed: bytes) -> None:
    """Write the file of an original whose row is there.

    Parameters
    ----------
    tx : Transaction
        May write.
    sha256 : str
        Hash of the content.
    packed : bytes
        The content in gzip.

    Raises
    ------
    StoreError
        Where the disk does not take it.
    """
    _write(place(tx.home, sha256), packed)


def load(tx: Transaction, sha256: str) -> bytes:
    """Return an original byte for byte.

    Raises
    ------
    NotFound
        Where no such original was kept.
    StoreDamaged
        Where its file is missing or its content is another.
    """
    size = select(t.original.c.size_bytes).where(t.original.c.sha256 == sha256)
    size_bytes = tx.connection.scalar(size)
    if size_bytes is None:
        raise NotFound("store.no_original", sha256=sha256)
    file = place(tx.home, sha256)
    try:
        packed = file.read_bytes()
    except FileNotFoundError as error:
        raise StoreDamaged("store.original_missing", place=str(file)) from error
    except OSError as error:
        raise disk_error(error, file) from error
    content = _unpack(packed, size_bytes)
    if content is None or hash_content(content) != sha256:
        raise StoreDamaged("store.original_damaged", place=str(file))
    return content


def _unpack(packed: bytes, size_bytes: int) -> bytes | None:
    """Return the content, None where it is not a gzip stream of this size."""
    inflater = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        content = inflater.decompress(packed, size_bytes + 1)
    except zlib.error:
        return None
    return content if len(content) == size_bytes else None


def _new_file(file: Path) -> int:
    """Open a file that is not there; its folder is made when it is missed."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        return os.open(file, flags, OWNER_ONLY_FILE)
    except FileNotFoundError:
        file.parent.mkdir(mode=OWNER_ONLY_FOLDER, exist_ok=True)
        return os.open(file, flags, OWNER_ONLY_FILE)


def _write(file: Path, packed: bytes) -> None:
    """Write a whole file or none, safe on the disk before it bears its name."""
    unfinished = file.with_name(f".{secrets.token_hex(8)}.part")
    try:
        handle = _new_file(unfinished)
        with os.fdopen(handle, "wb") as stream:
            stream.write(packed)
            stream.flush()
            os.fsync(handle)
        unfinished.replace(file)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise disk_error(error, file) from error
    except BaseException:  # Ctrl-C
        unfinished.unlink(missing_ok=True)
        raise
