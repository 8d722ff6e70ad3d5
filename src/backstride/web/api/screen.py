"""``/screen``: the questions on warning signs, what was answered, and what follows."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Request

from backstride.safety.answers_document import parse_answers
from backstride.safety.triage_json import questions_to_json, triage_to_json
from backstride.web.api.models import Document, Screened
from backstride.web.api.wire import faults
from backstride.web.faults import Refused
from backstride.web.front import front_of
from backstride.web.speech import words_of
from backstride.workflows.check_safety import check_all

router = APIRouter(prefix="/screen", tags=["screen"])

Answers = Annotated[
    dict[str, Any],
    Body(
        description="Answers by key of the question, as `check --answers` takes them.",
        examples=[{"answers": {"bladder_retention": "no"}, "others": "no"}],
    ),
]


@router.get("", response_model=Screened, response_model_by_alias=True, responses=faults())
def show_screen(request: Request) -> dict[str, Any]:
    """Show what holds today."""
    return triage_to_json(front_of(request).triage, words_of(request).say)


@router.get("/questions", response_model=list[Document], responses=faults())
def list_questions(request: Request) -> list[dict[str, Any]]:
    """List every question with its key, the answers it takes, and its words."""
    return questions_to_json(words_of(request).say)


@router.post("", response_model=Screened, response_model_by_alias=True, responses=faults())
def answer_questions(request: Request, answers: Answers) -> dict[str, Any]:
    """Keep answers, all or none, and tell what follows. They cannot be taken back."""
    front, words = front_of(request), words_of(request)
    read = parse_answers(answers, today=front.desk.today())
    if read.problems:
        told = {
            f"{place}. {problem.where or 'answers'}": words.tell(problem)
            for place, problem in enumerate(read.problems[:50], start=1)
        }
        raise Refused("web.api.bad_answers", status=422, faults=told, n=len(read.problems))
    return triage_to_json(check_all(front.desk, read), words.say)
