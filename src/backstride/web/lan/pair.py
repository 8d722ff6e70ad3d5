"""The page on which a phone tells the code that this computer shows."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from backstride.web.forms import TypedForm
from backstride.web.front import front_of
from backstride.web.lan.gate import COOKIE, PAIR
from backstride.web.lan.pairing import PairingCode
from backstride.web.page import render
from backstride.workflows.pair_devices import add_device

router = APIRouter()

YEAR_S: Final = 365 * 86400
"""How long a phone stays paired without being seen. [s]"""


@router.get(PAIR, response_class=HTMLResponse)
def show(request: Request, code: str = "") -> HTMLResponse:
    """Ask for the code; the address in the picture brings it along."""
    return render(request, "pair.html", code=code[:20], fault="")


@router.post(PAIR, response_class=HTMLResponse)
def pair(request: Request, form: TypedForm) -> Response:
    """Pair the phone where the code is right."""
    codes: PairingCode = request.app.state.pairing
    if not codes.take(form.get("code", "")):
        fault = "web.pair.locked" if codes.is_locked else "web.pair.wrong"
        return render(request, "pair.html", status=403, code="", fault=fault)
    name = form.get("name", "") or request.headers.get("user-agent", "")
    found = RedirectResponse("/", status_code=303)
    found.set_cookie(
        COOKIE,
        add_device(front_of(request).desk, name),
        max_age=YEAR_S,
        path="/",
        secure=True,
        httponly=True,
        samesite="lax",
    )
    return found
