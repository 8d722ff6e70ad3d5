"""Use case: judge a file of answers on warning signs, without any store."""

from __future__ import annotations

from datetime import date

from backstride.domain.screen import Triage
from backstride.safety.answers_document import Answers
from backstride.safety.screen import screen


def judge_answers(answers: Answers, *, today: date, country: str | None = None) -> Triage:
    """Return what follows from a document alone.

    Parameters
    ----------
    answers : Answers
        Without problems.
    today : date
        The day to judge; never before the newest entry.
    country : str, optional
        ISO 3166-1 alpha-2 code, for the number to call.
    """
    return screen(answers.history, answers.profile, today=today, country=country)
