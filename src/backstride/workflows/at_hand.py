"""At hand: what takes longer to read than a page may, kept until what it was read from changes.

A check-in changes one day of the diary. So what is read from runs alone is kept apart from what
the diary adds, and of the diary only the day that changed is built anew.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from backstride.domain.answer import DailyTable
from backstride.domain.diary import DiaryEntry
from backstride.domain.dose import DailyDose
from backstride.domain.screen import Triage
from backstride.inference.calendar import build_table
from backstride.store.diary_again import ReadDay, read_again
from backstride.store.table_stamps import DIARY, PERSON, RUNS, SCREEN, SHOES, VERSIONS
from backstride.workflows.check_safety import current_triage, told_before
from backstride.workflows.daily_load import (
    Running,
    Summed,
    days_without_run,
    gather_running,
    sum_again,
)
from backstride.workflows.keep_preferences import find_preferences
from backstride.workflows.list_measures import MeasureRow, measures_of
from backstride.workflows.mark_phases import Marked, tried_of
from backstride.workflows.place_in_time import today_in
from backstride.workflows.rebuild_store import find_stale
from backstride.workflows.remembered import Remembered
from backstride.workflows.running_lately import running_lately
from backstride.workflows.search_runs import Worn, worn_of
from backstride.workflows.shod_runs import ShoeBook, book_of, gather_pairs, naming_shoes, with_diary
from backstride.workflows.show_course import Marks, marks_of
from backstride.workflows.show_horizon import Horizon, horizon_of
from backstride.workflows.weigh_run import Company, company_of, with_book
from backstride.workflows.wiring import Desk

Found = TypeVar("Found")


class AtHand:
    """Everything that pages ask for again and again; threads may share it.

    Parameters
    ----------
    runner : Remembered of Runner
        The profile as it stands.
    running : Remembered of Running
        Every leg, and the days that imports tell about.
    diary : Remembered of tuple of DiaryEntry
        The whole diary in order of day.
    doses : Remembered of tuple of DailyDose
        Every day, as `doses_by_day` has them.
    days : Remembered of DailyTable
        Every day with its load and scores, as an answer would see them.
    marks, measures, tried, running_lately, horizon, worn, company, stale, triage, preferences
        What the use case of that name returns.
    """

    def __init__(self) -> None:
        self._read_before: dict[date, ReadDay] = {}
        self._summed: Summed | None = None
        self._noted: tuple[ShoeBook, tuple[DiaryEntry, ...], ShoeBook] | None = None
        self.runner = Remembered(Desk.runner, PERSON)
        self.preferences = Remembered(find_preferences, PERSON)
        self._told = Remembered(told_before, SCREEN)
        self.triage = self._by_day(self._judge, DIARY | SCREEN | PERSON)
        self.stale = Remembered(find_stale, RUNS | VERSIONS | PERSON)
        self.running = Remembered(_read_running, RUNS)
        self.diary = Remembered(self._read_diary, DIARY)
        self.doses = Remembered(self._sum_days, RUNS | DIARY)
        self.days = Remembered(self._lay_days, RUNS | DIARY)
        self.marks = self._by_day(self._find_marks, RUNS | DIARY)
        self.measures = self._by_day(self._list_measures, RUNS | DIARY)
        self.tried = self._by_day(self._find_tried, DIARY)
        self.running_lately = self._by_day(running_lately, RUNS | DIARY)
        self.horizon = self._by_day(self._show_horizon, RUNS | DIARY)
        self._plain_book = Remembered(self._open_plain_book, RUNS | SHOES)
        self._book = Remembered(self._open_book, RUNS | SHOES | DIARY)
        self._plain_company = Remembered(self._gather_plain_company, RUNS | SHOES)
        self.company = Remembered(self._gather_company, RUNS | SHOES | DIARY)
        self.worn = Remembered(self._find_worn, RUNS | SHOES | DIARY)

    def today(self, desk: Desk) -> date:
        """Return the present day on the runner's own calendar."""
        return today_in(self.runner.get(desk).zone).date()

    def slow(self) -> tuple[Remembered[Any], ...]:
        """Return what takes long to read where there are many runs, in the order of pages' need."""
        return (self.doses, self.days, self.marks, self.worn, self.company, self.measures)

    def forget(self) -> None:
        """Forget everything, also what would only be noticed to be gone at the next question."""
        self._read_before, self._summed, self._noted = {}, None, None
        for one in vars(self).values():
            if isinstance(one, Remembered):
                one.forget()

    def _by_day(self, find: Callable[[Desk], Found], tables: frozenset[str]) -> Remembered[Found]:
        """Remember what is another one tomorrow, or in another time zone."""
        return Remembered(find, tables | PERSON, self.today)

    def _judge(self, desk: Desk) -> Triage:
        return current_triage(desk, before=self._told.get(desk))

    def _read_diary(self, desk: Desk) -> tuple[DiaryEntry, ...]:
        with desk.store.reading() as tx:
            self._read_before = read_again(tx, self._read_before)
        return tuple(one.entry for one in self._read_before.values())

    def _sum_days(self, desk: Desk) -> tuple[DailyDose, ...]:
        running, told = self.running.get(desk), days_without_run(self.diary.get(desk))
        self._summed = sum_again(running, told, self._summed)
        return self._summed.doses

    def _lay_days(self, desk: Desk) -> DailyTable:
        return build_table(self.diary.get(desk), self.doses.get(desk))

    def _find_marks(self, desk: Desk) -> Marks:
        rows = self.running.get(desk).rows
        return marks_of(rows, self.diary.get(desk), today=self.today(desk))

    def _list_measures(self, desk: Desk) -> tuple[MeasureRow, ...]:
        entries, doses = self.diary.get(desk), self.doses.get(desk)
        return measures_of(entries, doses, today=self.today(desk))

    def _find_tried(self, desk: Desk) -> tuple[Marked, ...]:
        return tried_of(self.diary.get(desk), today=self.today(desk))

    def _show_horizon(self, desk: Desk) -> Horizon:
        ranges = self.running.get(desk).covered
        return horizon_of(self.doses.get(desk), ranges, today=self.today(desk))

    def _open_plain_book(self, desk: Desk) -> ShoeBook:
        with desk.store.reading() as tx:
            pairs = gather_pairs(tx)
        return book_of(pairs, self.running.get(desk).rows)

    def _open_book(self, desk: Desk) -> ShoeBook:
        plain, said = self._plain_book.get(desk), naming_shoes(self.diary.get(desk))
        before = self._noted
        if before is None or before[0] is not plain or before[1] != said:
            before = self._noted = plain, said, with_diary(plain, said)
        return before[2]

    def _gather_plain_company(self, desk: Desk) -> Company:
        return company_of(self.running.get(desk).rows, self._plain_book.get(desk))

    def _gather_company(self, desk: Desk) -> Company:
        plain, book = self._plain_company.get(desk), self._book.get(desk)
        return plain if plain.book is book else with_book(plain, book)

    def _find_worn(self, desk: Desk) -> Worn:
        return worn_of(self._book.get(desk))


def _read_running(desk: Desk) -> Running:
    with desk.store.reading() as tx:
        return gather_running(tx)
