"""Settings: body, display, phones, privacy, backup, and how to delete everything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from zoneinfo import available_timezones

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse
from starlette.responses import Response

from backstride.text.language import languages
from backstride.web.faults import Refused
from backstride.web.forms import TypedForm
from backstride.web.front import Front, front_of
from backstride.web.page import render
from backstride.web.speech import language_of, words_of
from backstride.workflows.erase_store import erase_store
from backstride.workflows.keep_preferences import CHOICES, save_preferences
from backstride.workflows.pair_devices import list_devices, remove_device
from backstride.workflows.setup_runner import current_runner, save_runner
from backstride.workflows.typed_profile import SEXES, SIDES, as_typed, read_profile

router = APIRouter(prefix="/settings")

EXPORTS: Final = "exports"
"""Folder of the home that holds archives until the next one is made."""
SAID: Final = ("saved", "unchanged", "parted", "erased")


@router.get("", response_class=HTMLResponse)
def show(request: Request, said: str = "") -> HTMLResponse:
    """Show all settings."""
    return _page(request, said=said if said in SAID else "")


@router.post("/profile", response_class=HTMLResponse)
def save_profile(request: Request, form: TypedForm) -> Response:
    """Save the profile; where a field cannot be read nothing is saved and all faults are told."""
    desk = front_of(request).desk
    read = read_profile(current_runner(desk), form, desk.today())
    if read.faults:
        return _page(request, status=422, typed=dict(form), faults=read.faults)
    return _back("saved" if save_runner(desk, read.runner) else "unchanged", "profile")


@router.post("/display", response_class=HTMLResponse)
def save_display(request: Request, form: TypedForm) -> Response:
    """Save language, units and theme."""
    front = front_of(request)
    given = {name: form[name] for name in ("language", *CHOICES) if name in form}
    chosen = replace(front.preferences, **given)
    return _back("saved" if save_preferences(front.desk, chosen) else "unchanged", "display")


@router.post("/phones/{device_id}/remove", response_class=HTMLResponse)
def part(request: Request, device_id: str, _: TypedForm) -> Response:
    """Part with a phone."""
    parted = remove_device(front_of(request).desk, device_id)
    return _back("parted" if parted else "unchanged", "phones")


@router.post("/export", response_class=HTMLResponse)
def export(request: Request, _: TypedForm) -> Response:
    """Begin to write the archive of everything."""
    front = front_of(request)
    folder = _exports(front)
    for older in folder.glob("*.zip"):
        older.unlink(missing_ok=True)
    target = folder / f"backstride-{front.desk.today():%Y-%m-%d}.zip"
    job = front.jobs.begin(
        "export",
        about={"file": target.name},
        home=front.desk.store.home.folder,
        target=target,
        language=language_of(request),
    )
    return RedirectResponse(f"/jobs/{job.id}", status_code=303)


@router.get("/export/{name}")
def download(request: Request, name: str) -> FileResponse:
    """Send an archive that was written."""
    found = {path.name: path for path in _exports(front_of(request)).glob("*.zip")}
    if name not in found:
        raise Refused("web.fault.404", status=404)
    return FileResponse(found[name], media_type="application/zip", filename=name)


@router.get("/erase", response_class=HTMLResponse)
def ask_to_erase(request: Request) -> HTMLResponse:
    """Ask whether everything is to be deleted."""
    return render(request, "erase.html", fault="")


@router.post("/erase", response_class=HTMLResponse)
def erase(request: Request, form: TypedForm) -> Response:
    """Delete everything, where the word was typed and nothing is being worked on."""
    front = front_of(request)
    word = words_of(request).say("web.settings.erase.word")
    if form.get("word", "").casefold() != word.casefold():
        return render(request, "erase.html", status=422, fault="web.settings.erase.wrong_word")
    if front.jobs.running():
        return render(request, "erase.html", status=409, fault="web.settings.erase.at_work")
    erase_store(front.desk)
    front.answers.forget()
    front.at_hand.forget()
    front.jobs.forget()
    found = _back("erased", "main")
    # Whatever the browser keeps for this address: entries written offline, the shell of the pages.
    found.headers["clear-site-data"] = '"cache", "storage"'
    return found


def _page(request: Request, *, status: int = 200, **values: Any) -> HTMLResponse:
    front = front_of(request)
    runner = current_runner(front.desk)
    shown = {
        "said": "",
        "faults": {},
        "typed": as_typed(runner),
        "sexes": SEXES,
        "sides": SIDES,
        "languages": languages(),
        "choices": CHOICES,
        "preferences": front.preferences,
        "zones": sorted(available_timezones()),
        "devices": list_devices(front.desk),
        "home": str(front.desk.store.home.folder),
        "archives": sorted(path.name for path in _exports(front).glob("*.zip")),
    }
    return render(request, "settings.html", status=status, **(shown | values))


def _exports(front: Front) -> Path:
    folder = front.desk.store.home.folder / EXPORTS
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _back(said: str, where: str) -> RedirectResponse:
    return RedirectResponse(f"/settings?said={said}#{where}", status_code=303)
