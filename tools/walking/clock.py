"""How long each part of a walk takes, and where it could not go on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

WESTMOST_H = 12
"""How far behind UTC a zone can be [h]."""
MORNING_H = 8
"""Hour at which a walk takes place [h]: the tutorial's pictures show a morning."""


def morning_zone() -> str:
    """Return a time zone in which it is morning now."""
    ahead = MORNING_H - datetime.now(UTC).hour
    return f"Etc/GMT{-ahead:+d}" if ahead >= -WESTMOST_H else f"Etc/GMT{-ahead - 24:+d}"


def today_in(zone: str) -> date:
    """Return the date there."""
    return datetime.now(ZoneInfo(zone)).date()


class DeadEnd(Exception):
    """A place where a new runner could not go on."""


@dataclass
class Clock:
    """Parts of a walk, each with its seconds and taps.

    Parameters
    ----------
    parts : list of tuple
        Name, wall time [s], taps and clicks, and what came of it.
    """

    parts: list[tuple[str, float, int, str]] = field(default_factory=list)
    n_tap: int = 0
    came: str = ""

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Take the time of one part and tell it when it has ended."""
        self.n_tap, self.came = 0, ""
        began = time.monotonic()
        yield
        took = time.monotonic() - began
        self.parts.append((name, took, self.n_tap, self.came))
        print(f"{took:7.1f} s  {name}{': ' if self.came else ''}{self.came}", flush=True)

    @property
    def total(self) -> float:
        """All parts together [s]."""
        return sum(part[1] for part in self.parts)

    def table(self) -> str:
        """Return the parts as a table of a page."""
        lines = ["", "| part | seconds | taps | what came of it |"]
        lines.append("|---|---|---|---|")
        lines += [
            f"| {name} | {took:.1f} | {taps} | {came} |" for name, took, taps, came in self.parts
        ]
        taps = sum(part[2] for part in self.parts)
        lines.append(f"| in all | {self.total:.1f} | {taps} | |")
        return "\n".join(lines)
