"""Mapping: how somebody else's diary is read, as a TOML file that says what it does not claim.

A mapping names columns and what each becomes: a mark of the body map, or a number or word kept
under its own name with the moment. None becomes a score of the leg, since nobody asked for one.
The file's own words stand in ``docs/howto/import-a-foreign-diary.md``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, Final

from backstride.domain.body import site_of
from backstride.domain.body_words import QUALITIES
from backstride.domain.problem import Problem, Severity

SCHEMA: Final = "backstride.diary-mapping/1"
_FOLDER: Final = "mappings"
_MAX_BYTES: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class DayRule:
    """How a row says which day it is about.

    Parameters
    ----------
    columns : tuple of str
        One column with a date, or three with year, month and day, or one with a day number.
    kind : str
        ``date``, ``date_month_first``, ``date_day_first``, ``year_month_day``, ``number`` (days
        counted from 1) or ``rows`` (no column: a fixed number of rows a day).
    is_carried : bool
        True where a blank cell means "as in the row above".
    parts : tuple of str
        With ``rows``: what each row of a day is about, in order.
    time : str
        Column with the time of day, empty where there is none.
    """

    columns: tuple[str, ...] = ()
    kind: str = "date"
    is_carried: bool = False
    parts: tuple[str, ...] = ()
    time: str = ""


@dataclass(frozen=True, slots=True)
class MarkRule:
    """A column that says yes or no to one thing felt at one place."""

    column: str
    site: str
    quality: str


@dataclass(frozen=True, slots=True)
class PlaceRule:
    """Names of a place in a column, and the site and quality they stand for."""

    names: tuple[str, ...]
    site: str
    quality: str


@dataclass(frozen=True, slots=True)
class LongRule:
    """A table with one place a row.

    Parameters
    ----------
    name, value, side : str
        Columns with the place, how much, and the side (empty where there is none).
    scale : str
        Name of the diary's own scale.
    sides : mapping of str to str
        Words of the side column that name one side for certain.
    places : tuple of PlaceRule
        Places that lie on the map; any other is kept as a number under its own name.
    """

    name: str
    value: str
    scale: str
    side: str = ""
    sides: AnyMapping[str, str] = field(default_factory=dict)
    places: tuple[PlaceRule, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptRule:
    """A column kept with the moment under a name, as ``number``, ``words`` or ``yes_no``."""

    column: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Mapping:
    """How one kind of diary is read.

    Parameters
    ----------
    name : str
        By which it is chosen.
    about : mapping of str to str
        ``source``, ``outcome``, ``scale`` and ``not_claimed``, in words.
    day : DayRule
        Which day a row is about.
    columns : frozenset of str
        Columns that must be there.
    skip_lines : int
        Lines above the header.
    more_columns : tuple of str
        Names of cells that the header forgets, at the end of each row.
    valid : str
        Column that says ``false`` where a row was never filled in; empty where there is none.
    marks : tuple of MarkRule
        Columns of the body map.
    long : LongRule or None
        Rows of places.
    kept : tuple of KeptRule
        Further columns.
    """

    name: str
    about: AnyMapping[str, str]
    day: DayRule
    columns: frozenset[str]
    skip_lines: int = 0
    more_columns: tuple[str, ...] = ()
    valid: str = ""
    marks: tuple[MarkRule, ...] = ()
    long: LongRule | None = None
    kept: tuple[KeptRule, ...] = ()

    @property
    def needs_first_day(self) -> bool:
        """Whether the file holds no dates, so that the first day must be told."""
        return self.day.kind in ("number", "rows")


def mapping_names() -> tuple[str, ...]:
    """Return the names of the mappings that come with Backstride."""
    folder = files("backstride.readers").joinpath(_FOLDER)
    return tuple(sorted(file.name[:-5] for file in folder.iterdir() if file.name.endswith(".toml")))


def find_mapping(name: str) -> Mapping | Problem:
    """Return a mapping that comes with Backstride."""
    if name not in mapping_names():
        params = {"name": name[:80], "names": ", ".join(mapping_names())}
        return Problem("mapping.unknown", "", {**params}, Severity.REFUSED)
    return read_mapping(files("backstride.readers").joinpath(_FOLDER, f"{name}.toml").read_bytes())


def read_mapping(data: bytes) -> Mapping | Problem:
    """Read a mapping file.

    Parameters
    ----------
    data : bytes
        TOML of schema `SCHEMA`.

    Returns
    -------
    Mapping or Problem
        Never raises.
    """
    if len(data) > _MAX_BYTES:
        return _refused("too large")
    try:
        document = tomllib.loads(data.decode("utf-8"))
        if document.get("schema") != SCHEMA:
            return _refused(f"schema {document.get('schema')!r}")
        return _check(_mapping(document))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return _refused(str(error))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return _refused(f"{type(error).__name__}: {error}")


def _mapping(document: AnyMapping[str, Any]) -> Mapping:
    long = document.get("long")
    marks = tuple(MarkRule(**rule) for rule in document.get("mark", ()))
    kept = tuple(KeptRule(**rule) for rule in document.get("keep", ()))
    rule = _day(document["day"])
    long_rule = None if long is None else _long(long)
    return Mapping(
        name=str(document["name"]),
        about={name: str(document["about"][name]) for name in _ABOUT},
        day=rule,
        columns=frozenset(
            {
                *rule.columns,
                *([rule.time] if rule.time else ()),
                *(mark.column for mark in marks),
                *([long_rule.name, long_rule.value] if long_rule else ()),
            }
        ),
        skip_lines=int(document.get("skip_lines", 0)),
        more_columns=tuple(map(str, document.get("more_columns", ()))),
        valid=str(document.get("valid", "")),
        marks=marks,
        long=long_rule,
        kept=kept,
    )


_ABOUT: Final = ("source", "outcome", "scale", "not_claimed")


def _day(document: AnyMapping[str, Any]) -> DayRule:
    return DayRule(
        columns=tuple(document.get("columns", ())),
        kind=document["kind"],
        is_carried=bool(document.get("is_carried", False)),
        parts=tuple(document.get("parts", ())),
        time=document.get("time", ""),
    )


def _long(document: AnyMapping[str, Any]) -> LongRule:
    places = tuple(
        PlaceRule(tuple(name.casefold() for name in rule["names"]), rule["site"], rule["quality"])
        for rule in document.get("place", ())
    )
    return LongRule(
        name=document["name"],
        value=document["value"],
        scale=document["scale"],
        side=document.get("side", ""),
        sides={word.casefold(): side for word, side in document.get("sides", {}).items()},
        places=places,
    )


def _check(mapping: Mapping) -> Mapping | Problem:
    """Refuse a mapping that names a site, quality or kind which is not there."""
    places = [(rule.site, rule.quality) for rule in mapping.marks]
    if mapping.long is not None:
        places += [(rule.site, rule.quality) for rule in mapping.long.places]
    for site, quality in places:
        if site_of(site) is None or quality not in QUALITIES:
            return _refused(f"{site} {quality}")
    if mapping.day.kind not in _DAY_KINDS or (mapping.day.kind == "rows") != bool(
        mapping.day.parts
    ):
        return _refused(f"day.kind {mapping.day.kind}")
    for rule in mapping.kept:
        if rule.kind not in _KEPT_KINDS:
            return _refused(f"keep.kind {rule.kind}")
    return mapping


_DAY_KINDS: Final = frozenset(
    {"date", "date_month_first", "date_day_first", "year_month_day", "number", "rows"}
)
_KEPT_KINDS: Final = frozenset({"number", "words", "yes_no"})


def _refused(detail: str) -> Problem:
    return Problem("mapping.unreadable", "", {"detail": detail[:200]}, Severity.REFUSED)
