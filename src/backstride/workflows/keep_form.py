"""Use case: read recordings of form by other sensors, keep them, and read them again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from backstride.domain.errors import OutOfRange
from backstride.domain.form_recording import FormFound, FormKind
from backstride.domain.runner import Runner
from backstride.gait.joint_angles import form_of_angles
from backstride.gait.joint_places import form_of_places
from backstride.gait.sensor_rules import FORM_VERSION
from backstride.gait.trunk_sensor import form_of_trunk
from backstride.readers.acceleration_table import UNITS, Told, read_acceleration
from backstride.readers.motion_table import kind_of_motion, read_motion
from backstride.store import form_recordings, originals
from backstride.store.form_recordings import KeptForm
from backstride.store.run_legs import find_of_run
from backstride.workflows.name_run import name_run
from backstride.workflows.wiring import Desk

PLACES: Final = {FormKind.SACRUM.value: FormKind.SACRUM, FormKind.LUMBAR.value: FormKind.LUMBAR}
"""Where an accelerometer may sit."""


@dataclass(frozen=True, slots=True)
class Belongs:
    """What a recording belongs to.

    Parameters
    ----------
    run : str or None
        A run, as `name_run` takes it.
    day : date or None
        The runner's day; that of the run, else today, where not told.
    """

    run: str | None = None
    day: date | None = None


def read_form(data: bytes, told: dict[str, Any], runner: Runner) -> FormFound:
    """Read a recording and find form in it.

    Parameters
    ----------
    data : bytes
        The whole file; its content decides what it is.
    told : dict
        ``place``, ``unit``, ``column``, ``rate_hz`` where the runner said them.
    runner : Runner
        Height gives a scale to pictures.

    Raises
    ------
    OutOfRange
        Where a unit or a rate cannot be.
    """
    kind = kind_of_motion(data)
    if kind is FormKind.MARKERS:
        return form_of_places(read_motion(data), runner)
    if kind is FormKind.ANGLES:
        return form_of_angles(read_motion(data))
    unit, rate_hz = told.get("unit"), told.get("rate_hz")
    if unit is not None:
        unit = str(unit).strip().lower().replace("²", "2").replace("^", "")
    if unit is not None and unit not in UNITS:
        raise OutOfRange("form.unit", unit=str(unit), known=", ".join(UNITS))
    if rate_hz is not None and not 1.0 <= float(rate_hz) <= 10_000.0:
        raise OutOfRange("form.rate", rate_hz=float(rate_hz))
    place = PLACES[told.get("place", FormKind.SACRUM.value)]
    recording = read_acceleration(data, Told(unit, told.get("column"), rate_hz))
    return form_of_trunk(recording, place)


def add_form(
    desk: Desk, data: bytes, unit: str, told: dict[str, Any], *, belongs: Belongs
) -> KeptForm | FormFound:
    """Read a recording and keep it where it passes the quality gate.

    Parameters
    ----------
    desk : Desk
        Open.
    data : bytes
        The whole file.
    unit : str
        What the file is called.
    told : dict
        As `read_form` takes it.
    belongs : Belongs
        Its run or day.

    Returns
    -------
    KeptForm or FormFound
        The latter where it did not pass: nothing is kept then, and its problems say why.
    """
    with desk.store.reading() as tx:
        run_id = None if belongs.run is None else name_run(tx, belongs.run)
    found = read_form(data, told, desk.runner())
    if not found.passed:
        return found
    with desk.store.transaction() as tx:
        day = belongs.day
        if day is None and run_id is not None:
            day = find_of_run(tx, run_id)[0].local_date
        sha256 = originals.keep(tx, data, format=found.kind.value)
        kept = KeptForm("", sha256, unit, day or desk.today(), run_id, told, found)
        recording_id = form_recordings.add(tx, kept)
    return KeptForm(recording_id, sha256, unit, kept.day, run_id, told, found)


def list_form(desk: Desk, *, run: str | None = None) -> tuple[KeptForm, ...]:
    """Return the recordings that are kept, those of one run where asked."""
    with desk.store.reading() as tx:
        run_id = None if run is None else name_run(tx, run)
        return form_recordings.find(tx, run_id=run_id)


def remove_form(desk: Desk, said: str) -> KeptForm:
    """Take a recording out of sight; its original stays.

    Raises
    ------
    OutOfRange
        Where no recording or several begin with what was said.
    """
    there = list_form(desk)
    meant = [one for one in there if said.strip() and one.id.startswith(said.strip().lower())]
    if len(meant) != 1:
        raise OutOfRange("form.not_one", said=said, n=len(meant))
    with desk.store.transaction() as tx:
        form_recordings.mark_removed(tx, meant[0].id, removed=True)
    return meant[0]


def read_again(desk: Desk) -> int:
    """Find form anew in every recording of an older version; return how many that were."""
    with desk.store.reading() as tx:
        stale = [one for one in form_recordings.find(tx) if one.found.version != FORM_VERSION]
    for one in stale:
        with desk.store.transaction() as tx:
            found = read_form(originals.load(tx, one.sha256), one.told, desk.runner())
            form_recordings.replace_found(tx, one.id, found)
    return len(stale)
