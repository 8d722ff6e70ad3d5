"""Unpacking into memory or a temporary file, in small steps and never beyond a limit."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, cast

from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.readers.limits import Limits, OverLimit

_STEP: Final = 1 << 16
_GZIP_MAGIC: Final = b"\x1f\x8b"
_GZIP_WINDOW: Final = 31


@dataclass(slots=True)
class Budget:
    """What unpacking one file on disk has cost so far.

    Parameters
    ----------
    limits : Limits
        What it may cost.
    packed_bytes : int
        Size of the file on disk. [B]
    n_member : int
        Members met.
    n_byte : int
        Bytes unpacked. [B]
    """

    limits: Limits
    packed_bytes: int
    n_member: int = 0
    n_byte: int = 0

    def count_member(self) -> None:
        """Count one member; raises `OverLimit` when there are too many."""
        self.n_member += 1
        if self.n_member > self.limits.max_members:
            params: dict[str, Parameter] = {"limit": self.limits.max_members}
            problem = Problem("source.too_many_members", "", params, Severity.REFUSED)
            raise OverLimit(problem, ends_file=True)

    def count_bytes(self, n_new: int) -> None:
        """Count unpacked bytes; raises `OverLimit` when there are too many."""
        self.n_byte += n_new
        if self.n_byte > self.limits.max_total_bytes:
            params: dict[str, Parameter] = {"limit_bytes": self.limits.max_total_bytes}
            problem = Problem("source.too_much_in_total", "", params, Severity.REFUSED)
            raise OverLimit(problem, ends_file=True)
        floor, most = self.limits.total_ratio_floor_bytes, self.limits.max_ratio
        if self.n_byte > floor and self.n_byte > most * self.packed_bytes:
            raise OverLimit(swells(most), ends_file=True)


@dataclass(frozen=True, slots=True)
class Allowance:
    """How much may come out of one packed thing.

    Parameters
    ----------
    budget : Budget
        The whole file's account.
    packed_bytes : int
        Size of what goes in. [B]
    max_bytes : int
        Most that may come out. [B]
    """

    budget: Budget
    packed_bytes: int
    max_bytes: int

    def take(self, n_new: int, n_out: int) -> None:
        """Account for `n_new` more bytes, `n_out` in all; raises `OverLimit`."""
        self.budget.count_bytes(n_new)
        limits = self.budget.limits
        if n_out > self.max_bytes:
            raise OverLimit(too_large(self.max_bytes))
        if n_out > limits.ratio_floor_bytes and n_out > limits.max_ratio * self.packed_bytes:
            raise OverLimit(swells(limits.max_ratio))


def swells(limit: float) -> Problem:
    """Tell that something swells when unpacked as no recording does."""
    params: dict[str, Parameter] = {"limit": limit}
    return Problem("source.ratio_too_high", "", params, Severity.REFUSED)


def too_large(limit_bytes: int) -> Problem:
    """Tell that one file is larger unpacked than may be."""
    params: dict[str, Parameter] = {"limit_bytes": limit_bytes}
    return Problem("source.member_too_large", "", params, Severity.REFUSED)


def spooled(chunks: Iterator[bytes], allowance: Allowance) -> BinaryIO:
    """Collect chunks in memory, or on disk once they are many; raises `OverLimit`.

    Returns
    -------
    file object
        Positioned at its start; the caller closes it, and what lay on disk is gone then.
    """
    target = tempfile.SpooledTemporaryFile(max_size=allowance.budget.limits.spool_bytes)  # noqa: SIM115 - the caller closes it
    n_out = 0
    try:
        for chunk in chunks:
            n_out += len(chunk)
            allowance.take(len(chunk), n_out)
            target.write(chunk)
    except BaseException:
        target.close()
        raise
    target.seek(0)
    return cast("BinaryIO", target)


def gunzipped(source: BinaryIO, problems: list[Problem]) -> Iterator[bytes]:
    """Unpack a gzip stream of one or more members; what is whole is kept.

    Parameters
    ----------
    source : binary file
        Positioned at the gzip header.
    problems : list of Problem
        A truncated or damaged stream is told here.
    """
    machine = zlib.decompressobj(_GZIP_WINDOW)
    n_out = 0
    feed = source.read(_STEP)
    while feed:
        before = machine.copy()
        try:
            piece = machine.decompress(feed, _STEP)
        except zlib.error:
            yield from _until_error(before, feed)
            problems.append(Problem("source.gzip_broken", "", {"kept_bytes": n_out}, Severity.LOST))
            return
        n_out += len(piece)
        yield piece
        if not machine.eof:
            feed = machine.unconsumed_tail or source.read(_STEP)
            continue
        feed = machine.unused_data + source.read(_STEP)
        if not feed.startswith(_GZIP_MAGIC):
            _tell_trailing(feed, problems)
            return
        machine = zlib.decompressobj(_GZIP_WINDOW)
    problems.append(Problem("source.gzip_cut_short", "", {"kept_bytes": n_out}, Severity.LOST))


def _until_error(machine: zlib._Decompress, feed: bytes) -> Iterator[bytes]:
    """Yield what comes out of the bytes before the broken one."""
    try:
        for position in range(len(feed)):
            yield machine.decompress(feed[position : position + 1])
    except zlib.error:
        return


def _tell_trailing(rest: bytes, problems: list[Problem]) -> None:
    if rest.strip(b"\x00"):
        problems.append(Problem("source.gzip_trailing_bytes", "", {}, Severity.NOTE))
