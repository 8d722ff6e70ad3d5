"""Plain text: a text column that takes whatever a file calls itself.

A file name may hold bytes that are no text (Python carries them as lone surrogates, which no
database takes) and a hostile field name may hold NUL (which PostgreSQL refuses).
"""

from __future__ import annotations

from sqlalchemy import Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class PlainText(TypeDecorator[str]):
    """Text in which every character that no database can hold is written out."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002, RUF100 - SQLAlchemy's signature
        """Return the text as it will be stored."""
        return None if value is None else as_plain_text(value)


def as_plain_text(text: str) -> str:
    r"""Return text with lone surrogates written out (``\udcff``) and NUL as U+FFFD."""
    if text.isascii() and "\x00" not in text:
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode(errors="backslashreplace").decode()
    return text.replace("\x00", "�")
