"""Use case: derive form and load of legs, against the runner's reference of the day."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any, Final, cast

from backstride.domain.activity import Activity, Leg, Sport
from backstride.domain.dose import RunDose
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
from backstride.workflows.results import Progress, no_progress
from backstride.workflows.wiring import Desk

REFERENCE_SETTING: Final = "easy_run_reference"
"""Setting under which the frozen reference lies."""

TRY_EVERY: Final = 10
"""New runs after which it is tried again to freeze a reference from history."""

ON_FOOT: Final = (Sport.RUNNING, Sport.WALKING, Sport.HIKING)
"""Sports whose dose depends on the reference."""


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
        self._past: list[PastRun] = []

    def derive(
        self, tx: Transaction, activity: Activity, leg_ids: tuple[int, ...], day: date
    ) -> None:
        """Derive and save the dose of every leg of an activity."""
        for leg, leg_id in zip(activity.legs, leg_ids, strict=True):
            gait = summarise_leg(leg, self.runner)
            dose = estimate_dose(gait, self.reference)
            doses.save(tx, leg_id, dose)
            self._remember(day, gait, dose)
        if len(self._past) >= TRY_EVERY and len(self._past) % TRY_EVERY == 0:
            self._try_to_freeze(tx)

    def settle(self, progress: Progress = no_progress) -> int:
        """Derive again what was derived otherwise, and return how many legs that were.

        The first runs of a runner are measured against a reference of the population; once her
        own is frozen they are measured again, so that all of her runs share one unit.
        """
        self._recall()
        with self.desk.store.transaction() as tx:
            self._try_to_freeze(tx)
        version = " ".join((GAIT_VERSION, LOAD_VERSION, self.reference.name))
        with self.desk.store.reading() as tx:
            stale = doses.find_stale(tx, version, sports=ON_FOOT)
        for done, (activity_id, _) in enumerate(stale):
            progress(done, len(stale), activity_id)
            self._derive_again(activity_id)
        self._freeze_typical_day()
        return len(stale)

    def _derive_again(self, activity_id: str) -> None:
        with self.desk.store.transaction() as tx:
            activity = activities.load(tx, activity_id)
            rows = legs.find(tx, activity_id=activity_id)
            for leg, row in zip(activity.legs, rows, strict=True):
                dose = estimate_dose(summarise_leg(leg, self.runner), self.reference)
                doses.save(tx, row.leg_id, dose)

    def _remember(self, day: date, gait: Gait, dose: RunDose) -> None:
        if self.reference.origin is ReferenceOrigin.HISTORY or gait.sport is not Sport.RUNNING:
            return
        if dose.gait.moving_s and gait.distance_m > 0:
            self._past.append(_past_run(day, gait, dose))

    def _recall(self) -> None:
        """Bring back the runs of earlier imports, where the reference is still to be frozen."""
        if self.reference.origin is ReferenceOrigin.HISTORY:
            return
        self._past = []
        with self.desk.store.reading() as tx:
            for row in legs.find(tx, sports=[Sport.RUNNING]):
                leg = activities.load(tx, row.activity_id).legs[row.leg_index]
                self._remember(
                    row.local_date, summarise_leg(leg, self.runner), row.dose or RunDose()
                )

    def _try_to_freeze(self, tx: Transaction) -> None:
        if self.reference.origin is ReferenceOrigin.HISTORY:
            return
        made = reference_from_history(self._past, self.runner, made_on=self.desk.today())
        if made is not None:
            self.reference = made
            settings.put(tx, REFERENCE_SETTING, as_document(made))

    def _freeze_typical_day(self) -> None:
        if (
            self.reference.origin is not ReferenceOrigin.HISTORY
            or self.reference.typical_day_easy_km is not None
        ):
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


def _past_run(day: date, gait: Gait, dose: RunDose) -> PastRun:
    return PastRun(
        day=day,
        distance_m=gait.distance_m,
        moving_s=dose.gait.moving_s or 0.0,
        cadence_ratio=gait.cadence_ratio if gait.cadence_measured else None,
        contact_source=gait.contact_source,
        force_offset_bw=gait.force_offset_bw if gait.contact_measured else None,
        walk_share=dose.gait.walk_share,
        ascent_m=gait.ascent_m,
    )


def derive_leg(leg: Leg, runner: Runner, reference: EasyRunReference) -> RunDose:
    """Derive one leg without a store."""
    return estimate_dose(summarise_leg(leg, runner), reference)
