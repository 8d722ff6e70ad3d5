"""Use case: show what an answer looks like, worked out for an invented runner."""

from __future__ import annotations

from dataclasses import dataclass

from backstride.workflows.answer_question import Answered, answer_from_days
from backstride.workflows.imagine_mornings import Imagined, imagine_from_days


@dataclass(frozen=True, slots=True)
class Sample:
    """Everything of an invented runner that the page shows.

    Parameters
    ----------
    answered : Answered
        Worked out from her days like any other.
    imagined : Imagined
        Her next mornings.
    """

    answered: Answered
    imagined: Imagined


def show_sample() -> Sample:
    """Work out the answer of the invented runner of the demo; no store is touched."""
    from backstride.synth.demo_runner import demo_days  # noqa: PLC0415 - only where a sample is asked

    table = demo_days()
    return Sample(answer_from_days(table), imagine_from_days(table))
