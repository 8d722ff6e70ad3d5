"""``/activities``: what was run, and what it put on the back."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request

from backstride.domain.screen import ScreenEffect
from backstride.report.rows_json import leg_as_json
from backstride.report.run_json import run_as_json
from backstride.web.api.models import Legs, Versioned
from backstride.web.api.wire import Since, Until, faults, teller
from backstride.web.faults import Refused
from backstride.web.front import Front, front_of
from backstride.workflows.list_runs import list_legs, without_load
from backstride.workflows.run_page import without_load as run_without_load
from backstride.workflows.weigh_run import weigh_run

router = APIRouter(prefix="/activities", tags=["activities"])

MOST_ROWS = 1000


def _known(front: Front, said: str) -> str:
    """Return an id of a run; a day or a beginning, as the command line takes them, is none here."""
    if not any(row.id == said for row in list_legs(front.desk)):
        raise Refused("web.api.no_activity", status=404)
    return said


@router.get("", response_model=Legs, responses=faults())
def list_activities(
    request: Request,
    *,
    since: Since = None,
    until: Until = None,
    sport: Annotated[str | None, Query(max_length=40, examples=["running"])] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 100,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> dict[str, Any]:
    """List legs, the latest first; load is left out while the safety screen asks for it."""
    front = front_of(request)
    rows = list_legs(front.desk, since=since, until=until, sport=sport)[::-1]
    page = rows[offset : offset + limit]
    if front.triage.asks_for(ScreenEffect.HIDE_LOAD):
        page = without_load(page)
    return {"total": len(rows), "legs": [leg_as_json(row) for row in page]}


@router.get(
    "/{activity_id}",
    response_model=Versioned,
    response_model_by_alias=True,
    responses=faults(404),
)
def show_activity(
    request: Request, activity_id: Annotated[str, Path(min_length=1, max_length=64)]
) -> dict[str, Any]:
    """Show one run whole, as ``runs show --json`` prints it."""
    front = front_of(request)
    page = weigh_run(front.desk, _known(front, activity_id))
    if front.triage.asks_for(ScreenEffect.HIDE_LOAD):
        page = run_without_load(page)
    return run_as_json(page, teller(request))
