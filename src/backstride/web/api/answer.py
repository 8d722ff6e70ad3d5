"""``/answer`` and ``/forecast``: the question answered, and the next mornings under a plan."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from backstride.inference.answer_json import to_json
from backstride.report.forecast_json import forecast_to_json
from backstride.report.problem_rows import problem_rows
from backstride.safety.triage_json import triage_to_json
from backstride.web.answers import Standing
from backstride.web.api.models import Versioned
from backstride.web.api.wire import faults, teller
from backstride.web.faults import Refused
from backstride.web.front import front_of
from backstride.web.speech import words_of
from backstride.workflows.answer_question import Answered

router = APIRouter(tags=["answer"])

PATIENCE_S: Final = 20.0
"""How long a request waits for an answer that is being worked out. [s]"""
MOST_DAYS: Final = 28
MOST_LOAD: Final = 20.0
"""Typical runs a day that a plan may hold."""

Wait = Annotated[float, Query(ge=0, le=PATIENCE_S, description="Longest wait. [s]")]
Load = Annotated[float, Query(ge=0, le=MOST_LOAD)]
NOT_YET: Final[dict[int | str, dict[str, Any]]] = {
    202: {"description": "Being worked out: ask again soon."}
}


@router.get(
    "/answer",
    response_model=Versioned,
    response_model_by_alias=True,
    responses={**faults(), **NOT_YET},
)
def show_answer(request: Request, wait: Wait = PATIENCE_S) -> Response:
    """Answer from the records as they are now, as ``answer --json`` prints it."""
    front = front_of(request)
    standing = front.answers.standing(front.desk, patience_s=wait)
    _check(standing)
    if not standing.is_fresh or standing.answered is None or standing.answered.answer is None:
        return Response(status_code=202, headers={"retry-after": "2"})
    return JSONResponse(_as_json(request, standing.answered))


@router.get(
    "/forecast",
    response_model=Versioned,
    response_model_by_alias=True,
    responses={**faults(), **NOT_YET},
)
def show_forecast(
    request: Request,
    planned: Annotated[
        list[Load] | None,
        Query(max_length=MOST_DAYS, description="Load of each coming day in typical runs."),
    ] = None,
    wait: Wait = PATIENCE_S,
) -> Response:
    """Tell the next mornings under planned, no and more running, as ``forecast --json`` does."""
    front, words = front_of(request), words_of(request)
    plan = None if planned is None else tuple(planned)
    found = front.answers.forecast(front.desk, plan, patience_s=wait)
    if found is None or found.forecast is None:
        return Response(status_code=202, headers={"retry-after": "2"})
    triage = None if found.triage is None else triage_to_json(found.triage, words.say)
    document = forecast_to_json(found.forecast, words.say, triage)
    return JSONResponse(document | {"problems": problem_rows(found.problems, teller(request))})


def _check(standing: Standing) -> None:
    if standing.failed:
        raise Refused("web.api.answer_failed", status=503, kind=standing.failed)


def _as_json(request: Request, found: Answered) -> dict[str, Any]:
    words = words_of(request)
    triage = None if found.triage is None else triage_to_json(found.triage, words.say)
    if found.answer is None:
        return {}
    rows = problem_rows(found.problems, words.tell)
    return to_json(found.answer, words.say, triage) | {"problems": rows}
