"""Take over what the runner corrected in an account: the table says it, the file does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from backstride.domain.activity import Leg, Sport
from backstride.recording.correcting import Change, SetDistance, SetSport
from backstride.store import activities, corrections, recordings
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
    recorded = activities.load(tx, recording_id, channels=())
    if len(recorded.legs) != 1 or len(row.activity.legs) != 1:
        return
    has_positions = recordings.has_positions(tx, recording_id)
    changes = _differences(row.activity.legs[0], recorded.legs[0], has_positions=has_positions)
    known = {(one.kind, str(one.params)) for one in corrections.find(tx, [recording_id])}
    for change in changes:
        kind, params = corrections.change_to_document(change)
        if (kind, str(params)) not in known:
            corrections.save(tx, recording_id, kind, params, who=table, batch_id=batch_id)


def _differences(said: Leg, recorded: Leg, *, has_positions: bool) -> Iterator[Change]:
    """Yield what a row says otherwise: the sport, and the distance of a run without positions.

    Outdoors a service computes the distance anew from the same positions: that is no correction.
    """
    if said.sport not in _SAYS_LITTLE and said.sport is not recorded.sport:
        yield SetSport(said.sport, said.sub_sport or None)
    if has_positions or not said.distance_m or not recorded.distance_m:
        return
    if abs(said.distance_m / recorded.distance_m - 1.0) > OTHER_LENGTH:
        yield SetDistance(said.distance_m)
