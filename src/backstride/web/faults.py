"""What a page says when it cannot be had: the reason, in words, with nothing of the inside."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from backstride.domain.errors import (
    BackstrideError,
    ChangedMeanwhile,
    ImpossibleCall,
    LimitExceeded,
    NotFound,
)
from backstride.domain.message import Message, Parameter
from backstride.web.page import render
from backstride.web.speech import words_of

LOG: Final = logging.getLogger("backstride.web")
PROBLEM: Final = "application/problem+json"


class Refused(Exception):
    """A request that is not done, with the reason as a key of the catalogue.

    Parameters
    ----------
    key : str
        Entry of the catalogue.
    status : int
        HTTP status.
    faults : mapping of str to str, optional
        What is wrong with single fields, in words.
    **params : Parameter
        What the sentence needs.
    """

    def __init__(
        self,
        key: str,
        *,
        status: int = 400,
        faults: Mapping[str, str] | None = None,
        **params: Parameter,
    ) -> None:
        self.message = Message(key, dict(params))
        self.status = status
        self.faults = faults
        super().__init__(key)


def status_of(error: BackstrideError) -> int:
    """Return the HTTP status for an error of the tree."""
    if isinstance(error, NotFound):
        return 404
    if isinstance(error, ChangedMeanwhile):
        return 412
    if isinstance(error, ImpossibleCall):
        return 422
    if isinstance(error, LimitExceeded):
        return 413
    return 503


def add_faults(app: FastAPI) -> None:
    """Let every error of the app end in a page, or in problem details under ``/api``."""

    @app.exception_handler(Refused)
    def refused(request: Request, error: Refused) -> Response:
        return answer_fault(request, error.status, error.message, error.faults)

    @app.exception_handler(BackstrideError)
    def backstride_error(request: Request, error: BackstrideError) -> Response:
        return answer_fault(request, status_of(error), error.message)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        found = {
            ".".join(str(part)[:60] for part in fault["loc"]): str(fault["msg"])
            for fault in error.errors()[:20]
        }
        said = Message("web.fault.invalid", {"where": ", ".join(found)[:300]})
        return answer_fault(request, 422, said, found)

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        known = error.status_code in (404, 405)
        key = f"web.fault.{error.status_code}" if known else "web.fault.other"
        found = answer_fault(request, error.status_code, Message(key))
        found.headers.update(error.headers or {})
        return found

    @app.exception_handler(Exception)
    def unexpected(request: Request, error: Exception) -> Response:
        # The path and the sort of error only: what was typed is health data, and belongs in no log.
        LOG.error("%s %s: %s", request.method, request.url.path, type(error).__name__)
        said = Message("web.fault.unexpected", {"kind": type(error).__name__})
        return answer_fault(request, 500, said)


def answer_fault(
    request: Request, status: int, message: Message, faults: Mapping[str, str] | None = None
) -> Response:
    """Return a fault as a page, or as problem details (RFC 9457) under ``/api``."""
    if request.url.path.startswith("/api/"):
        body = {
            "type": "about:blank",
            "title": message.key,
            "status": status,
            "detail": words_of(request).say(message),
            "instance": request.url.path,
            "faults": None if faults is None else dict(faults),
        }
        return JSONResponse(body, status_code=status, media_type=PROBLEM)
    return render(request, "fault.html", status=status, status_code=status, message=message)
