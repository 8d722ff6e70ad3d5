"""Small files of every format for the fuzzer to begin with: short ones are run more often."""

from __future__ import annotations

from typing import Final

from backstride.synth import (
    export_oddities,
    form_oddities,
    table_oddities,
    watch_oddities,
    xml_oddities,
)
from backstride.synth.apple_oddities import old_totals, two_sources
from backstride.synth.archive_oddities import gzipped, nested_zip, zipped
from backstride.synth.fit_odd_apps import stryd_beside_native
from backstride.synth.fit_oddities import oddities as fit_oddities
from backstride.synth.fit_recipe import plain_records, whole_run
from backstride.synth.form_oddities import as_acceleration, as_mot, as_trc
from backstride.synth.made_stride import Stride, joint_places, knee_angles, sacral_force_g
from backstride.synth.xml_writer import write_gpx, write_tcx

LONGEST: Final = 20_000
"""Seeds beyond this are left out: a mutation of a long file says little. [B]"""


def seeds_of(family: str) -> list[bytes]:
    """Return the seeds of one family of readers, shortest first."""
    return sorted({one for one in _MAKERS[family]() if len(one) <= LONGEST}, key=len)


def _fit() -> list[bytes]:
    short = whole_run(plain_records(12))
    return [
        short,
        short + short,
        stryd_beside_native(),
        *(o.content for o in fit_oddities().values()),
    ]


def _xml() -> list[bytes]:
    run = xml_oddities.example_run(n_point=8)
    polar = watch_oddities.oddities()
    return [
        write_gpx(run),
        write_tcx([run, run]),
        xml_oddities.oddities()["treadmill-totals-only.gpx"],
        polar["polar.xml"],
    ]


def _apple() -> list[bytes]:
    return [old_totals(), two_sources()]


def _json() -> list[bytes]:
    made = watch_oddities.oddities() | export_oddities.oddities()
    return [data for name, data in made.items() if name.endswith(".json")]


def _tables() -> list[bytes]:
    head = b"date,load,leg_morning,leg_evening,no_run_reason\n"
    diary = head + b"2026-03-01,5,3,4,\n2026-03-02,0,7/10,,planned\n"
    return [diary, *table_oddities.oddities().values()]


def _archives() -> list[bytes]:
    run = write_gpx(xml_oddities.example_run(n_point=4))
    two = zipped({"a.gpx": run, "b/c.csv": b"date,km\n"})
    return [two, gzipped(run), gzipped(gzipped(run)), nested_zip(2, run), zipped({"x.zip": two})]


def _form() -> list[bytes]:
    time, places = joint_places(Stride(), length_s=4.0)
    bend = knee_angles(places)
    few = slice(0, 12)
    at, force = sacral_force_g(Stride())
    return [
        as_trc(time[few], {name: place[few] for name, place in places.items()}),
        as_mot(time[few], {"Right knee": bend["R"][few], "Left knee": bend["L"][few]}),
        as_acceleration(at[few], force[few], header="time,ax,ay,az"),
        as_acceleration(1000.0 * at[few], force[few], header="Time (ms);Accel X;Accel Y;Accel Z"),
        form_oddities.oddities()["form-no-rows.mot"],
        form_oddities.oddities()["form-header-only.trc"],
    ]


_MAKERS: Final = {
    "archives": _archives,
    "apple": _apple,
    "xml": _xml,
    "json": _json,
    "tables": _tables,
    "form": _form,
    "fit": _fit,
}

FAMILIES: Final = tuple(_MAKERS)
