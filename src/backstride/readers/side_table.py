"""What an export says beside its recordings: rows about members.

A row never decodes a member and no reader looks for one. Every row is also an activity of the
same reading, known by its totals: the import uses that activity where the recording is missing,
and joins the row with the recording where it is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Role(Enum):
    """What the members named by a row are to its activity."""

    RECORDING = "recording"
    """The member is the recording; the row knows its sport and totals (Strava)."""
    ROUTE = "route"
    """The member holds only the positions; the row's activity holds the rest (Apple Health)."""


@dataclass(frozen=True, slots=True)
class SideRow:
    """What a table says about files that lie beside it.

    Parameters
    ----------
    part : int
        Which of `Reading.activities` the row is about.
    members : tuple of str
        Names of the files, with forward slashes, relative to the folder of the table.
    role : Role
        What they are.
    where : str
        Place of the row: ``row 12``.
    """

    part: int
    members: tuple[str, ...]
    role: Role = Role.RECORDING
    where: str = ""


def beside(table: str, member: str) -> str:
    """Return the unit name of a member that a table names.

    Parameters
    ----------
    table : str
        Unit name of the table: ``export.zip!a/activities.csv``, ``folder/activities.csv``,
        ``export.zip!apple_health_export/export.xml#7``.
    member : str
        As in `SideRow.members`.
    """
    folder_end = max(table.rfind("/"), table.rfind("!")) + 1
    return f"{table[:folder_end]}{member}"
