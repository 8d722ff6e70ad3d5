"""Write src/backstride/text/locales.toml: how dates, times and numbers are written, from CLDR.

Babel carries the Unicode Common Locale Data Repository. It is needed here only, in an environment
of its own, not where Backstride runs (docs/decisions/0024-languages.md):

    .venv/bin/uv run --no-project --with babel==2.19.0 python tools/locale_tables.py
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from babel import Locale

TABLE = Path(__file__).parent.parent / "src" / "backstride" / "text" / "locales.toml"

SOURCES = {
    "de": "de",
    "de-AT": "de_AT",
    "en": "en_150",
    "en-AU": "en_AU",
    "en-CA": "en_CA",
    "en-GB": "en_GB",
    "en-IE": "en_IE",
    "en-NZ": "en_NZ",
    "en-US": "en_US",
}
"""Locale of CLDR for each tag. English without a region is that of Europe (150): the day before the
month and hours to 24, which nobody misreads."""

MONTHS = range(1, 13)
DAYS = range(7)


def lines_of(tag: str, name: str) -> Iterator[str]:
    """Yield the table of one tag."""
    found = Locale.parse(name)
    symbols = found.number_symbols["latn"]
    halves = found.day_periods["format"]["abbreviated"]
    yield f'["{tag}"]'
    yield _row("full", found.date_formats["full"].pattern)
    yield _row("long", found.date_formats["long"].pattern)
    yield _row("medium", found.date_formats["medium"].pattern)
    yield _row("day_month", found.datetime_skeletons["MMMd"].pattern)
    yield _row("weekday_day_month", found.datetime_skeletons["MMMEd"].pattern)
    yield _row("month_year", found.datetime_skeletons["yMMMM"].pattern)
    yield _row("time", found.time_formats["short"].pattern)
    yield _row("decimal", symbols["decimal"])
    yield _row("group", symbols["group"])
    yield f"first_weekday = {found.first_week_day}"
    yield _list("day_halves", [halves["am"], halves["pm"]])
    for width in ("wide", "abbreviated"):
        yield _list(f"months_{width}", [found.months["format"][width][n] for n in MONTHS])
        yield _list(
            f"months_{width}_alone", [found.months["stand-alone"][width][n] for n in MONTHS]
        )
        yield _list(f"weekdays_{width}", [found.days["format"][width][n] for n in DAYS])


def _row(name: str, text: str) -> str:
    # thin and narrow spaces of newer CLDR are not in every terminal font
    plain = text.replace("\u202f", " ").replace("\u2009", " ")
    return f'{name} = "{plain}"'


def _list(name: str, words: list[str]) -> str:
    quoted = (f'"{word}"' for word in words)
    return f"{name} = [{', '.join(quoted)}]"


def main() -> None:
    """Write the table."""
    head = (
        "# How dates, times and numbers are written, by tag; weekdays begin with Monday.\n"
        "# Written by tools/locale_tables.py from CLDR (Unicode License v3), which Babel carries: "
        f"{version('babel')}.\n"
    )
    tables = ["\n".join(lines_of(tag, name)) + "\n" for tag, name in SOURCES.items()]
    TABLE.write_text("\n".join([head, *tables]), encoding="utf-8")


if __name__ == "__main__":
    main()
