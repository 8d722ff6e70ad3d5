"""Parts of an answer as lines for a terminal: progress, what running does, measures, outlook."""

from __future__ import annotations

from collections.abc import Iterator

from backstride.cli.paragraph import paragraph
from backstride.domain.answer import Answer, Effect, Verdict
from backstride.domain.answer_parts import Curve, MeasureWord, Progress
from backstride.domain.message import Message, Parameter
from backstride.report.measure_words import measure_in_words
from backstride.text.saying import Say

BAR_CELLS = 20
"""Width of a bar of progress."""

TOLD_LOADS = (0.5, 1.0, 1.5, 2.0)
"""Sizes of a run that are told in words [typical run]."""

TOLD_MORNINGS = (1.0, 2.0, 3.0, 5.0, 7.0)
"""Mornings after a run that are told in words [d]."""

SHARES = frozenset({"decision_share", "share_at_0", "share_at_10"})
"""Clauses that are told in per cent."""

COUNTS = frozenset(
    {"diary_days", "mornings", "run_days_with_next_morning", "rest_days_with_next_morning"}
)
"""Clauses that grow day by day, told with a bar."""


def part_lines(answer: Answer, say: Say) -> Iterator[str]:
    """Yield the lines that stand between the reasons and the data, an empty one after each part."""
    parts = (
        running_lines(answer, say),
        side_lines(answer, say),
        measure_lines(answer, say),
        outlook_lines(answer, say),
    )
    for part in parts:
        yield from spaced(part)


def spaced(part: Iterator[str]) -> Iterator[str]:
    """Yield the lines of a part, and an empty one where it has any."""
    lines = list(part)
    yield from lines and [*lines, ""]


def shows_progress(answer: Answer) -> bool:
    """Tell whether the page says how far the diary has come: it has begun and is not enough."""
    lacking = any(not clause.is_met for clause in answer.progress)
    return lacking and answer.effect_28d is None and answer.data.diary_days > 0


def progress_lines(answer: Answer, say: Say) -> Iterator[str]:
    """Yield how far a diary has come that is not enough yet."""
    lacking = [clause for clause in answer.progress if not clause.is_met]
    if not shows_progress(answer):
        return
    days = next(clause for clause in answer.progress if clause.name == "diary_days")
    yield from paragraph(say("page.progress.title", found=days.found, needed=days.needed))
    for clause in answer.progress:
        if clause.name in COUNTS:
            yield f"  {_bar(clause)} " + say(
                f"page.progress.{clause.name}", found=clause.found, needed=clause.needed
            )
    for clause in lacking:
        if clause.name not in COUNTS:
            scale = 100.0 if clause.name in SHARES else 1.0
            found, needed = scale * clause.found, scale * clause.needed
            line = say(f"page.progress.{clause.name}", found=found, needed=needed)
            yield from paragraph(line, bullet="- ")


def _bar(clause: Progress) -> str:
    full = min(BAR_CELLS, round(BAR_CELLS * clause.found / clause.needed))
    return "█" * full + "░" * (BAR_CELLS - full)


def running_lines(answer: Answer, say: Say) -> Iterator[str]:
    """Yield what a run does by its size and morning by morning."""
    if answer.running is None:
        return
    yield from paragraph(say("page.delay.title"))
    delay, dose = answer.running.delay_profile, answer.running.dose_response
    yield from _curve_lines(delay, TOLD_MORNINGS, "page.delay.morning", say)
    yield from paragraph(say("page.dose.title"))
    yield from _curve_lines(dose, TOLD_LOADS, "page.dose.size", say)


def _curve_lines(curve: Curve, told: tuple[float, ...], key: str, say: Say) -> Iterator[str]:
    for place, q05, q50, q95 in zip(curve.at, curve.q05, curve.q50, curve.q95, strict=True):
        if place in told:
            yield "  " + say(Message(key, {"at": place, "q05": q05, "q50": q50, "q95": q95}))


def side_lines(answer: Answer, say: Say) -> Iterator[str]:
    """Yield the effect on each leg alone, and on further symptoms."""
    if answer.sides:
        yield from paragraph(say("page.sides.title"))
    for side, effect in answer.sides.items():
        yield "  " + say(Message(f"page.side.{side}", _range(effect)))
    if answer.outcomes:
        yield from paragraph(say("page.outcomes.title"))
    for name, effect in answer.outcomes.items():
        yield "  " + say(Message(f"page.outcome.{name}", _range(effect)))


def measure_lines(answer: Answer, say: Say) -> Iterator[str]:
    """Yield what was done about it, and what mornings after it were like."""
    if answer.measures:
        yield from paragraph(say("page.measures.title"))
    for measure in answer.measures:
        params = {"measure": measure_in_words(measure.name, say), **_range(measure.effect)}
        yield from paragraph(
            say(Message(f"answer.measure.{measure.word.value}", params)), bullet="- "
        )
    if any(measure.word is not MeasureWord.UNCLEAR for measure in answer.measures):
        yield from paragraph(say("page.measures.doubt"))


def outlook_lines(answer: Answer, say: Say) -> Iterator[str]:
    """Yield what more recording would bring where no verdict could be given."""
    effect = answer.effect_28d
    if answer.verdict is not Verdict.CANNOT_TELL or not answer.outlook or effect is None:
        return
    yield from paragraph(say("page.outlook.title", sd=effect.sd))
    for found in answer.outlook:
        params: dict[str, Parameter] = {
            "days": found.days,
            "sd": found.sd,
            "verdict_percent": 100.0 * found.p_verdict,
        }
        line = say(Message(f"page.outlook.{found.plan}", params))
        yield from paragraph(line, bullet="- ")


def _range(effect: Effect) -> dict[str, Parameter]:
    return {
        "q05": effect.q05,
        "q50": effect.q50,
        "q95": effect.q95,
        "size": abs(effect.q50),
    }
