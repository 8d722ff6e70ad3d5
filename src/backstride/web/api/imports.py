"""``/imports`` and ``/jobs``: what was imported, taking it back, and how far a job is."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from backstride.report.rows_json import batch_as_json, file_as_json
from backstride.web.api.models import Import, ImportedFile, JobState, Undone
from backstride.web.api.wire import faults, teller
from backstride.web.faults import Refused
from backstride.web.front import front_of
from backstride.web.pages.jobs import as_json
from backstride.workflows.undo_import import list_files, list_imports, undo_import

router = APIRouter(tags=["imports"])

Batch = Annotated[int, Path(ge=1, le=2**31 - 1, description="Number of the import.")]
JobId = Annotated[str, Path(min_length=1, max_length=64)]


@router.get("/imports", response_model=list[Import], responses=faults())
def list_batches(request: Request) -> list[dict[str, Any]]:
    """List every import."""
    return [batch_as_json(batch) for batch in list_imports(front_of(request).desk)]


@router.get("/imports/{batch}", response_model=list[ImportedFile], responses=faults(404))
def show_batch(request: Request, batch: Batch) -> list[dict[str, Any]]:
    """List the files of an import and what became of each."""
    desk = front_of(request).desk
    _check(request, batch)
    return [file_as_json(row, teller(request)) for row in list_files(desk, batch)]


@router.delete("/imports/{batch}", response_model=Undone, responses=faults(404, 409))
def undo_batch(request: Request, batch: Batch) -> dict[str, Any]:
    """Take an import back."""
    front = front_of(request)
    _check(request, batch)
    if any(job.kind == "import" for job in front.jobs.running()):
        raise Refused("web.api.import_at_work", status=409)
    gone = undo_import(front.desk, batch)
    return {
        "activities": gone.n_activity,
        "diary_days": gone.n_diary_day,
        "kept_days": [day.isoformat() for day in gone.kept_days],
    }


@router.get("/jobs/{job_id}", response_model=JobState, responses=faults(404))
def show_job(request: Request, job_id: JobId) -> dict[str, Any]:
    """Tell how far a job is."""
    return as_json(request, front_of(request).jobs.find(job_id))


@router.post("/jobs/{job_id}/stop", status_code=204, responses=faults(404))
def stop_job(request: Request, job_id: JobId) -> Response:
    """Stop a job after the piece at hand; everything done so far is kept."""
    front_of(request).jobs.stop(job_id)
    return Response(status_code=204)


def _check(request: Request, batch: int) -> None:
    if batch not in {one.id for one in list_imports(front_of(request).desk)}:
        raise Refused("error.store.no_batch", status=404, batch=batch)
