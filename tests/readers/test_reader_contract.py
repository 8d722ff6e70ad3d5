"""The contract of every reader, held for each registered format on the same kinds of input."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import timedelta

import numpy as np
import pytest

from backstride.domain.activity import Activity, Leg
from backstride.domain.problem import Severity
from backstride.domain.stream import CHANNELS
from backstride.readers.reading import Outcome, Reading
from backstride.readers.registry import FORMATS, Format, read
from backstride.synth import (
    apple_oddities,
    export_oddities,
    fit_oddities,
    form_oddities,
    table_oddities,
    watch_oddities,
    xml_oddities,
)
from backstride.text.catalogue import load_catalogue
from tests.readers.reading_facts import all_problems

GARBAGE = {
    "nothing": b"",
    "one byte": b"\x00",
    "zeros": bytes(1000),
    "noise": np.random.default_rng(7).bytes(4000),
    "text": b"not a recording at all\n" * 20,
    "open tag": b"<",
    "fit signature only": b"\x0e\x10\x00\x00\x00\x00\x00\x00.FIT\x00\x00",
    "empty gpx": b"<gpx/>",
    "empty tcx": b"<TrainingCenterDatabase/>",
}


def fixtures() -> dict[str, bytes]:
    fit = {name: odd.content for name, odd in fit_oddities.oddities().items()}
    made = (
        xml_oddities,
        apple_oddities,
        watch_oddities,
        export_oddities,
        table_oddities,
        form_oddities,
    )
    return {name: data for one in made for name, data in one.oddities().items()} | fit


FIXTURES = fixtures()


@pytest.fixture(params=FORMATS, ids=lambda known: known.name)
def known(request: pytest.FixtureRequest) -> Format:
    assert isinstance(request.param, Format)
    return request.param


def own_fixtures(known: Format) -> Iterator[tuple[str, bytes]]:
    for name, data in FIXTURES.items():
        if known.recognises(data[:65536]):
            yield name, data


def hold(reading: Reading) -> None:
    """Check everything a reading promises."""
    assert isinstance(reading, Reading)
    assert "registry.reader_fault" not in [problem.code for problem in reading.problems]
    assert bool(reading.activities) == (reading.outcome is Outcome.ACTIVITIES)
    if reading.outcome is Outcome.FAILED:
        assert reading.problems
        assert reading.problems[-1].severity in {Severity.LOST, Severity.REFUSED}
    catalogue = load_catalogue("en")
    for problem in all_problems(reading):
        assert problem.code in catalogue.problems, problem.code
        assert catalogue.tell(problem)
    for activity in reading.activities:
        hold_activity(activity)


def hold_activity(activity: Activity) -> None:
    assert activity.legs
    starts = [leg.start for leg in activity.legs]
    assert starts == sorted(starts)
    for leg in activity.legs:
        assert leg.start.utcoffset() == timedelta(0)
        for name in ("elapsed_s", "timer_s", "moving_s", "distance_m", "ascent_m", "descent_m"):
            value = getattr(leg, name)
            assert value is None or (math.isfinite(value) and value >= 0.0), (name, value)
        hold_stream(leg)


def hold_stream(leg: Leg) -> None:
    if leg.stream is None:
        return
    time_s = leg.stream.time_s
    assert time_s.size > 0
    assert np.isfinite(time_s).all()
    assert np.all(np.diff(time_s) >= 0.0)
    for name, channel in leg.stream.channels.items():
        assert name in CHANNELS or name.startswith("dev:"), name
        assert channel.values.shape == time_s.shape
        assert channel.values.dtype == np.float64
        assert not np.isinf(channel.values).any()
        assert channel.source
    latitude = leg.stream.values("latitude_deg")
    assert latitude is None or np.nanmax(np.abs(latitude)) <= 90.0


def test_every_format_has_fixtures(known: Format) -> None:
    assert len(list(own_fixtures(known))) >= 5


def test_every_fixture_gives_a_sound_reading(known: Format) -> None:
    for _, data in own_fixtures(known):
        reading = known.read(data)

        hold(reading)
        assert reading.format == known.name


def test_reading_twice_gives_the_same(known: Format) -> None:
    name, data = next(own_fixtures(known))

    first, second = known.read(data), known.read(data)
    assert first.problems == second.problems, name
    assert [found.start for found in first.activities] == [
        found.start for found in second.activities
    ]


@pytest.mark.parametrize("name", GARBAGE)
def test_garbage_gives_a_value(known: Format, name: str) -> None:
    reading = known.read(GARBAGE[name])

    hold(reading)
    assert reading.outcome is not Outcome.ACTIVITIES
    hold(read(GARBAGE[name]))


def test_a_file_cut_anywhere_gives_a_value(known: Format) -> None:
    _, data = next(own_fixtures(known))

    for end in np.linspace(0, len(data), 40).astype(int):
        hold(known.read(data[: int(end)]))


def test_no_format_takes_the_file_of_another() -> None:
    for name, data in FIXTURES.items():
        takers = [known.name for known in FORMATS if known.recognises(data[:65536])]
        assert len(takers) <= 1, name
