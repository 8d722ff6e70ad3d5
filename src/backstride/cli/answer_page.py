"""The answer as lines for a terminal: picture, headline, interval, data used, what next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from math import floor, isnan, log10
from textwrap import wrap

from backstride.cli.answer_parts import part_lines, progress_lines, shows_progress, spaced
from backstride.cli.paragraph import page_width, paragraph
from backstride.cli.picture import draw_bars, draw_dates
from backstride.cli.words import spoken_locale
from backstride.domain.answer import Answer, DailyTable, Effect
from backstride.inference.answer_reasons import headline
from backstride.inference.outcomes import LEG
from backstride.text.saying import Say

SCORE_TOP = 10.0
"""Top of the numeric pain rating scale."""


TOLD_BY_PROGRESS = frozenset(
    {
        "answer.data.few_diary_days",
        "answer.data.few_mornings",
        "answer.data.few_run_pairs",
        "answer.data.few_rest_pairs",
        "answer.data.few_decisions",
        "answer.data.all_none",
        "answer.data.all_worst",
        "answer.data.steady_load",
    }
)
"""Reasons that the part about progress tells with a bar."""


def answer_lines(answer: Answer, table: DailyTable | None, say: Say) -> Iterator[str]:
    """Yield the lines of the page.

    Parameters
    ----------
    answer : Answer
        What was found.
    table : DailyTable or None
        The days it was found in, for the picture.
    say : Say
        The words.
    """
    width = page_width()
    if table is not None and table.n_day:
        yield from picture_lines(table, say, width=width)
        yield ""
    yield from paragraph(say(headline(answer.verdict, answer.outcome)))
    yield ""
    if answer.effect_28d is not None and answer.window is not None:
        first, last = (day.isoformat() for day in answer.window)
        title = "page.effect.title" if answer.outcome == LEG else "page.effect.title_other"
        yield from paragraph(say(title, first=first, last=last))
        yield from effect_lines(answer.effect_28d, say, width=width)
        yield ""
    yield from spaced(progress_lines(answer, say))
    for reason in answer.reasons:
        if reason.key in TOLD_BY_PROGRESS and shows_progress(answer):
            continue
        yield from paragraph(say(reason), bullet="- ")
    yield ""
    yield from part_lines(answer, say)
    yield from paragraph(_data_line(answer, say))
    for check in answer.checks:
        if check.passed is False:
            named = say(f"answer.check.{check.name}")
            yield from paragraph(say("page.check.failed", check=named), bullet="- ")
    yield ""
    yield from paragraph(say("page.not_medical"))


def picture_lines(table: DailyTable, say: Say, *, width: int) -> Iterator[str]:
    """Yield running load and morning pain over the last days, one column a day."""
    n_day = min(table.n_day, width - 4)
    start = table.n_day - n_day
    load = [float(value) for value in table.load[start:]]
    pain = [float(value) for value in table.morning[start:]]
    top = _round_up(max((value for value in load if not isnan(value)), default=0.0))
    yield say("picture.load", unit=table.load_unit, top=say("number.short", n=top))
    rows = draw_bars(load, height=3, top=top, zero="·")
    rows[-1] = _mark_unknown(rows[-1], load)
    yield from ("  " + row for row in rows)
    yield say("picture.pain")
    yield from ("  " + row for row in draw_bars(pain, height=4, top=SCORE_TOP, zero="▁"))
    yield "  " + draw_dates(table.first_day + timedelta(days=start), n_day, _month)
    yield "  " + say("picture.legend")


def _month(day: date) -> str:
    return spoken_locale().month(day, is_short=True)


def effect_lines(effect: Effect, say: Say, *, width: int) -> Iterator[str]:
    """Yield the effect's interval as a picture with its numbers below."""
    reach = max(1.0, abs(effect.q05), abs(effect.q95)) * 1.1
    cells = min(width - 4, 61) | 1
    scale = (cells - 1) / (2 * reach)

    def column(value: float) -> int:
        return round((value + reach) * scale)

    line = [" "] * cells
    for place in range(column(effect.q05), column(effect.q95) + 1):
        line[place] = "─"
    for place in range(column(effect.q25), column(effect.q75) + 1):
        line[place] = "━"
    line[column(0.0)] = "┼" if line[column(0.0)] != " " else "│"
    line[column(effect.q50)] = "●"
    eases, hurts = say("page.effect.eases"), say("page.effect.hurts")
    yield "  " + eases + hurts.rjust(cells - len(eases))
    yield "  " + "".join(line).rstrip()
    zero = ["0" if place == column(0.0) else " " for place in range(cells)]
    yield "  " + "".join(zero).rstrip()
    numbers = say("page.effect.numbers", q50=effect.q50, q05=effect.q05, q95=effect.q95)
    yield from ("  " + row for row in wrap(numbers, width - 2))


def _data_line(answer: Answer, say: Say) -> str:
    data = answer.data
    line = say(
        "page.data",
        diary_days=data.diary_days,
        mornings=data.mornings,
        missing_percent=100.0 * data.missing_morning_share,
        run_days=data.run_days_with_next_morning,
        rest_days=data.rest_days_with_next_morning,
        unknown_days=data.unknown_load_days,
    )
    if answer.typical_run is not None:
        unit = answer.load_unit
        line += " " + say("page.typical_run", amount=answer.typical_run, unit=unit)
    return line


def _mark_unknown(row: str, load: list[float]) -> str:
    marks = list(row.ljust(len(load)))
    for column, value in enumerate(load):
        if isnan(value):
            marks[column] = "?"
    return "".join(marks).rstrip()


def _round_up(value: float) -> float:
    """Return the next round number, so that little of the picture stays empty."""
    if value <= 0:
        return 1.0
    power = 10.0 ** floor(log10(value))
    return next(step * power for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if step * power >= value)
