"""Use case: derive everything again from the originals, when readers or formulas have changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from backstride.domain.errors import StoreDamaged
from backstride.gait.limits import GAIT_VERSION
from backstride.load.dose import LOAD_VERSION
from backstride.readers.member import Member
from backstride.readers.registry import READERS_VERSION
from backstride.store import doses, judgements, originals, origins, reading_versions
from backstride.store.store import Transaction
from backstride.workflows.derive_load import ON_FOOT, Deriver, find_reference
from backstride.workflows.prepare_content import prepare
from backstride.workflows.results import Progress, no_progress
from backstride.workflows.save_prepared import save_prepared
from backstride.workflows.settle_duplicates import settle_all
from backstride.workflows.wiring import Desk


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What became of one original.

    Parameters
    ----------
    sha256 : str
        Its name.
    unit : str
        What the file was called.
    n_activity : int
        Activities made anew; ids, notes and links stay.
    n_lost : int
        Activities that this version can no longer read; they were left as they were.
    """

    sha256: str
    unit: str
    n_activity: int
    n_lost: int


@dataclass(frozen=True, slots=True)
class Stale:
    """What this version would make otherwise than it stands.

    Parameters
    ----------
    n_recording : int
        Recordings read by other readers.
    n_leg : int
        Legs whose form and load were derived by other formulas, or against another reference.
    n_pair : int
        Pairs of recordings that were judged by another rule.
    """

    n_recording: int
    n_leg: int
    n_pair: int

    @property
    def any(self) -> bool:
        """Whether a rebuild would change anything."""
        return bool(self.n_recording or self.n_leg or self.n_pair)


def find_stale(desk: Desk) -> Stale:
    """Return how much was made by another version; nothing is changed."""
    with desk.store.reading() as tx:
        reference = find_reference(tx, desk.runner())
        version = " ".join((GAIT_VERSION, LOAD_VERSION, reference.name))
        return Stale(
            n_recording=reading_versions.count_stale(tx, READERS_VERSION),
            n_leg=len(doses.find_stale(tx, version, sports=ON_FOOT)),
            n_pair=judgements.count_stale(tx),
        )


def rebuild(desk: Desk, *, progress: Progress = no_progress) -> Iterator[Rebuilt]:
    """Read every original again and derive form and load anew, one transaction each.

    What was deleted or taken back stays so; an activity keeps its id; what the runner corrected or
    decided is applied to what is read anew. Stopped in the middle, the store holds some activities
    of the new version and some of the old, each whole.

    Parameters
    ----------
    desk : Desk
        Open.
    progress : Progress
        Told of every original.

    Yields
    ------
    Rebuilt
        For every original; already saved when it is yielded.
    """
    deriver = Deriver(desk, desk.runner())
    with desk.store.reading() as tx:
        hashes = origins.find_hashes(tx)
    for done, sha256 in enumerate(hashes):
        progress(done, len(hashes), sha256[:12])
        with desk.store.transaction() as tx:
            yield _rebuild_one(tx, sha256, deriver)
    progress(len(hashes), len(hashes), "")
    deriver.settle(progress)
    with desk.store.transaction() as tx:
        settle_all(tx, deriver.context)
    deriver.settle(progress)
    # Brings signal processing along that looking for stale records does without.
    from backstride.workflows.keep_form import read_again  # noqa: PLC0415

    read_again(desk)


def rebuild_original(desk: Desk, sha256: str) -> Rebuilt:
    """Read one original again and derive its activities anew.

    Parameters
    ----------
    desk : Desk
        Open.
    sha256 : str
        Its name.
    """
    deriver = Deriver(desk, desk.runner())
    with desk.store.transaction() as tx:
        return _rebuild_one(tx, sha256, deriver)


def _rebuild_one(tx: Transaction, sha256: str, deriver: Deriver) -> Rebuilt:
    parts = origins.find_origins(tx, sha256)
    unit = parts[0].unit.split("#")[0] if parts else ""
    try:
        content = Member(unit, "", originals.load(tx, sha256))
    except StoreDamaged:  # one original that is gone must not keep the others from being read
        return Rebuilt(sha256, unit, 0, len(parts))
    found = prepare(content, deriver.context).activities
    there = [origin for origin in parts if origin.part < len(found)]
    for origin in there:
        save_prepared(tx, found[origin.part], origin, deriver)
    return Rebuilt(sha256, unit, len(there), len(parts) - len(there))
