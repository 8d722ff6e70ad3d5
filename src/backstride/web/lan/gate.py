"""The gate on the way from the network: a phone that is not paired sees nothing but how to pair."""

from __future__ import annotations

from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from backstride.web.front import Front
from backstride.workflows.pair_devices import is_paired

COOKIE: Final = "__Host-backstride"
"""The prefix binds the cookie to this host and to TLS (RFC 6265bis, 4.1.3.2)."""
PAIR: Final = "/pair"
FORGET: Final = '"cache", "cookies", "storage"'
"""What a phone forgets that is not paired any more: the shell, and entries it had not sent."""
OPEN: Final = ("/static/", "/manifest.webmanifest", "/sw.js", "/icon")
"""Files that are the same for everybody."""


class Gate:
    """Stands before the app where it is reached from the network.

    Parameters
    ----------
    app : ASGIApp
        The app, its own guard included.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request of a paired phone on; let the others pair."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path: str = scope["path"]
        front: Front = self._app.state.front  # type: ignore[attr-defined]
        secret = HTTPConnection(scope).cookies.get(COOKIE, "")
        if not secret or not await run_in_threadpool(is_paired, front.desk, secret):
            scope = {**scope, "unpaired": True}
            if path != PAIR and not path.startswith(OPEN):
                await _refusal(path, was_paired=bool(secret))(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _refusal(path: str, *, was_paired: bool) -> Response:
    headers = {"cache-control": "no-store"}
    if was_paired:
        headers["clear-site-data"] = FORGET
    if path.startswith("/api/"):
        body = {
            "type": "about:blank",
            "title": "web.lan.not_paired",
            "status": 401,
            "detail": "This device is not paired.",
            "instance": path,
            "faults": None,
        }
        return JSONResponse(
            body, status_code=401, headers=headers, media_type="application/problem+json"
        )
    return RedirectResponse(PAIR, status_code=303, headers=headers)
