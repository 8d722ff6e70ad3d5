"""What is known, as a table: sentences by section, each with its sources and its grade."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Source:
    """Where something is known from.

    Parameters
    ----------
    key : str
        Stable name.
    authors : str
        As they are cited.
    year : int or None
        Of publication; None where not known.
    title, place : str
        Of the work, and journal with volume; empty where not known.
    doi, pmid : str
        Identifiers; empty where not known.
    url : str
        Address of a page about it, where there is no identifier.
    read : str
        ``abstract`` where it was read for the table, ``memory`` where it was named from memory.
    """

    key: str
    authors: str
    year: int | None = None
    title: str = ""
    place: str = ""
    doi: str = ""
    pmid: str = ""
    url: str = ""
    read: str = "abstract"

    @property
    def address(self) -> str:
        """Where it can be looked up; empty where no address is known."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}" if self.pmid else self.url

    @property
    def short(self) -> str:
        """First name and year, as they stand beside a sentence."""
        first = self.authors.split(" and others")[0].split(",")[0]
        words = first.split()
        if len(words) > 1 and words[-1].isupper() and len(words[-1]) < len("MRCS"):
            first = " ".join(words[:-1])
        return first if self.year is None else f"{first} {self.year}"


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence about what is known.

    Parameters
    ----------
    key : str
        Of its words in the catalogue.
    section : str
        Where it stands.
    grade : str
        ``A`` to ``D``, ``none`` where no study was found, ``word`` for a definition.
    sources : tuple of Source
        At least one.
    about : str
        What the grade is for where it is not leg pain itself.
    """

    key: str
    section: str
    grade: str
    sources: tuple[Source, ...]
    about: str = ""


@cache
def sources() -> Mapping[str, Source]:
    """Return every source by its key, by authors and year."""
    rows = _table()["source"]
    found = [Source(key=key, **row) for key, row in rows.items()]
    found.sort(key=lambda one: (one.authors.casefold(), one.year or 0))
    return {one.key: one for one in found}


@cache
def said_by_section() -> Mapping[str, tuple[Said, ...]]:
    """Return every sentence, section by section, in the order of reading."""
    table = _table()
    found = [
        Said(
            key=key,
            section=row["section"],
            grade=row["grade"],
            sources=tuple(sources()[name] for name in row["sources"]),
            about=row.get("about", ""),
        )
        for key, row in table["said"].items()
    ]
    return {
        section: tuple(one for one in found if one.section == section)
        for section in table["sections"]
    }


@cache
def _table() -> dict[str, Any]:
    path = files("backstride.report").joinpath("learning.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
