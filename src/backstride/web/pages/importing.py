"""Import: a place to drop files, how far they are read, and what became of each."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import Response, StreamingResponse

from backstride.domain.errors import NotFound
from backstride.text.catalogue import Catalogue
from backstride.web.faults import Refused
from backstride.web.forms import TypedForm, check_token
from backstride.web.front import front_of
from backstride.web.jobs import Job
from backstride.web.page import render
from backstride.web.pages.jobs import LOOK_S, PULSE_S, as_json
from backstride.web.receiving import receive
from backstride.web.speech import words_of
from backstride.web.uploads import Uploads, discard
from backstride.workflows.look_at_import import MOST_RUNS
from backstride.workflows.results import FileResult

router = APIRouter(prefix="/runs/import")

PAGE: Final = "/runs/import/"
SHOWN: Final = 30
"""Newest results that a page begins with."""
SERVICES: Final = ("strava", "garmin", "apple", "polar", "suunto", "coros", "other")


class _Faulty(Exception):
    """A form that cannot be taken, with what was typed and the fault of each field."""

    def __init__(self, fields: dict[str, str], faults: dict[str, str]) -> None:
        self.fields, self.faults = fields, faults
        super().__init__()


@router.get("", response_class=HTMLResponse)
def show(request: Request) -> HTMLResponse:
    """Show the place to drop files."""
    return _page(request, {}, {})


@router.post("")
async def take(request: Request) -> Response:
    """Take files, and begin to read them."""
    front, uploads = front_of(request), _uploads(request)

    def check(fields: dict[str, str]) -> None:
        check_token(request, FormData(fields))
        faults = faults_of(fields, front.desk.today())
        if faults:
            raise _Faulty(fields, faults)

    try:
        received = await receive(request, uploads, check)
    except _Faulty as fault:
        return await run_in_threadpool(_page, request, fault.fields, fault.faults)
    fields = received.fields
    if not received.n_file:
        discard(received.folder)
        return await run_in_threadpool(_page, request, fields, {"files": "web.import.none_chosen"})
    until = fields.get("complete_until")
    given: dict[str, Any] = {
        "folder": received.folder,
        "dry_run": "look_first" in fields,
        "complete_until": date.fromisoformat(until) if until else None,
        "n_file": received.n_file,
    }
    job = await run_in_threadpool(begin_import, request, given)
    return RedirectResponse(f"{PAGE}{job.id}", status_code=303)


@router.get("/{job_id}", response_class=HTMLResponse)
def follow(request: Request, job_id: str) -> Response:
    """Show how far an import is; at its end, what became of it."""
    front = front_of(request)
    job = front.jobs.look(_find(request, job_id).id)
    if job.has_ended and "batch" in job.about:
        failed = "?stopped=1" if job.state != "done" else ""
        return RedirectResponse(f"/runs/imports/{job.about['batch']}{failed}", status_code=303)
    n_seen, results = front.jobs.results_after(job, 0)
    words = words_of(request)
    shown = job.told if job.has_ended else results[-SHOWN:]
    return render(
        request,
        "import_job.html",
        job=job,
        n_seen=n_seen,
        rows=[as_row(result, words) for result in reversed(shown)],
        is_there=Path(job.about["given"]["folder"]).is_dir(),
    )


@router.get("/{job_id}/events")
def events(request: Request, job_id: str, after: int = 0) -> StreamingResponse:
    """Stream how far an import is and each result as it comes (server-sent events)."""
    job = _find(request, job_id)
    again = request.headers.get("last-event-id", "")
    seen = int(again) if again.isdecimal() else after
    return StreamingResponse(_events(request, job, seen), media_type="text/event-stream")


@router.post("/{job_id}/go")
def go_on(request: Request, job_id: str, _: TypedForm) -> RedirectResponse:
    """Import what was only looked at."""
    looked_at = _find(request, job_id)
    given = looked_at.about["given"]
    if not given["dry_run"] or not looked_at.has_ended or not Path(given["folder"]).is_dir():
        raise Refused("web.import.gone", status=409)
    job = begin_import(request, {**given, "dry_run": False})
    return RedirectResponse(f"{PAGE}{job.id}", status_code=303)


@router.post("/{job_id}/discard")
def throw_away(request: Request, job_id: str, _: TypedForm) -> RedirectResponse:
    """Take the files away that were only looked at."""
    job = _find(request, job_id)
    if job.about["given"]["dry_run"] and job.has_ended:
        discard(Path(job.about["given"]["folder"]))
    return RedirectResponse("/runs/import", status_code=303)


def as_row(result: FileResult, words: Catalogue) -> dict[str, Any]:
    """Return what became of a file, in words, for pages and streams."""
    status = "partial" if result.partial else result.status.value
    is_few = len(result.activity_ids) <= MOST_RUNS
    return {
        "file": result.file,
        "status": status,
        "label": words.say(f"import.status.{status}"),
        "reason": "" if result.reason is None else words.tell(result.reason),
        "runs": list(result.activity_ids) if is_few else [],
        "count": "" if is_few else words.say("web.import.activities", n=len(result.activity_ids)),
        "diary_days": result.diary_days,
    }


async def _events(request: Request, job: Job, seen: int) -> AsyncIterator[str]:
    jobs, words = front_of(request).jobs, words_of(request)
    version, silent_s = -1, 0.0
    while True:
        if job.version != version:
            version, silent_s = job.version, 0.0
            has_ended = job.has_ended
            seen, results = jobs.results_after(job, seen)
            told = as_json(request, job) | {
                "left_s": left_s(job),
                "results": [as_row(one, words) for one in results[-SHOWN:]],
            }
            yield f"id: {seen}\ndata: {json.dumps(told)}\n\n"
            if has_ended:
                return
        elif silent_s >= PULSE_S:
            silent_s = 0.0
            yield ": still there\n\n"
        await asyncio.sleep(LOOK_S)
        silent_s += LOOK_S


def left_s(job: Job) -> float | None:
    """Return how long the rest will take if it goes on like this; None where nobody knows. [s]."""
    if job.done < 3 or job.elapsed_s < 1.0:
        return None
    return round((job.total - job.done) * job.elapsed_s / job.done)


def begin_import(request: Request, given: dict[str, Any]) -> Job:
    """Begin to read a folder of received files, beside the pages."""
    front = front_of(request)
    return front.jobs.begin(
        "import",
        about={"page": PAGE, "given": given},
        home=front.desk.store.home.folder,
        folder=given["folder"],
        dry_run=given["dry_run"],
        complete_until=given["complete_until"],
    )


def _find(request: Request, job_id: str) -> Job:
    job = front_of(request).jobs.find(job_id)
    if job.about.get("page") != PAGE:
        raise NotFound("job_unknown", job=job_id[:40])
    return job


def _uploads(request: Request) -> Uploads:
    found: Uploads = request.app.state.uploads
    return found


def faults_of(fields: dict[str, str], today: date) -> dict[str, str]:
    """Return the key of what is wrong with each field."""
    text = fields.get("complete_until", "")
    return dict(_fault_of_day(text, today)) if text else {}


def _fault_of_day(text: str, today: date) -> Iterator[tuple[str, str]]:
    try:
        if date.fromisoformat(text) > today:
            yield "complete_until", "web.import.future_day"
    except ValueError:
        yield "complete_until", "web.import.bad_day"


def _page(request: Request, fields: dict[str, str], faults: dict[str, str]) -> HTMLResponse:
    front = front_of(request)
    running = [job for job in front.jobs.running() if job.about.get("page") == PAGE]
    return render(
        request,
        "import.html",
        status=422 if faults else 200,
        fields=fields,
        faults=faults,
        running=running,
        cut_off=_uploads(request).cut_off,
        services=SERVICES,
    )
