"""Save a prepared activity with its doses."""

from __future__ import annotations

from backstride.readers.registry import READERS_VERSION
from backstride.store import activities, reading_versions
from backstride.store.store import Transaction
from backstride.workflows.derive_load import Deriver
from backstride.workflows.prepare_content import PreparedActivity


def save_prepared(
    tx: Transaction,
    prepared: PreparedActivity,
    origin: activities.Origin | None,
    deriver: Deriver,
    *,
    batch_id: int | None = None,
) -> activities.SavedActivity:
    """Save an activity and its doses.

    Parameters
    ----------
    tx : Transaction
        May write.
    prepared : PreparedActivity
        Ready to be saved.
    origin : Origin or None
        Where it came from; None for a run added by hand.
    deriver : Deriver
        Knows the reference in force.
    batch_id : int, optional
        The import that brought it.
    """
    saved = activities.save(
        tx,
        prepared.activity,
        utc_offset_s=prepared.utc_offset_s,
        offset_source=prepared.offset_source,
        local_date=prepared.day,
        origins=() if origin is None else (origin,),
        batch_id=batch_id,
        packed=prepared.packed,
    )
    if origin is not None:
        reading_versions.save(tx, saved.id, READERS_VERSION)
    deriver.keep(tx, prepared, saved.leg_ids)
    return saved
