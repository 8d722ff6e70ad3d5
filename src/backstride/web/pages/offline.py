"""What a phone keeps so that a check-in needs no connection: the manifest, the worker, the shell.

The shell holds the questions and, where there is one, the alarm of the screen, since it stands
above everything; no entry, no run and no token.
"""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.responses import JSONResponse, Response

from backstride import __version__
from backstride.web.asked import ask
from backstride.web.page import FOLDER, render
from backstride.web.pages.today import check_in_values
from backstride.web.speech import language_of, words_of

router = APIRouter()

STATIC: Final = FOLDER / "static"
SHELL: Final = ("app.css", "diary.css", "app.js", "outbox.js", "check_in.js", "icon.svg")
"""Files of the shell."""
COLOUR: Final = {"theme_color": "#1f5f5b", "background_color": "#f7f5f0"}
"""As `static/app.css` names them accent and paper."""


@router.get("/manifest.webmanifest")
def send_manifest(request: Request) -> JSONResponse:
    """Tell a phone how to install the app."""
    say = words_of(request).say
    icons = [
        {"src": f"/static/icon-{size}{kind}.png", "sizes": f"{size}x{size}", "type": "image/png"}
        | ({"purpose": "maskable"} if kind else {})
        for size in (192, 512)
        for kind in ("", "-maskable")
    ]
    body = {
        "id": "/",
        "name": "Backstride",
        "short_name": "Backstride",
        "description": say("web.offline.description"),
        "lang": language_of(request),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "icons": icons,
        **COLOUR,
    }
    return JSONResponse(body, media_type="application/manifest+json")


@router.get("/sw.js")
def send_worker() -> Response:
    """Send the worker; another one wherever a file of the shell is another one."""
    shell = ["/offline", *(f"/static/{name}?{__version__}" for name in SHELL)]
    head = f"const VERSION = {json.dumps(shell_version())};\nconst SHELL = {json.dumps(shell)};\n"
    text = head + _read("sw.js")
    return Response(text, media_type="text/javascript; charset=utf-8")


@router.get("/offline", response_class=HTMLResponse)
def send_shell(request: Request) -> HTMLResponse:
    """Send the check-in without anything that was said."""
    values = check_in_values(request, None, ask(None, ()))
    return render(request, "offline.html", token="", running_jobs=[], **values)


@cache
def shell_version() -> str:
    """Return a name that is another one wherever a file of the shell or a template is."""
    found = sha256(__version__.encode())
    templates = sorted((FOLDER / "templates").rglob("*.html"))
    for path in (*(STATIC / name for name in (*SHELL, "sw.js")), *templates):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


@cache
def _read(name: str) -> str:
    return Path(STATIC / name).read_text(encoding="utf-8")
