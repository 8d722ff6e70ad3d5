"""Take over what the runner corrected in an account: the table says it, the file does not."""

from __future__ import annotations

from typing import Final

from backstride.domain.activity import Leg, Sport
from backstride.recording.correcting import Change, SetDistance, SetSport
from backstride.recording.likeness import Footprint
from backstride.store import corrections, recordings
from backstride.store.store import Transaction
from backstride.workflows.prepare_content import PreparedActivity

OTHER_LENGTH: Final = 0.01
"""Share by which a length in a table must differ to be another one: tables round. Own choice."""

_SAYS_LITTLE: Final = frozenset({Sport.UNKNOWN, Sport.OTHER})


def correct_from_table(
    tx: Transaction, row: PreparedActivity, recording_id: str, *, table: str, batch_id: int
) -> None:
    """Note as corrections what a row says otherwise than its recording.

    Parameters
    ----------
    tx : Transaction
        May write.
    row : PreparedActivity
        The row as an activity.
    recording_id : str
        The recording that it is about.
    table : str
        What the table was called; it is who made the correction.
    batch_id : int
        The import that brought the table; undone with it.
    """
    (recorded,) = recordings.find(tx, [recording_id])
    if len(recorded.footprint.sports) != 1 or len(row.activity.legs) != 1:
        return
    changes = _differences(row.activity.legs[0], recorded.footprint)
    if any(isinstance(one, SetDistance) for one in changes):
        outdoors = recordings.has_positions(tx, recording_id)
        changes = [one for one in changes if not (outdoors and isinstance(one, SetDistance))]
    if not changes:
        return
    known = {(one.kind, str(one.params)) for one in corrections.find(tx, [recording_id])}
    for change in changes:
        kind, params = corrections.change_to_document(change)
        if (kind, str(params)) not in known:
            corrections.save(tx, recording_id, kind, params, who=table, batch_id=batch_id)


def _differences(said: Leg, recorded: Footprint) -> list[Change]:
    """Return what a row says otherwise: the sport, the distance.

    The distance counts for a run without positions only: outdoors a service computes it anew from
    the same positions, which is no correction.
    """
    changes: list[Change] = []
    if said.sport not in _SAYS_LITTLE and said.sport not in recorded.sports:
        changes.append(SetSport(said.sport, said.sub_sport or None))
    if not said.distance_m or not recorded.distance_m:
        return changes
    if abs(said.distance_m / recorded.distance_m - 1.0) > OTHER_LENGTH:
        changes.append(SetDistance(said.distance_m))
    return changes
