"""Guard: what every request must pass, and what every answer carries, before any page is asked.

A page of another site can make the runner's browser send requests here, and can give its own name
this computer's address (DNS rebinding). So a request must name a host of ours, and one that changes
something must come from a page of ours. Sources: OWASP cheat sheets on CSRF and on HTTP headers.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})

POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
"""Content security policy: nothing but what this server sends, nothing inline."""

HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
}

MOST_BODY: Final = 4 * 1024**3
"""Longest body of an upload; an export of ten years is smaller. [bytes]"""
MOST_SMALL_BODY: Final = 2 * 1024**2
"""Longest body of anything else. [bytes]"""
UPLOADS: Final = ("/runs/import", "/api/v1/imports")
"""Addresses that take files."""

__all__ = ["Guard"]

State = MutableMapping[str, Any]


class _TooLong(Exception):
    """More bytes came than are taken."""


class Guard:
    """Stands before the app.

    Parameters
    ----------
    app : ASGIApp
        What it guards.
    hosts : callable
        Returns the names under which this app may be asked for.
    """

    def __init__(self, app: ASGIApp, hosts: Callable[[], frozenset[str]]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, _with_headers(scope, send))
            return
        limit = MOST_BODY if scope["path"] in UPLOADS else MOST_SMALL_BODY
        try:
            await self._app(scope, _limited(receive, limit), _with_headers(scope, send))
        except _TooLong:
            refused = _refused(scope, 413, "The request is too long.")
            await refused(scope, receive, _with_headers(scope, send))

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if _name_of(headers.get("host", "")) not in self._hosts():
            return _refused(scope, 421, "This is not the name of this server.")
        length = headers.get("content-length", "0")
        limit = MOST_BODY if scope["path"] in UPLOADS else MOST_SMALL_BODY
        if not length.isdecimal() or int(length) > limit:
            return _refused(scope, 413, "The request is too long.")
        if scope["method"] not in READS and not _is_from_here(scope, headers):
            return _refused(scope, 403, "This came from a page of another site.")
        return None


def _refused(scope: Scope, status: int, text: str) -> Response:
    """Return a refusal; what a page of the app would say in words is not asked for it."""
    if not scope["path"].startswith("/api/"):
        return PlainTextResponse(f"{text}\n", status_code=status)
    body = {
        "type": "about:blank",
        "title": "web.guard",
        "status": status,
        "detail": text,
        "instance": scope["path"],
        "faults": None,
    }
    return JSONResponse(body, status_code=status, media_type="application/problem+json")


def _name_of(host: str) -> str:
    """Return the name in a host header without its port, in lower case."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _is_from_here(scope: Scope, headers: Headers) -> bool:
    """Whether a request that changes something comes from a page of ours, or from no page."""
    site = headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    if origin is None:
        return True
    here = HTTPConnection(scope).base_url
    return origin == f"{here.scheme}://{here.netloc}"


def _limited(receive: Receive, limit: int) -> Receive:
    taken = 0

    async def read() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise _TooLong
        return message

    return read


def _with_headers(scope: Scope, send: Send) -> Callable[[Message], Awaitable[None]]:
    async def write(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if not scope["path"].startswith("/static/"):
                headers.setdefault("cache-control", "no-store")
        await send(message)

    return write
