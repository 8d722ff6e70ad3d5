"""Running dynamics and developer fields: which value wins, what is kept, in which unit."""

from __future__ import annotations

import numpy as np
import pytest

from backstride.domain.activity import Leg, Sport
from backstride.readers.fit import read_fit
from backstride.readers.reading import Reading
from backstride.synth.fit_oddities import oddities
from backstride.synth.fit_recipe import N_RECORD
from tests.readers.reading_facts import codes, n_finite, only_leg, stream_of

ODD = oddities()


def reading_of(name: str) -> Reading:
    return read_fit(ODD[name].content)


def leg_of(name: str) -> Leg:
    return only_leg(reading_of(name))


def mean(leg: Leg, channel: str) -> float:
    return float(np.nanmean(stream_of(leg).channels[channel].values))


def test_partial_running_dynamics_stay_partial() -> None:
    leg = leg_of("partial_running_dynamics")

    assert n_finite(leg, "contact_ms") == 110
    assert n_finite(leg, "cadence_spm") == N_RECORD


def test_stryd_alone_fills_the_known_channels_in_their_units() -> None:
    leg = leg_of("stryd_alone")
    channels = stream_of(leg).channels

    assert channels["vertical_oscillation_mm"].source == "developer:Vertical Oscillation"
    assert mean(leg, "vertical_oscillation_mm") == pytest.approx(65.3, abs=0.1)
    assert mean(leg, "contact_ms") == pytest.approx(240.0, abs=0.5)
    assert mean(leg, "cadence_spm") == pytest.approx(168.0)
    assert channels["dev:0:Leg Spring Stiffness"].unit == "kN/m"


def test_the_watch_wins_over_stryd_and_both_are_kept() -> None:
    leg = leg_of("stryd_beside_native")
    channels = stream_of(leg).channels

    assert channels["vertical_oscillation_mm"].source == "native"
    assert mean(leg, "vertical_oscillation_mm") == pytest.approx(90.0, abs=0.1)
    assert mean(leg, "dev:0:Vertical Oscillation") == pytest.approx(6.53, abs=0.01)
    assert channels["dev:0:Vertical Oscillation"].unit == "Centimeters"


def test_developer_cadence_in_steps_is_not_doubled() -> None:
    assert mean(leg_of("developer_cadence_in_steps"), "cadence_spm") == pytest.approx(168.0)


def test_developer_fields_without_a_name_are_kept_by_number() -> None:
    channels = stream_of(leg_of("unnamed_developer_fields")).channels

    assert {"dev:0:field_1", "dev:0:field_7"} <= set(channels)


def test_developer_fields_of_one_name_are_all_kept() -> None:
    channels = stream_of(leg_of("repeated_developer_names")).channels

    first = {name: channels[name].values[0] for name in channels if name.startswith("dev:")}

    assert first == {"dev:0:Heat": 4.0, "dev:0:Heat#5": 5.0, "dev:0:Heat#6": 6.0}


def test_a_developer_field_that_nothing_describes_is_told() -> None:
    assert codes(reading_of("undescribed_developer_field")) == ["fit.developer_undescribed"]


def test_a_developer_index_used_twice_means_what_each_sport_says() -> None:
    (activity,) = reading_of("multisport_reused_index").activities
    ride, run = activity.legs

    assert (ride.sport, run.sport) == (Sport.CYCLING, Sport.RUNNING)
    assert n_finite(ride, "dev:0:Gear") == n_finite(run, "dev:0:Power") == 300
    assert "dev:0:Power" not in stream_of(ride).channels
    assert mean(run, "power_w") == pytest.approx(251.0)


def test_the_second_leg_counts_its_distance_from_its_own_start() -> None:
    (activity,) = reading_of("multisport_reused_index").activities
    distance = stream_of(activity.legs[1]).channels["distance_m"].values

    assert distance[0] == pytest.approx(3.0)
    assert distance[-1] == pytest.approx(900.0)


def test_cadence_of_a_ride_is_not_doubled() -> None:
    (activity,) = reading_of("multisport_reused_index").activities

    assert mean(activity.legs[0], "cadence_spm") == pytest.approx(84.0)
    assert mean(activity.legs[1], "cadence_spm") == pytest.approx(168.0)
