"""A page: its template filled with values and words, under the alarm and the way around."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from backstride import __version__
from backstride.domain.screen import Level, Triage
from backstride.text.catalogue import Catalogue
from backstride.web.formats import Formats
from backstride.web.front import Front, front_of
from backstride.web.speech import tag_of_request, words_of

FOLDER: Final = Path(__file__).parent

NAVIGATION: Final = (
    ("today", "/"),
    ("answer", "/answer"),
    ("runs", "/runs"),
    ("diary", "/diary"),
    ("safety", "/safety"),
    ("prevention", "/prevention"),
    ("plan", "/plan"),
    ("experiment", "/experiment"),
    ("report", "/report"),
    ("learn", "/learn"),
    ("settings", "/settings"),
)
"""Pages in the order in which they are offered; a phone shows the first four and the rest below."""
ON_PHONE: Final = 4

HELD_BACK: Final = "safety.effect."
"""Beginning of the keys that say what is not shown, and why."""


@cache
def templates() -> Environment:
    """Return the templates; every value is escaped, and a name that is not there is an error."""
    return Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def render(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page.

    Parameters
    ----------
    request : Request
        What is answered.
    template : str
        Name of the file in ``templates``.
    status : int
        HTTP status.
    **values : object
        What the template needs beside what every page has.
    """
    front = front_of(request)
    words = words_of(request)
    text = templates().get_template(template).render(_shared(request, front, words) | values)
    return HTMLResponse(text, status_code=status)


def _shared(request: Request, front: Front, words: Catalogue) -> dict[str, Any]:
    preferences = front.preferences
    # A phone that is not paired may see a fault, but nothing that is known of the runner.
    is_known = not request.scope.get("unpaired", False)
    return {
        "say": words.say,
        "tell": words.tell,
        "formats": Formats(tag_of_request(request), preferences.units),
        "language": words.language,
        "theme": preferences.theme,
        "token": front.token,
        "today": front.desk.today(),
        "navigation": NAVIGATION if is_known else (),
        "on_phone": ON_PHONE,
        "here": _here(request.url.path),
        "notice": notice_of(front.triage) if is_known else None,
        "running_jobs": front.jobs.running() if is_known else [],
        "version": __version__,
        "path": request.url.path,
    }


def notice_of(triage: Triage) -> dict[str, Any] | None:
    """Return what stands above every page: the level and the first advice, nothing private."""
    if triage.level >= Level.E2 or triage.findings:
        first = triage.advice[0]
        return {
            "kind": "alarm" if triage.level >= Level.E1 else "advice",
            "level": triage.level.label,
            "first": first,
            "number": first.params.get("number"),
            "line": first.params.get("line"),
            "held_back": [one for one in triage.advice if one.key.startswith(HELD_BACK)],
            "due": triage.due[0] if triage.due else None,
        }
    if not triage.complete:
        return {"kind": "due", "reason": triage.due[0] if triage.due else "open"}
    return None


def _here(path: str) -> str:
    """Return the name of the page of the navigation that an address belongs to."""
    if path == "/":
        return "today"
    return next((name for name, where in NAVIGATION if where != "/" and path.startswith(where)), "")
