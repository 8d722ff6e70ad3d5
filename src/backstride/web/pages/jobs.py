"""Jobs: how far one is, as a page that keeps itself up to date, and as a stream of events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response, StreamingResponse

from backstride.web.forms import TypedForm
from backstride.web.front import front_of
from backstride.web.jobs import Job
from backstride.web.page import render
from backstride.web.speech import words_of

router = APIRouter(prefix="/jobs")

PULSE_S: Final = 15.0
"""Longest silence of a stream: a comment keeps the connection open through proxies. [s]"""
LOOK_S: Final = 0.2
"""How often a stream looks for news. [s]"""


@router.get("/{job_id}", response_class=HTMLResponse)
def show(request: Request, job_id: str) -> Response:
    """Show how far a job is; without scripts the page asks again by itself."""
    job = front_of(request).jobs.look(job_id)
    if "page" in job.about:
        return RedirectResponse(f"{job.about['page']}{job.id}", status_code=303)
    return render(request, "job.html", job=job)


@router.get("/{job_id}/events")
def follow(request: Request, job_id: str) -> StreamingResponse:
    """Stream how far a job is until it has ended (server-sent events)."""
    job = front_of(request).jobs.find(job_id)
    return StreamingResponse(_events(request, job), media_type="text/event-stream")


@router.post("/{job_id}/stop")
def stop(request: Request, job_id: str, _: TypedForm) -> RedirectResponse:
    """Stop after the piece at hand; everything done so far is kept."""
    front_of(request).jobs.stop(job_id)
    return RedirectResponse(f"/jobs/{job_id}", status_code=303)


async def _events(request: Request, job: Job) -> AsyncIterator[str]:
    seen, silent_s = -1, 0.0
    while True:
        if job.version != seen:
            seen, silent_s = job.version, 0.0
            yield f"data: {json.dumps(as_json(request, job))}\n\n"
            if job.has_ended:
                return
        elif silent_s >= PULSE_S:
            silent_s = 0.0
            yield ": still there\n\n"
        await asyncio.sleep(LOOK_S)
        silent_s += LOOK_S


def as_json(request: Request, job: Job) -> dict[str, object]:
    """Return how far a job is, for scripts and REST."""
    failure = None if job.failure is None else words_of(request).say(job.failure)
    return {
        "id": job.id,
        "kind": job.kind,
        "state": job.state,
        "done": job.done,
        "total": job.total,
        "what": job.what,
        "counts": dict(job.counts),
        "elapsed_s": round(job.elapsed_s, 1),
        "failure": failure,
    }
