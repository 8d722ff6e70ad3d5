"""Body marks as one line of text: ``calf_left tingling 3; heel_sole_left numb``.

A mark is a site, a quality, then, where they are known, a level and the name of a scale of its
own. ``none`` means that the whole map was offered and nothing was felt; ``only`` before the marks
that the whole map was offered, so that every other site was free of it.
"""

from __future__ import annotations

from collections.abc import Iterable

from backstride.domain.body import LEVEL_MAX, BodyMark, site_of
from backstride.domain.body_words import QUALITIES
from backstride.readers.table_cells import Refused, number_in

NOTHING = "none"
ONLY = "only"
_LONGEST_SCALE = 40


def read_felt(text: str) -> tuple[tuple[BodyMark, ...], bool] | Refused:
    """Read a line of marks.

    Parameters
    ----------
    text : str
        Not blank.

    Returns
    -------
    marks : tuple of BodyMark
        In the order written.
    is_whole_map : bool
        True where the whole map was offered.
    """
    if text.strip().lower() == NOTHING:
        return (), True
    first, _, rest = text.strip().partition(" ")
    is_whole_map = first.lower() == ONLY
    marks = []
    for part in (rest if is_whole_map else text).split(";"):
        mark = read_mark(part)
        if isinstance(mark, Refused):
            return mark
        marks.append(mark)
    return tuple(marks), is_whole_map


def read_mark(text: str) -> BodyMark | Refused:
    """Read one mark."""
    words = text.lower().split()
    if not 2 <= len(words) <= 4:
        return Refused("felt.unreadable", {"mark": text.strip()[:80]})
    site, quality, *rest = words
    if site_of(site) is None:
        return Refused("felt.site_unknown", {"site": site[:80]})
    if quality not in QUALITIES:
        return Refused("felt.quality_unknown", {"quality": quality[:80]})
    level = number_in(rest[0], comma_is_decimal=True) if rest else None
    scale = rest[1][:_LONGEST_SCALE] if len(rest) > 1 else ""
    if isinstance(level, Refused) or (level is not None and not _is_level(level, scale)):
        return Refused("felt.level_outside", {"level": rest[0][:20]})
    return BodyMark(site, quality, level, scale)


def _is_level(level: float, scale: str) -> bool:
    """Tell whether a level is possible: half points, but any number on a scale of its own."""
    return 0.0 <= level <= LEVEL_MAX and (bool(scale) or (2.0 * level).is_integer())


def write_felt(marks: Iterable[BodyMark], *, is_whole_map: bool) -> str:
    """Return the line that `read_felt` reads back; empty where nothing was asked."""
    line = "; ".join(write_mark(mark) for mark in marks)
    if not is_whole_map:
        return line
    return f"{ONLY} {line}" if line else NOTHING


def write_mark(mark: BodyMark) -> str:
    """Return one mark as text."""
    words = [mark.site, mark.quality]
    if mark.level is not None:
        words.append(f"{mark.level:.12g}")
        if mark.scale:
            words.append(mark.scale)
    return " ".join(words)
