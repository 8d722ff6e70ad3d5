"""Everything about one file that needs no store: read, place, derive, pack; in any process."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from backstride.domain.activity import Activity, Leg
from backstride.domain.dose import RunDose
from backstride.domain.gait import Gait
from backstride.domain.reference import EasyRunReference, ReferenceOrigin
from backstride.domain.runner import Runner
from backstride.domain.stream import Stream
from backstride.gait.summarise import summarise_leg
from backstride.load.dose import estimate_dose
from backstride.readers import registry
from backstride.readers.diary_table import DiaryReading, is_diary, read_diary
from backstride.readers.member import Member
from backstride.readers.reading import Reading
from backstride.store.packing import PackedStream, pack_original, pack_stream
from backstride.workflows.place_in_time import place


@dataclass(frozen=True, slots=True)
class Context:
    """What reading and deriving need to know of the runner.

    Parameters
    ----------
    runner : Runner
        Profile in force.
    reference : EasyRunReference
        Reference in force.
    """

    runner: Runner
    reference: EasyRunReference


@dataclass(frozen=True, slots=True)
class DerivedLeg:
    """Form and load of one leg.

    Parameters
    ----------
    gait : Gait or None
        Kept while the reference may still change; None once it is frozen.
    dose : RunDose
        Against `reference`.
    reference : str
        Name of the reference it was measured against.
    """

    gait: Gait | None
    dose: RunDose
    reference: str


@dataclass(frozen=True, slots=True)
class PreparedActivity:
    """An activity ready to be saved.

    Parameters
    ----------
    activity : Activity
        As read; its streams hold their two ends only, the samples are in `packed`.
    packed : tuple of PackedStream or None
        One per leg.
    derived : tuple of DerivedLeg
        One per leg.
    utc_offset_s : int
        Offset of the runner's clock. [s]
    offset_source : str
        How it is known.
    day : date
        The runner's day.
    """

    activity: Activity
    packed: tuple[PackedStream | None, ...]
    derived: tuple[DerivedLeg, ...]
    utc_offset_s: int
    offset_source: str
    day: date


@dataclass(frozen=True, slots=True)
class Prepared:
    """One file, read.

    Parameters
    ----------
    reading : Reading or None
        What the registry said; None for a diary table.
    diary : DiaryReading or None
        What the diary reader said.
    activities : tuple of PreparedActivity
        One per activity of the reading.
    original : bytes
        The content as originals are kept; empty where nothing is to be kept.
    """

    reading: Reading | None
    diary: DiaryReading | None
    activities: tuple[PreparedActivity, ...] = ()
    original: bytes = b""


def prepare(member: Member, context: Context) -> Prepared:
    """Read one file and derive everything that needs no store.

    Parameters
    ----------
    member : Member
        Unpacked.
    context : Context
        The runner.
    """
    if is_diary(member.data):
        return Prepared(None, read_diary(member.data), (), pack_original(member.data))
    reading = registry.read(member.data)
    activities = tuple(prepare_activity(activity, context) for activity in reading.activities)
    bare = replace(reading, activities=tuple(found.activity for found in activities))
    is_kept = activities or reading.days
    return Prepared(bare, None, activities, pack_original(member.data) if is_kept else b"")


def derive_leg(leg: Leg, context: Context) -> DerivedLeg:
    """Derive form and load of one leg."""
    gait = summarise_leg(leg, context.runner)
    reference = context.reference
    is_frozen = reference.origin is ReferenceOrigin.HISTORY
    dose = estimate_dose(gait, reference)
    return DerivedLeg(None if is_frozen else gait, dose, reference.name)


def prepare_activity(activity: Activity, context: Context) -> PreparedActivity:
    """Place, derive and pack one activity."""
    activity, offset_s, source = place(activity, zone=context.runner.zone)
    legs = activity.legs
    return PreparedActivity(
        activity=replace(activity, legs=tuple(_without_samples(leg) for leg in legs)),
        packed=tuple(None if leg.stream is None else pack_stream(leg.stream) for leg in legs),
        derived=tuple(derive_leg(leg, context) for leg in legs),
        utc_offset_s=offset_s,
        offset_source=source,
        day=activity.local_date(offset_s),
    )


def _without_samples(leg: Leg) -> Leg:
    """Leave the two ends of the time axis, which tell when the leg ended."""
    if leg.stream is None or leg.stream.n_sample < 2:
        return leg
    return replace(leg, stream=Stream(leg.stream.time_s[[0, -1]]))
