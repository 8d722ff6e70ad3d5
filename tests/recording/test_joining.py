"""One run from several recordings: every channel from where it is known best."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from backstride.domain.activity import Activity, Leg, Sport
from backstride.domain.stream import Channel, Stream
from backstride.recording.joining import join
from tests.recording.made_twins import NOON, recorded


def values(activity: Activity, name: str) -> np.ndarray:
    stream = activity.legs[0].stream
    assert stream is not None
    found = stream.values(name)
    assert found is not None
    return found


def test_a_channel_that_only_the_other_knows_is_taken() -> None:
    watch = recorded("distance_m", "speed_mps", "cadence_spm")
    strap = recorded("heart_rate_bpm")
    joined = join(watch, [strap])
    assert joined.taken == ("heart_rate_bpm",)
    assert np.array_equal(
        values(joined.activity, "heart_rate_bpm"), values(strap, "heart_rate_bpm")
    )
    assert joined.activity.problems[-1].code == "recording.joined"


def test_a_recording_that_knows_everything_is_left_as_it_is() -> None:
    rich = recorded("distance_m", "speed_mps", "heart_rate_bpm")
    joined = join(rich, [recorded("distance_m"), recorded("heart_rate_bpm", "distance_m")])
    assert joined.taken == ()
    assert joined.activity is rich


def test_a_channel_that_failed_halfway_is_taken_from_the_other() -> None:
    broken = values(recorded("heart_rate_bpm"), "heart_rate_bpm").copy()
    broken[100:] = np.nan
    lead = with_channel(recorded("distance_m"), "heart_rate_bpm", broken)
    joined = join(lead, [recorded("heart_rate_bpm")])
    assert np.isfinite(values(joined.activity, "heart_rate_bpm")).all()


def test_a_few_missing_values_are_no_reason_to_change_the_device() -> None:
    nearly = values(recorded("heart_rate_bpm"), "heart_rate_bpm") + 1.0
    nearly[:20] = np.nan
    lead = with_channel(recorded("distance_m"), "heart_rate_bpm", nearly)
    assert join(lead, [recorded("heart_rate_bpm")]).taken == ()


def test_clocks_are_laid_over_one_another() -> None:
    strap = recorded("heart_rate_bpm", later_s=-120.0, n_sample=900)
    joined = join(recorded("distance_m"), [strap]).activity
    found, known = values(joined, "heart_rate_bpm"), values(strap, "heart_rate_bpm")
    assert np.array_equal(found, known[120:720])


def test_what_the_other_did_not_see_stays_unknown() -> None:
    short = recorded("heart_rate_bpm", n_sample=300)
    found = values(join(recorded("distance_m"), [short]).activity, "heart_rate_bpm")
    assert np.isfinite(found[:300]).all()
    assert np.isnan(found[310:]).all()


def test_distance_and_speed_come_from_one_device() -> None:
    treadmill = with_channel(recorded("cadence_spm"), "speed_mps", np.full(600, np.nan))
    joined = join(treadmill, [recorded("distance_m", "speed_mps")])
    assert set(joined.taken) == {"distance_m", "speed_mps"}


def test_a_list_tells_the_distance_that_a_recording_lacks() -> None:
    row = recorded(distance_m=1800.0, ascent_m=12.0)
    joined = join(recorded("heart_rate_bpm"), [row])
    (leg,) = joined.activity.legs
    assert (leg.distance_m, leg.ascent_m, joined.taken) == (1800.0, 12.0, ("distance_m",))


def test_a_recording_with_its_own_distance_keeps_it() -> None:
    lead = recorded("distance_m", distance_m=1797.0)
    assert join(lead, [recorded(distance_m=2000.0)]).taken == ()


def test_the_sport_comes_from_who_says_one() -> None:
    unnamed = recorded("distance_m", distance_m=1797.0)
    leg = replace(unnamed.legs[0], sport=Sport.UNKNOWN)
    joined = join(replace(unnamed, legs=(leg,)), [recorded(distance_m=1800.0)])
    assert joined.activity.legs[0].sport is Sport.RUNNING


def test_each_leg_of_a_multisport_recording_finds_its_own() -> None:
    ride = replace(recorded("distance_m", distance_m=1.0).legs[0], sport=Sport.CYCLING)
    run = recorded("distance_m", later_s=1000.0, distance_m=1.0).legs[0]
    strap = recorded("heart_rate_bpm", later_s=1000.0)
    other = Activity((Leg(Sport.CYCLING, NOON, elapsed_s=600.0), strap.legs[0]))
    legs = join(Activity((ride, run)), [other]).activity.legs
    assert [leg.stream is not None and "heart_rate_bpm" in leg.stream.channels for leg in legs] == [
        False,
        True,
    ]


@pytest.mark.parametrize("n_sample", [0, 1])
def test_a_recording_of_no_length_adds_nothing(n_sample: int) -> None:
    bare = recorded("heart_rate_bpm", n_sample=n_sample)
    assert join(recorded("distance_m"), [bare]).taken == ()


def with_channel(activity: Activity, name: str, found: np.ndarray) -> Activity:
    (leg,) = activity.legs
    assert leg.stream is not None
    channels = {**leg.stream.channels, name: Channel(found, "unit")}
    return replace(activity, legs=(replace(leg, stream=Stream(leg.stream.time_s, channels)),))
