"""Pages of the diary in a terminal: days, the strip of mornings, changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

import typer

from backstride.cli.words import short_number, words
from backstride.domain.body import LADDER, ladder_step
from backstride.domain.completeness import Completeness, Morning
from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_answers import answers_of
from backstride.domain.diary_items import BY_KEY
from backstride.domain.diary_value import ItemValue, Skipped

if TYPE_CHECKING:
    from backstride.store.diary import DiaryChange

STRIP = {
    Morning.THERE: "●",
    Morning.BACKFILLED: "◍",
    Morning.SKIPPED: "–",
    Morning.OTHER: "○",
    Morning.MISSING: "·",
}
"""One character a morning."""

OWN_COLUMNS = ("leg_morning", "leg_evening", "no_run_reason")


def print_days(entries: Sequence[DiaryEntry], *, title: str) -> None:
    """Print one row a day."""
    from rich.console import Console
    from rich.table import Table

    say = words().say
    table = Table(box=None, title=title, title_justify="left", pad_edge=False)
    for column in ("day", "morning", "evening", "no_run"):
        table.add_column(say(f"log.column.{column}"), no_wrap=True)
    table.add_column(say("log.column.other"), overflow="fold")
    for entry in entries:
        answers = answers_of(entry)
        shown = [show_value(answers.get(key)) for key in OWN_COLUMNS]
        table.add_row(entry.day.isoformat(), *shown, ", ".join(_others(entry)))
    Console().print(table)


def show_value(value: ItemValue | None) -> str:
    """Return an answer as a person reads it; nothing where it was not asked."""
    say = words().say
    if value is None:
        return ""
    if isinstance(value, Skipped):
        return say("log.skipped")
    if isinstance(value, bool):
        return say("diary.yes" if value else "diary.no")
    return words().name("option", value) if isinstance(value, str) else short_number(value)


def strip_lines(found: Completeness) -> Iterator[str]:
    """Yield one line a month: a character for each morning, in its place in the month."""
    days = [found.first + timedelta(days=place) for place in range(len(found.mornings))]
    pairs = zip(days, found.mornings, strict=True)
    for (year, month), inside in groupby(pairs, key=lambda pair: (pair[0].year, pair[0].month)):
        by_day = {day.day: morning for day, morning in inside}
        strip = "".join(STRIP[by_day[n]] if n in by_day else " " for n in range(1, 32))
        yield f"{year}-{month:02d} {strip.rstrip()}"


def completeness_lines(found: Completeness) -> Iterator[str]:
    """Yield the numbers in words."""
    say = words().say
    yield say(
        "diary.complete.share",
        n=found.n_there,
        total=len(found.mornings),
        percent=100 * found.share,
        first=found.first.isoformat(),
        last=found.last.isoformat(),
    )
    yield say(
        "diary.complete.kinds",
        backfilled=found.count(Morning.BACKFILLED),
        skipped=found.count(Morning.SKIPPED),
        other=found.count(Morning.OTHER),
        missing=found.count(Morning.MISSING),
    )
    yield say("diary.complete.streak", now=found.streak_d, longest=found.longest_streak_d)
    for gap in found.gaps:
        first, last = gap.first.isoformat(), gap.last.isoformat()
        yield say("diary.complete.gap", first=first, last=last, n=gap.n_day)


def print_changes(changes: Iterable[DiaryChange]) -> None:
    """Print who changed what when, oldest first."""
    say = words().say
    for change in changes:
        when = change.changed.astimezone().strftime("%Y-%m-%d %H:%M")
        who, _, number = change.who.partition(":")
        by = say(f"diary.who.{who}", number=number) if who in _KNOWN_WHO else change.who
        typer.echo(say("diary.change", number=change.id, day=str(change.day), when=when, who=by))
        for line in _differences(change.before, change.after):
            typer.echo(f"  {line}")


_KNOWN_WHO = frozenset({"runner", "import", "undo"})


def _others(entry: DiaryEntry) -> Iterator[str]:
    """Yield what has no column of its own, short."""
    say = words().say
    for key, value in answers_of(entry).items():
        if key not in OWN_COLUMNS:
            yield f"{key}={show_value(value)}"
    own = {name: value for name, value in entry.covariates.items() if name not in BY_KEY}
    yield from (f"{name}={short_number(value)}" for name, value in own.items())
    yield from entry.marks.values()
    marks = [mark for moment in entry.moments for mark in moment.marks]
    step = ladder_step(marks, is_whole_map=any(moment.is_whole_map for moment in entry.moments))
    if step is not None:
        yield say("diary.felt", n=len(entry.moments), ladder=say(f"body.ladder.{LADDER[step]}"))
    for run in entry.runs:
        values = ", ".join(f"{key}={show_value(value)}" for key, value in run.values.items())
        yield say("diary.run", run=_run_name(run.activity_id), values=values)
    for event in entry.events:
        until = "" if event.last_day is None else event.last_day.isoformat()
        kind = say(f"event.{event.kind.value}")
        yield say("diary.event", kind=kind, until=until, note=event.note)
    yield from (f"{score.instrument}={short_number(score.value)}" for score in entry.scores)
    if entry.backfilled:
        yield say("diary.backfilled")


def _differences(before: DiaryEntry | None, after: DiaryEntry | None) -> Iterator[str]:
    """Yield what is not the same in two entries."""
    say = words().say
    old, new = _facts(before), _facts(after)
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) != new.get(name):
            nothing = say("diary.nothing")
            was, becomes = old.get(name, nothing), new.get(name, nothing)
            yield say("diary.difference", name=name, before=was, after=becomes)


def _facts(entry: DiaryEntry | None) -> dict[str, str]:
    if entry is None:
        return {}
    facts = {key: show_value(value) for key, value in answers_of(entry).items()}
    own = {
        name: short_number(value) for name, value in entry.covariates.items() if name not in BY_KEY
    }
    parts = {
        "felt": str(len(entry.moments)) if entry.moments else "",
        **{_of_run(run.activity_id): _short(run.values) for run in entry.runs},
        **{_of_event(event.kind.value): _ended(event.last_day) for event in entry.events},
        **{score.instrument: short_number(score.value) for score in entry.scores},
    }
    return facts | own | entry.marks | {name: text for name, text in parts.items() if text}


def _short(values: dict[str, ItemValue]) -> str:
    return ", ".join(f"{key}={show_value(value)}" for key, value in values.items())


def _run_name(activity_id: str) -> str:
    """Return the beginning of a run's id, which is enough to find it again."""
    return activity_id[:8] or words().say("diary.unrecorded")


def _of_run(activity_id: str) -> str:
    return words().say("diary.of_run", run=_run_name(activity_id))


def _of_event(kind: str) -> str:
    return words().say("diary.of_event", kind=words().say(f"event.{kind}"))


def _ended(last_day: date | None) -> str:
    return "..." if last_day is None else last_day.isoformat()
