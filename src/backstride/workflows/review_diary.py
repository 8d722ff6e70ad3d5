"""Use case: look back at the diary: its days, its history, its marks, how complete it is."""

from __future__ import annotations

from datetime import date

from backstride.domain.completeness import Completeness, assess_completeness
from backstride.domain.diary import DiaryEntry
from backstride.store import diary, profile
from backstride.store.diary import DiaryChange
from backstride.workflows.wiring import Desk


def list_days(
    desk: Desk, *, first_day: date | None = None, last_day: date | None = None
) -> list[DiaryEntry]:
    """Return the entries of a stretch of days, both ends included, oldest first."""
    with desk.store.reading() as tx:
        return list(diary.entries(tx, first_day=first_day, last_day=last_day))


def find_completeness(
    desk: Desk, *, first_day: date | None = None, last_day: date | None = None
) -> Completeness:
    """Measure how complete the diary is.

    Parameters
    ----------
    desk : Desk
        Open.
    first_day : date, optional
        The first entry by default.
    last_day : date, optional
        Today by default.
    """
    with desk.store.reading() as tx:
        mornings = diary.mornings(tx, first_day=first_day, last_day=last_day)
    today = desk.today()
    first = first_day or min(mornings, default=today)
    return assess_completeness(mornings, first=first, last=last_day or today)


def list_changes(desk: Desk, day: date) -> list[DiaryChange]:
    """Return every change of one day, in the order made."""
    with desk.store.reading() as tx:
        return list(diary.history(tx, day))


def find_identity(desk: Desk) -> str:
    """Return the random id that files made for this runner bear."""
    with desk.store.reading() as tx:
        return profile.find_public_id(tx)
