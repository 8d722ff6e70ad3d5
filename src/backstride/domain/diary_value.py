"""What one diary question may be answered with; four states that are never mixed up.

Absent is not asked; `Skipped` is asked and passed over; 0 and False are answers; how long an
answer stands is told by `backstride.domain.diary_state`.
"""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias


class Skipped(Enum):
    """A question that was asked and passed over: not the same as never asked, nor as zero."""

    SKIPPED = "skipped"


Score: TypeAlias = float | Skipped | None
"""0 to 10 in steps of one half; ``SKIPPED`` asked and passed over; None never asked."""

ItemValue: TypeAlias = float | bool | str | Skipped
"""Answer to one item: a number, yes or no, a word, or passed over."""
