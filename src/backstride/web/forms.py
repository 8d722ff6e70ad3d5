"""Forms: what came with one, after the token that only a page of ours can know was checked."""

from __future__ import annotations

from hmac import compare_digest
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile

from backstride.web.faults import Refused
from backstride.web.front import front_of

MOST_FIELDS = 2000
MOST_FIELD_LENGTH = 20_000
"""Longest text of one field; longer ones are refused and said. [characters]"""


class Typed(dict[str, str]):
    """What was typed, by name of the field, without blanks around; files are not in it."""

    many: dict[str, list[str]]


async def typed(request: Request) -> Typed:
    """Read a form; refuse it without the token."""
    form = await request.form(max_files=0, max_fields=MOST_FIELDS)
    check_token(request, form)
    found = Typed()
    found.many = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile) or len(value) > MOST_FIELD_LENGTH:
            raise Refused("web.refused.too_long", status=413, name=name[:40])
        found[name] = value.strip()
        found.many.setdefault(name, []).append(value.strip())
    return found


TypedForm = Annotated[Typed, Depends(typed)]


def check_token(request: Request, form: FormData) -> None:
    """Refuse a form that does not bring the token of this server.

    Raises
    ------
    Refused
        With status 403.
    """
    given = form.get("token")
    if not isinstance(given, str) or not compare_digest(
        given.encode(), front_of(request).token.encode()
    ):
        raise Refused("web.refused.token", status=403)
