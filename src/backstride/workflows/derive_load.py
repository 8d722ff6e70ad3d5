"""Use case: derive form and load of legs, against the runner's reference of the day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final, cast

from backstride.domain.activity import Sport
from backstride.domain.dose import RunDose
from backstride.domain.errors import StoreDamaged
from backstride.domain.gait import Gait
from backstride.domain.reference import EasyRunReference, PastRun, ReferenceOrigin
from backstride.domain.runner import Runner
from backstride.gait.limits import GAIT_VERSION
from backstride.gait.summarise import summarise_leg
from backstride.load.dose import LOAD_VERSION, estimate_dose
from backstride.load.reference import (
    reference_before_history,
    reference_from_history,
    with_typical_day,
)
from backstride.store import activities, doses, legs, settings
from backstride.store.store import Transaction
from backstride.workflows.daily_load import doses_by_day
from backstride.workflows.prepare_content import Context, PreparedActivity
from backstride.workflows.results import Progress, no_progress
from backstride.workflows.wiring import Desk

REFERENCE_SETTING: Final = "easy_run_reference"
"""Setting under which the frozen reference lies."""

TRY_EVERY: Final = 10
"""New recordings after which it is tried again to freeze a reference from history."""

MOST_PENDING: Final = 60
"""Newest runs from which a reference is made; until it is frozen the form of up to twice as many
recordings is held in memory, about 30 MB."""

ON_FOOT: Final = (Sport.RUNNING, Sport.WALKING, Sport.HIKING)
"""Sports whose dose depends on the reference."""


@dataclass(frozen=True, slots=True)
class _Pending:
    """A leg that was measured against a reference that is not the runner's own yet."""

    leg_id: int
    day: date
    gait: Gait
    dose: RunDose


class Deriver:
    """Derives legs one by one, and freezes the runner's own reference once there is enough.

    Parameters
    ----------
    desk : Desk
        Open.
    runner : Runner
        Profile in force.
    """

    def __init__(self, desk: Desk, runner: Runner) -> None:
        self.desk = desk
        self.runner = runner
        with desk.store.reading() as tx:
            self.reference = find_reference(tx, runner)
        self._pending: list[_Pending] = []
        self._n_recorded: int | None = None
        self._n_tried = 0

    @property
    def is_frozen(self) -> bool:
        """Whether the reference is the runner's own."""
        return self.reference.origin is ReferenceOrigin.HISTORY

    @property
    def context(self) -> Context:
        """What deriving needs to know at this moment."""
        return Context(self.runner, self.reference)

    def keep(self, tx: Transaction, prepared: PreparedActivity, leg_ids: tuple[int, ...]) -> None:
        """Save the dose of every leg of an activity.

        Parameters
        ----------
        tx : Transaction
            May write.
        prepared : PreparedActivity
            Derived already, maybe against an earlier reference.
        leg_ids : tuple of int
            Rows of its legs, in order.
        """
        if not self.is_frozen:
            self._try_now_and_then(tx)
        legs_of_it = zip(prepared.activity.legs, leg_ids, prepared.derived, strict=True)
        for leg, leg_id, derived in legs_of_it:
            dose, gait = derived.dose, derived.gait
            if gait is not None and derived.reference != self.reference.name:
                dose = estimate_dose(gait, self.reference)
            doses.save(tx, leg_id, dose)
            if gait is not None and not self.is_frozen and leg.sport in ON_FOOT:
                self._pending.append(_Pending(leg_id, prepared.day, gait, dose))
                self._n_recorded = (self._n_recorded or 0) + 1

    def settle(self, progress: Progress = no_progress) -> int:
        """Derive again what was derived otherwise, and return how many legs that were.

        The first runs of a runner are measured against a reference of the population; once her
        own is frozen they are measured again, so that all of her runs share one unit.
        """
        if self._pending and not self.is_frozen:
            with self.desk.store.transaction() as tx:
                self._try_to_freeze(tx)
        version = " ".join((GAIT_VERSION, LOAD_VERSION, self.reference.name))
        with self.desk.store.reading() as tx:
            stale = doses.find_stale(tx, version, sports=ON_FOOT)
        for done, activity_id in enumerate(dict.fromkeys(found for found, _ in stale)):
            progress(done, len(stale), activity_id)
            self._derive_again(activity_id)
        self._freeze_typical_day()
        return len(stale)

    def _derive_again(self, activity_id: str) -> None:
        with self.desk.store.transaction() as tx:
            activity = activities.load(tx, activity_id)
            for leg, leg_id in zip(activity.legs, legs.find_ids(tx, activity_id), strict=True):
                dose = estimate_dose(summarise_leg(leg, self.runner), self.reference)
                doses.save(tx, leg_id, dose)

    def _try_now_and_then(self, tx: Transaction) -> None:
        """Try before a recording comes: it is known by then which ones before are of one run."""
        if self._n_recorded is None:
            self._n_recorded = self._recall()
        if self._n_recorded % TRY_EVERY == 0 and self._n_recorded != self._n_tried:
            self._n_tried = self._n_recorded
            self._try_to_freeze(tx)
        elif len(self._pending) >= 2 * MOST_PENDING:
            self._forget_twins(tx)

    def _recall(self) -> int:
        """Bring back what earlier imports left pending; return how many legs they recorded.

        An import that was cut short goes on as if nothing had happened: the reference is frozen
        at the same recording, from the same runs.
        """
        with self.desk.store.reading() as tx:
            known = doses.find_first_recorded(tx, sports=ON_FOOT, newest=MOST_PENDING)
            for leg_id, activity_id in known.items():
                with suppress(StoreDamaged):  # the check of the store tells of it
                    self._pending += self._read_again(tx, activity_id, leg_id)
            return doses.count_recorded(tx, sports=ON_FOOT)

    def _read_again(self, tx: Transaction, activity_id: str, leg_id: int) -> Iterator[_Pending]:
        activity = activities.load(tx, activity_id)
        offset_s, _ = activities.find_placement(tx, activity_id)
        for leg, its_id in zip(activity.legs, legs.find_ids(tx, activity_id), strict=True):
            dose = doses.find(tx, leg_id) if its_id == leg_id else None
            if dose is not None:
                gait = summarise_leg(leg, self.runner)
                yield _Pending(leg_id, activity.local_date(offset_s), gait, dose)

    def _forget_twins(self, tx: Transaction) -> None:
        """Leave of each run its first recording, and of those the newest."""
        firsts = doses.find_first_recorded(tx, sports=ON_FOOT, newest=MOST_PENDING)
        self._pending = [pending for pending in self._pending if pending.leg_id in firsts]

    def _try_to_freeze(self, tx: Transaction) -> None:
        self._forget_twins(tx)
        past = [_past_run(pending) for pending in self._pending if _tells_pace(pending)]
        made = reference_from_history(past, self.runner, made_on=self.desk.today())
        if made is None:
            return
        self.reference = made
        settings.put(tx, REFERENCE_SETTING, as_document(made))
        for pending in self._pending:
            doses.save(tx, pending.leg_id, estimate_dose(pending.gait, made))
        self._pending = []

    def _freeze_typical_day(self) -> None:
        if not self.is_frozen or self.reference.typical_day_easy_km is not None:
            return
        with self.desk.store.transaction() as tx:
            self.reference = with_typical_day(self.reference, doses_by_day(tx))
            settings.put(tx, REFERENCE_SETTING, as_document(self.reference))


def find_reference(tx: Transaction, runner: Runner) -> EasyRunReference:
    """Return the frozen reference, or the one to use before there is enough history."""
    document = settings.get(tx, REFERENCE_SETTING)
    if document is None:
        return reference_before_history(runner)
    return from_document(cast("dict[str, Any]", document))


def as_document(reference: EasyRunReference) -> dict[str, Any]:
    """Return a reference as the store keeps it."""
    made_on = reference.made_on
    return {
        **asdict(reference),
        "origin": reference.origin.value,
        "made_on": None if made_on is None else made_on.isoformat(),
    }


def from_document(document: dict[str, Any]) -> EasyRunReference:
    """Return a reference that the store kept."""
    made_on = document["made_on"]
    return EasyRunReference(
        **{
            **document,
            "origin": ReferenceOrigin(document["origin"]),
            "made_on": None if made_on is None else date.fromisoformat(made_on),
        }
    )


def _tells_pace(pending: _Pending) -> bool:
    gait = pending.gait
    return gait.sport is Sport.RUNNING and bool(pending.dose.gait.moving_s) and gait.distance_m > 0


def _past_run(pending: _Pending) -> PastRun:
    gait, summary = pending.gait, pending.dose.gait
    return PastRun(
        day=pending.day,
        distance_m=gait.distance_m,
        moving_s=summary.moving_s or 0.0,
        cadence_ratio=gait.cadence_ratio if gait.cadence_measured else None,
        contact_source=gait.contact_source,
        force_offset_bw=gait.force_offset_bw if gait.contact_measured else None,
        walk_share=summary.walk_share,
        ascent_m=gait.ascent_m,
    )
