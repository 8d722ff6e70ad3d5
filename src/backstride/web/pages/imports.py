"""Imports: every one there was, what became of each file with its reason, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from backstride.domain.message import Message
from backstride.domain.problem import Problem
from backstride.store.ledger import LedgerRow, Status
from backstride.text.catalogue import Catalogue
from backstride.web.forms import TypedForm
from backstride.web.front import front_of
from backstride.web.page import render
from backstride.web.paging import Pages
from backstride.web.speech import words_of
from backstride.workflows.look_at_import import MOST_RUNS, Files, files_of_import, find_import
from backstride.workflows.undo_import import list_imports, undo_import

router = APIRouter(prefix="/runs/imports")

N_ROW: Final = 50
KINDS: Final[dict[str, tuple[Status, ...]]] = {
    "imported": (Status.IMPORTED,),
    "duplicate": (Status.DUPLICATE,),
    "held": (Status.HELD,),
    "not_an_activity": (Status.NOT_AN_ACTIVITY,),
    "failed": (Status.FAILED,),
}
"""What may have become of a file, in the order in which the counts stand."""
TOLD: Final = (Status.FAILED, Status.HELD, Status.NOT_AN_ACTIVITY)
"""What is shown first: files that are more than imported or there already."""
MOST_SHOWN: Final = 200
MOST_TOLD: Final = 20
"""Different things that are said of one file."""

Number = Annotated[int, Query(ge=1, le=100_000)]


@router.get("", response_class=HTMLResponse)
def show(request: Request, page: Number = 1) -> HTMLResponse:
    """Show every import, the newest first."""
    found = list_imports(front_of(request).desk)
    pages = Pages(page, len(found), N_ROW)
    shown = list(reversed(found))[pages.first : pages.first + N_ROW]
    return render(request, "imports.html", batches=shown, kinds=tuple(KINDS), pages=pages)


@router.get("/{batch_id}", response_class=HTMLResponse)
def show_one(
    request: Request, batch_id: int, kind: str = "", page: Number = 1, *, stopped: bool = False
) -> HTMLResponse:
    """Show what became of the files of one import."""
    desk, words = front_of(request).desk, words_of(request)
    batch = find_import(desk, batch_id)
    statuses = KINDS.get(kind) or tuple(Status)
    files = files_of_import(desk, batch_id, statuses, first=(page - 1) * N_ROW, n_row=N_ROW)
    told = Files((), 0, {}, {})
    if not kind and page == 1:
        told = files_of_import(desk, batch_id, TOLD, n_row=MOST_SHOWN)
    return render(
        request,
        "import_ledger.html",
        batch=batch,
        kinds=tuple(KINDS),
        kind=kind if kind in KINDS else "",
        told=[as_row(row, told, words) for row in told.rows],
        n_told=told.total,
        rows=[as_row(row, files, words) for row in files.rows],
        pages=Pages(page, files.total, N_ROW),
        stopped=stopped,
    )


@router.get("/{batch_id}/undone", response_class=HTMLResponse)
def show_undone(
    request: Request, batch_id: int, *, runs: int = 0, days: int = 0, kept: int = 0
) -> HTMLResponse:
    """Tell what went with an import that was taken back."""
    batch = find_import(front_of(request).desk, batch_id)
    return render(request, "import_undone.html", batch=batch, n_run=runs, n_day=days, n_kept=kept)


@router.post("/{batch_id}/undo")
def undo(request: Request, batch_id: int, _: TypedForm) -> RedirectResponse:
    """Take one import back."""
    gone = undo_import(front_of(request).desk, batch_id)
    told = f"runs={gone.n_activity}&days={gone.n_diary_day}&kept={len(gone.kept_days)}"
    return RedirectResponse(f"/runs/imports/{batch_id}/undone?{told}", status_code=303)


def as_row(row: LedgerRow, files: Files, words: Catalogue) -> dict[str, Any]:
    """Return one line of the ledger in words."""
    entry = row.entry
    status = "partial" if entry.partial else entry.status.value
    reasons = told_once(entry.problems, words)
    if entry.reason is not None and not reasons:
        reasons = [_reason(entry.reason, words)]
    n_activity = files.n_activity.get(entry.sha256 or "", 0)
    is_few = n_activity <= MOST_RUNS
    return {
        "file": entry.unit,
        "status": status,
        "reasons": reasons,
        "runs": files.runs.get(entry.sha256 or "", ()) if is_few else (),
        "count": "" if is_few else words.say("web.import.activities", n=n_activity),
    }


def told_once(problems: Sequence[Problem], words: Catalogue) -> list[str]:
    """Return what was found in a file, said once however many rows it holds of."""
    places: dict[str, list[Problem]] = {}
    for problem in problems:
        places.setdefault(f"{problem.code} {sorted(problem.params.items())}", []).append(problem)
    told = []
    for found in places.values():
        line = words.tell(found[0])
        if len(found) > 1:
            line = words.say("web.imports.also", line=line, n=len(found) - 1)
        told.append(line)
    if len(told) > MOST_TOLD:
        told[MOST_TOLD:] = [words.say("web.imports.more", n=len(told) - MOST_TOLD)]
    return told


def _reason(reason: Message, words: Catalogue) -> str:
    code = reason.key.removeprefix("problem.")
    return words.tell(Problem(code, "", dict(reason.params)))
