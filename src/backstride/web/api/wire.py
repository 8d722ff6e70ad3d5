"""What every address of the REST shares: its faults, its words, the stamp of a day."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from typing import Annotated, Any, Final

from fastapi import Path, Query, Request

from backstride.domain.diary import DiaryEntry
from backstride.domain.problem import Problem
from backstride.report.diary_json import entry_as_json
from backstride.web.api.models import Fault
from backstride.web.faults import PROBLEM
from backstride.web.speech import words_of

_SAID: Final = {
    400: "The request cannot be read.",
    401: "The device is not paired.",
    403: "The request came from a page of another site.",
    404: "There is no such thing.",
    409: "It cannot be done as things stand.",
    412: "It was changed meanwhile: read it again, then decide.",
    413: "The request is longer than is taken.",
    415: "The body is not of the kind that is expected.",
    421: "The name in the request is not one of this server.",
    422: "Something in the request is not as expected.",
    428: "The stamp of what is to be changed is missing.",
    503: "The store cannot do it at present.",
    507: "The disk has no room for it.",
}


def faults(*more: int) -> dict[int | str, dict[str, Any]]:
    """Return the documented faults of an address: those any request may meet, and some more."""
    return {
        status: {
            "description": _SAID[status],
            "model": Fault,
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Fault"}}},
        }
        for status in sorted({400, 401, 403, 413, 421, 422, 503, *more})
    }


OnDay = Annotated[date, Path(description="Day on the runner's calendar.", examples=["2026-11-01"])]
Since = Annotated[date | None, Query(description="First day, inclusive.")]
Until = Annotated[date | None, Query(description="Last day, inclusive.")]


def teller(request: Request) -> Callable[[Problem], str]:
    """Return what turns a problem into a sentence of the request's language."""
    return words_of(request).tell


def stamp_of(entry: DiaryEntry | None) -> str:
    """Return the entity tag of a day (RFC 9110, 8.8.3): another one wherever it says another thing.

    A day without an entry has one too, so that a first entry can be written without overwriting.
    """
    said = "" if entry is None else json.dumps(entry_as_json(entry), sort_keys=True)
    return f'"{sha256(said.encode()).hexdigest()[:32]}"'
