"""Write THIRD_PARTY_NOTICES.md: what the product needs, in which versions, under which licence.

Names and ranges come from `pyproject.toml`, exact versions from `locks/dev.txt`, licences from the
metadata of the packages installed here. Run it after a change of the dependencies.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata, requires
from itertools import product
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
NOTICES = ROOT / "THIRD_PARTY_NOTICES.md"

ENVIRONMENTS = [
    {"python_version": version, "platform_system": system, "sys_platform": platform, "extra": ""}
    for version, (system, platform) in product(
        ("3.11", "3.14"), (("Linux", "linux"), ("Darwin", "darwin"), ("Windows", "win32"))
    )
]
"""Where Backstride may be installed; a dependency counts if any of these needs it."""

NOT_ON_EVERY_PLATFORM = {"colorama": "BSD-3-Clause"}
"""Licence of what is not installed where this tool usually runs."""

HEAD = """\
# Third-party notices

Backstride is under the Apache License 2.0 (`LICENSE`) and contains no code of others but uPlot
(`src/backstride/web/static/vendor`, MIT, its licence beside it). Installing it
installs the packages below beside it; each brings its own licence text. This page is written by
`tools/third_party_notices.py`.
"""

TAIL = """\
## Data of others

- The time-zone borders inside `tzfpy` come from OpenStreetMap: © OpenStreetMap contributors, Open
  Database License 1.0.
- The numbers, names, scales and units of FIT fields in `src/backstride/readers/` are facts of the
  published protocol, gathered with the help of fitdecode 0.11.0 (MIT, © Jean-Charles Lefebvre); see
  `docs/decisions/0002-fit-field-table.md`.
- Names of months and days, and the order in which dates and times are written, in
  `src/backstride/text/locales.toml` come from the Unicode Common Locale Data Repository: © Unicode,
  Inc., Unicode License v3.
- The built documentation carries the style sheets and scripts of its generator, zensical (MIT).
"""


@dataclass(frozen=True)
class Row:
    """One package of the table."""

    name: str
    wanted: str
    """Range in pyproject.toml; empty for what comes along with another package."""
    locked: str
    licence: str


def direct_requirements() -> dict[str, Requirement]:
    """Return the run-time dependencies of pyproject.toml by normalised name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = [Requirement(text) for text in project["dependencies"]]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


def locked_versions() -> dict[str, str]:
    """Return the exact versions of the lock; two where Python versions differ."""
    versions: dict[str, list[str]] = {}
    text = (ROOT / "locks" / "dev.txt").read_text(encoding="utf-8")
    for name, version in re.findall(r"^([a-z0-9_.-]+)==([^\s;]+)", text, re.MULTILINE):
        versions.setdefault(canonicalize_name(name), []).append(version)
    return {name: ", ".join(found) for name, found in versions.items()}


def needed_by(name: str) -> set[str]:
    """Return what a package itself needs, on any platform, without its extras."""
    try:
        texts = requires(name) or []
    except PackageNotFoundError:
        return set()
    needed = [Requirement(text) for text in texts]
    return {
        canonicalize_name(requirement.name)
        for requirement in needed
        if requirement.marker is None or any(map(requirement.marker.evaluate, ENVIRONMENTS))
    }


def everything_needed(names: set[str]) -> set[str]:
    """Return the names and all that they bring with them."""
    known: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        known.add(name)
        waiting |= needed_by(name) - known
    return known


def licence_of(name: str) -> str:
    """Return the licence a package states: as an expression, else as a class, else in words."""
    try:
        found: PackageMetadata = metadata(name)
    except PackageNotFoundError:
        return NOT_ON_EVERY_PLATFORM[name]
    classes = [
        text.rpartition(" :: ")[2]
        for text in found.get_all("Classifier") or []
        if text.startswith("License :: OSI Approved :: ")
    ]
    stated = found["License-Expression"] if "License-Expression" in found else ", ".join(classes)
    return stated or found["License"].splitlines()[0]


def rows() -> list[Row]:
    """Return every package of the table, those of pyproject.toml first."""
    direct, locked = direct_requirements(), locked_versions()
    along = sorted(everything_needed(set(direct)) - set(direct))
    return [
        Row(
            name,
            str(direct[name].specifier) if name in direct else "",
            locked[name],
            licence_of(name),
        )
        for name in [*sorted(direct), *along]
    ]


def render(found: list[Row]) -> str:
    """Return the whole page."""
    lines = [
        HEAD,
        "## Needed directly",
        "",
        "| Package | Range | Locked | Licence |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {row.name} | `{row.wanted}` | {row.locked} | {row.licence} |"
        for row in found
        if row.wanted
    ]
    lines += [
        "",
        "## Brought along by these",
        "",
        "| Package | Locked | Licence |",
        "|---|---|---|",
    ]
    lines += [f"| {row.name} | {row.locked} | {row.licence} |" for row in found if not row.wanted]
    return "\n".join([*lines, "", TAIL])


if __name__ == "__main__":
    NOTICES.write_text(render(rows()), encoding="utf-8")
    print(f"{NOTICES.name}: written")
