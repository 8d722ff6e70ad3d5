"""Limits on untrusted bytes: how deep, how many, how large; above them a file is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from backstride.domain.errors import LimitExceeded
from backstride.domain.problem import Problem

KIB: Final = 1 << 10
MIB: Final = 1 << 20
GIB: Final = 1 << 30


@dataclass(frozen=True, slots=True)
class Limits:
    """What unwrapping may cost.

    The defaults leave room for the largest real exports seen (a Garmin account export: zips in a
    zip, tens of thousands of members, a few GB) and for a TCX of a 48-hour race.

    Parameters
    ----------
    max_depth : int
        Containers within containers (a gzip in a zip in a zip is 3).
    max_members : int
        Members of one file on disk, all its containers together.
    max_member_bytes : int
        One innermost file, unpacked. [B]
    max_container_bytes : int
        One nested container, unpacked; it is spooled to disk above `spool_bytes`. [B]
    max_total_bytes : int
        Everything unpacked from one file on disk. [B]
    total_ratio_floor_bytes : int
        Above this, `max_ratio` also holds for everything unpacked from one file on disk: many
        small members that each stay below `ratio_floor_bytes` swell as much as one. [B]
    max_ratio : float
        Unpacked over packed size, once more than `ratio_floor_bytes` came out. Deflate cannot
        exceed 1032 (zlib manual, technical details); verbose GPX and TCX reach about 40.
    ratio_floor_bytes : int
        Below this the ratio is not looked at. [B]
    spool_bytes : int
        Nested containers up to this size stay in memory. [B]
    max_folder_depth : int
        Folders within folders.
    """

    max_depth: int = 5
    max_members: int = 200_000
    max_member_bytes: int = 128 * MIB
    max_container_bytes: int = 8 * GIB
    max_total_bytes: int = 32 * GIB
    total_ratio_floor_bytes: int = 256 * MIB
    max_ratio: float = 250.0
    ratio_floor_bytes: int = 4 * MIB
    spool_bytes: int = 16 * MIB
    max_folder_depth: int = 64


LIMITS: Final = Limits()
"""The limits of the product; tests use smaller ones."""


class OverLimit(LimitExceeded):
    """A limit was met; caught inside the readers and handed on as its problem.

    Parameters
    ----------
    problem : Problem
        Which limit, and what it is.
    ends_file : bool
        True where nothing more of the file on disk is to be looked at.
    """

    def __init__(self, problem: Problem, *, ends_file: bool = False) -> None:
        super().__init__("over_limit", code=problem.code)
        self.problem = problem
        self.ends_file = ends_file
