"""The result of the safety screen as lines for a terminal, and its short form above other pages."""

from __future__ import annotations

from collections.abc import Iterator

from backstride.cli.paragraph import paragraph
from backstride.domain.screen import Level, Triage
from backstride.safety.questions import questions
from backstride.safety.triage_json import private_words
from backstride.text.saying import Say

MOST_OPEN_SHOWN = 5


def triage_lines(triage: Triage, say: Say) -> Iterator[str]:
    """Yield the whole result: what to do now, what was told, what to say, what is open.

    Parameters
    ----------
    triage : Triage
        What was found.
    say : Say
        The words.
    """
    first, *rest = triage.advice
    yield from paragraph(f"{say(f'safety.level.{triage.level.label}')} {say(first)}")
    yield ""
    for message in rest:
        yield from paragraph(say(message), bullet="- ")
    yield from open_lines(triage, say)


def notice_lines(triage: Triage, say: Say) -> Iterator[str]:
    """Yield what stands above every other page: short, and nothing private by name.

    Parameters
    ----------
    triage : Triage
        What was found.
    say : Say
        The words.
    """
    first = triage.advice[0]
    if triage.level >= Level.E2 or triage.findings:
        yield from paragraph(f"{say(f'safety.level.{triage.level.label}')} {say(first)}")
        yield from paragraph(say("safety.notice.more"))
    elif not triage.complete:
        yield from paragraph(say(f"safety.notice.due.{_reason(triage)}"))


def open_lines(triage: Triage, say: Say) -> Iterator[str]:
    """Yield why a new screen is due, and which questions are open."""
    if triage.due:
        yield ""
        yield from paragraph(say(f"safety.notice.due.{_reason(triage)}"))
    elif triage.unanswered:
        yield ""
        yield from paragraph(say("safety.notice.open", n=len(triage.unanswered)))
        for key in triage.unanswered[:MOST_OPEN_SHOWN]:
            yield from paragraph(say(private_words(questions()[key])), bullet="- ")


def _reason(triage: Triage) -> str:
    return triage.due[0] if triage.due else "open"
