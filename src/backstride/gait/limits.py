"""Thresholds of movement: each with where it comes from."""

from __future__ import annotations

from typing import Final

import numpy as np

GAIT_VERSION: Final = "gait-5"
"""Version of every rule on this floor; kept with each value it derives."""

GAP_S: Final = (30.0, 120.0)
"""Longest stretch between two samples that still counts as movement, from five times the usual
stretch, within these bounds [s] (own choice: smart recording writes every 1 to 10 s)."""

MOVING_MPS: Final = 0.5
"""Slower than this is standing [m/s] (own choice: above the jitter of a resting position)."""

WALK_RUN_SPM: Final = 140.0
"""Cadence at which people change from walking to running [1/min] (Hum Mov Sci 2023, 90:103117:
135 to 140, right for 93 % of bouts)."""

WALK_RUN_MPS: Final = 2.1
"""Speed at which people change from walking to running [m/s] (same source; right for 79 % of
bouts at best, so cadence is asked first)."""

BRISK_WALK_MPS: Final = 1.8
"""A recording called a run, without cadence, is walking below this [m/s] (own choice: few walk
faster for long, freely chosen speed is 1.4; slow runners run at 1.8 to 2.1)."""

UNSURE_MPS: Final = (1.6, 2.15)
"""Speeds at which neither cadence near the change nor speed alone tells walking from running
[m/s] (around the change at 2.0 to 2.1, same source)."""

UNSURE_SPM: Final = (125.0, 145.0)
"""Cadences at which they do not [1/min] (around the change at 135 to 140, same source)."""

SURE_RUN: Final = (150.0, 2.3)
"""Cadence [1/min] or speed [m/s] of certain running (own choice: clear of the above)."""

SURE_SHARE: Final = 0.05
"""Share of certain running from which a leg shows how its runner runs [1] (own choice)."""

FLIGHT_BELOW: Final = 0.9
"""Contact over step time below which there is a flight, so that it is running [1]: walking shows
0.97 on straps and watches and 2.0 on a foot pod, running at most 0.87 (own reading of six runs
with walk breaks and of the slowest run with contact times)."""

SPRINT_MPS: Final = 12.4
"""Fastest speed a person has run [m/s] (men's 100 m, 2009: 12.4); more is an error."""

SLOWEST_LEG_MPS: Final = 0.3
"""Mean speed of a whole leg below which it is neither run nor walk [m/s] (own choice)."""

RECORDS: Final = (
    (206.0, 1500.0),
    (755.36, 5000.0),
    (1571.0, 10000.0),
    (3402.0, 21097.5),
    (7235.0, 42195.0),
    (21935.0, 100000.0),
    (86400.0, 319614.0),
)
"""Fastest times over distances [s, m]: men's world records of the 1500 m, 5000 m, 10,000 m, half
marathon, marathon, 100 km and 24 hours (World Athletics and IAU lists as of 2025; recalled)."""

_OVER_RECORD: Final = 1.05
"""Mean speeds above a record's by more than this factor cannot be a run [1] (own choice: twice the
error of a satellite distance)."""

CADENCE_SPM: Final = (40.0, 260.0)
"""Cadences that can be steps of both feet [1/min] (upper: sprinters' finals)."""

STRIDES_BELOW: Final = 0.65
"""Running at a lower share of the typical cadence is strides of one foot mistaken for steps [1]
(own choice: twice that share is still within three SD of the typical)."""

DOUBLED_ABOVE: Final = 1.4
"""Running at a higher share of the typical cadence was doubled once too often [1] (own choice)."""

CONTACT_MS: Final = (100.0, 450.0)
"""Contact times of running that can be [ms] (sprinting about 100; walking begins near 450)."""

FORCE_OFFSET_BW: Final = (0.75, 1.75)
"""Intercepts of the force line that measured contact can show (prior 1.19 plus or minus 7 sd);
beyond it the channel does not hold contact time."""

CONTACT_DEVICE_SD: Final = 0.05
"""Relative error of a device's contact time, common to a leg (García-Pinillos et al. 2019, PLoS
One 14:e0222872: Stryd 5.2 % short of video; chest strap without bias, Sensors 2025, 25:5407)."""

CADENCE_DEVICE_SD: Final = 0.01
"""Relative error of a device's cadence (Adams et al. 2016, JOSPT: valid against motion capture;
size recalled)."""

DISTANCE_SD: Final = 0.02
"""Relative error of a satellite or belt distance (own choice)."""

TOTALS_SD: Final = 0.08
"""Relative error of the steps of a leg known only by totals (own choice: a fifth of the way
walked would change the load by about 12 %)."""

ALTITUDE_M: Final = (-450.0, 9000.0)
"""Altitudes on which people run [m] (Dead Sea shore to the summits)."""

SLOPE_WINDOW_S: Final = 15.0
"""Half width of the smoothing of altitude [s] (own choice: some 80 m of way)."""

CLIMB_STEP_M: Final = (2.0, 10.0)
"""Smallest rise or fall that counts, by the noise of the altitude [m] (common practice of
platforms: 2 with a barometer, 10 without; recalled)."""

STEEPEST: Final = 0.45
"""Grades are held within plus or minus this [1] (own choice)."""

REFERENCE_HEIGHT_M: Final = 1.73
"""Mean height of 97 recreational marathon runners [m] (Gordon et al. 2017, OAJSM 8:231)."""

HEIGHT_BY_SEX_M: Final = {"female": 1.65, "male": 1.78}
"""Mean adult heights where only the sex is known [m] (NCD-RisC 2016, high-income countries;
recalled)."""


def fastest_leg_mps(seconds: float) -> float:
    """Mean speed that nobody has run for so long.

    Parameters
    ----------
    seconds : float
        Time in motion. [s]

    Returns
    -------
    float
        By the world records, between them on the logarithm of time. [m/s]
    """
    times = [record[0] for record in RECORDS]
    speeds = [distance_m / time_s for time_s, distance_m in RECORDS]
    found = np.interp(np.log(max(seconds, 1.0)), np.log(times), speeds)
    return float(_OVER_RECORD * found)
