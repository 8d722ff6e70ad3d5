"""Where everything lies in an export, and what its first file says of it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Final

SCHEMA: Final = "backstride.export/1"
README: Final = "README.md"
ABOUT: Final = "backstride.json"
CHECKSUMS: Final = "SHA256SUMS"
TABLES: Final = "tables"
SAMPLES: Final = "samples"
ORIGINALS: Final = "originals"
UNITS: Final = b"backstride.units"
SOURCES: Final = b"backstride.sources"
"""Keys of the Parquet metadata that hold unit and source of each channel, as JSON."""


@dataclass(frozen=True, slots=True)
class About:
    """What an export says of itself.

    Parameters
    ----------
    schema : str
        `SCHEMA`.
    version : str
        Version of Backstride that wrote it.
    revision : str
        Revision of the tables.
    made_utc : str
        When, ISO 8601.
    n_original, n_leg, n_row : int
        Originals, legs with samples, and rows of all tables.
    """

    schema: str
    version: str
    revision: str
    made_utc: str
    n_original: int = 0
    n_leg: int = 0
    n_row: int = 0

    def as_json(self) -> bytes:
        """Return it as the file in the export holds it."""
        return (json.dumps(asdict(self), indent=1) + "\n").encode()


def about_of(content: bytes) -> About | None:
    """Return what an export says of itself, None where it is none."""
    try:
        found = json.loads(content)
        return About(**found) if found.get("schema") == SCHEMA else None
    except (ValueError, TypeError, AttributeError):
        return None


def table_place(name: str, ending: str) -> str:
    """Return where a table lies."""
    return f"{TABLES}/{name}.{ending}"


def samples_place(activity_id: str, leg_index: int, ending: str) -> str:
    """Return where the samples of a leg lie."""
    return f"{SAMPLES}/{activity_id}-{leg_index + 1}.{ending}"


def original_place(sha256: str, kind: str) -> str:
    """Return where an original lies, byte for byte as it was imported."""
    return f"{ORIGINALS}/{sha256[:2]}/{sha256}.{_ENDINGS.get(kind, 'bin')}"


def original_hash(place: str) -> str | None:
    """Return the hash that the place of an original names, None for other places."""
    folder, _, name = place.rpartition("/")
    return name.partition(".")[0] if folder.startswith(f"{ORIGINALS}/") else None


_ENDINGS: Final = {
    "fit": "fit",
    "gpx": "gpx",
    "tcx": "tcx",
    "apple_health": "xml",
    "polar_xml": "xml",
    "polar_export": "json",
    "suunto_export": "json",
    "goldencheetah": "json",
    "running_page": "json",
    "garmin_export": "json",
    "strava_streams": "json",
    "strava_export": "csv",
    "activity_list": "csv",
    "diary": "csv",
}
"""Endings by which other programs know the formats."""
