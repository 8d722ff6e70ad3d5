"""Files of invented runs, and a store to bring them into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from backstride.domain.activity import Activity, Sport
from backstride.domain.stream import Channel, Stream
from backstride.synth.fit_writer import write_fit
from backstride.synth.xml_oddities import example_run
from backstride.synth.xml_writer import write_gpx, write_tcx
from backstride.workflows.daily_load import doses_by_day
from backstride.workflows.import_runs import import_paths
from backstride.workflows.list_runs import list_legs
from backstride.workflows.results import FileResult, LegRow
from backstride.workflows.wiring import Desk

MINUTES_20 = 1200


def a_run(
    *, n_point: int = MINUTES_20, sport: Sport = Sport.RUNNING, with_position: bool = True
) -> Activity:
    """A run of twenty minutes at 3 m/s."""
    return example_run(n_point=n_point, sport=sport, with_position=with_position)


def without(activity: Activity, *names: str) -> Activity:
    """The same run by a device that does not know some channels."""
    (leg,) = activity.legs
    assert leg.stream is not None
    channels = {name: one for name, one in leg.stream.channels.items() if name not in names}
    return replace(activity, legs=(replace(leg, stream=Stream(leg.stream.time_s, channels)),))


def with_values(activity: Activity, name: str, value: float) -> Activity:
    """The same run with one channel at a steady value."""
    (leg,) = activity.legs
    assert leg.stream is not None
    channel = Channel(np.full(leg.stream.n_sample, value), "unit")
    channels = {**leg.stream.channels, name: channel}
    return replace(activity, legs=(replace(leg, stream=Stream(leg.stream.time_s, channels)),))


def fit(activity: Activity) -> bytes:
    return write_fit(activity)


def gpx(activity: Activity) -> bytes:
    return write_gpx(activity)


def tcx(activity: Activity) -> bytes:
    return write_tcx([activity])


def bring(desk: Desk, folder: Path, files: Mapping[str, bytes]) -> dict[str, FileResult]:
    """Write files, import them in one go and return the results by name."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    results = import_paths(desk, [folder / name for name in files], n_worker=1)
    return {result.file.removeprefix(f"{folder.as_posix()}/"): result for result in results}


def the_run(desk: Desk) -> LegRow:
    """The one run that there is."""
    (found,) = list_legs(desk)
    return found


def easy_km(desk: Desk) -> float:
    """Load of all days together."""
    with desk.store.reading() as tx:
        return sum(day.easy_km.q50 for day in doses_by_day(tx) if day.easy_km is not None)
