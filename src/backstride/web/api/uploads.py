"""``POST /imports``: files handed over, read beside everything else."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from backstride.web.api.models import JobState
from backstride.web.api.wire import faults
from backstride.web.faults import Refused
from backstride.web.front import front_of
from backstride.web.pages.importing import begin_import, faults_of
from backstride.web.pages.jobs import as_json
from backstride.web.receiving import receive
from backstride.web.speech import words_of
from backstride.web.uploads import discard

router = APIRouter(tags=["imports"])

FORM: Final = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "complete_until": {
                            "type": "string",
                            "format": "date",
                            "description": "These files hold every run up to this day.",
                        },
                        "dry_run": {
                            "type": "string",
                            "enum": ["1"],
                            "description": "Only tell what would become of each file.",
                        },
                        "files": {
                            "type": "array",
                            "minItems": 1,
                            "items": {"type": "string", "format": "binary"},
                        },
                    },
                }
            }
        },
    }
}
"""Fields stand before the files, so that they are looked at before anything is written."""


@router.post(
    "/imports",
    status_code=202,
    response_model=JobState,
    responses=faults(415, 507),
    openapi_extra=FORM,
)
async def import_files(request: Request) -> Response:
    """Take files and begin to read them; ``Location`` tells where to ask how far it is."""
    front = front_of(request)

    def check(fields: dict[str, str]) -> None:
        wrong = faults_of(fields, front.desk.today())
        if wrong:
            say = words_of(request).say
            said = {name: say(key) for name, key in wrong.items()}
            raise Refused("web.fault.invalid", status=422, faults=said, where=", ".join(wrong))

    received = await receive(request, request.app.state.uploads, check)
    if not received.n_file:
        discard(received.folder)
        raise Refused("web.import.none_chosen", status=422)
    until = received.fields.get("complete_until")
    given: dict[str, Any] = {
        "folder": received.folder,
        "dry_run": "dry_run" in received.fields,
        "complete_until": date.fromisoformat(until) if until else None,
        "n_file": received.n_file,
    }
    job = await run_in_threadpool(begin_import, request, given)
    where = {"location": f"/api/v1/jobs/{job.id}"}
    return JSONResponse(as_json(request, job), status_code=202, headers=where)
