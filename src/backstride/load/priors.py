"""What is believed of forces, slopes and discs before a run is seen, with sources."""

from __future__ import annotations

from math import log
from typing import Final

from backstride.domain.prior import Prior

IMPACT_SHARE: Final = Prior(
    0.08,
    0.04,
    "1",
    "two-mass model (Clark, Ryan & Weyand 2017, J Exp Biol 220:247): 0.16 (v1 + g t1) / (g step) "
    "is 0.08 for a shank that lands at 1.2 m/s and stops in 35 ms; 0.081 from 22 runners "
    "(Alcantara et al. 2021), 0.06 to 0.10 from the curves of two others; spread: what is left "
    "between the 22",
    "B",
)
"""Share of a step's vertical impulse that stops the shank and foot, early in contact."""

PLATE_THRESHOLD_N: Final = 20.0
"""Force at which a force plate is taken to see contact [N], the commonest threshold (grade D)."""

PLATE_THRESHOLD_BW: Final = 0.035
"""The same where mass is not told [body weights]: of a runner of 58 kg."""

IMPACT_PEAK_BW: Final = (1.57, 0.375)
"""Impact peak at 3 m/s [body weights] and its growth with speed [body weights per m/s]: 1.57 at 3
to 2.32 at 5 m/s (Munro et al. 1987, J Biomech 20:147; numbers recalled)."""

IMPACT_SPEED_MPS: Final = 3.0
"""Speed at which the first of them holds [m/s]."""

DOWNHILL_PER_DEGREE: Final = Prior(
    0.06,
    0.02,
    "1 per degree",
    "impact peak +54 % at 9 degrees down, 3 m/s (Gottschall & Kram 2005, J Biomech 38:445)",
    "C",
)
"""Growth of a step's load on the impact side per degree of descent."""

STEEPEST_MEASURED_DEG: Final = 9.0
"""The downhill rule is held constant beyond the steepest slope it was measured on [deg]."""

WALK_PEAK_BW: Final = Prior(
    1.15,
    0.03,
    "body weights",
    "peak vertical force of walking 1.1 to 1.2 body weights (Keller et al. 1996, Clin Biomech "
    "11:253)",
    "B",
)
"""Peak vertical force of a walking step."""

CADENCE_OWN_LOG: Final = 0.12
"""A leg's cadence further than this from the runner's own level at the same speed is the device's
error [difference in logarithms] (own choice: four times the 3 % by which 95 runs of one runner
vary at most, and above the 10 % of trained changes)."""

EXPONENT: Final = 2.0
"""Power of the force in a step's load: in vitro vertebral fatigue weighs load^2 (Coenen et al.
2012); the Mainz-Dortmund model squares force; shown with 2 to 4."""

EXPONENTS: Final = (2.0, 3.0, 4.0)
"""Powers over which the sensitivity is shown."""

SHRINKAGE_MM: Final = Prior(
    log(18.5),
    0.45,
    "mm",
    "robust fit to Garbutt et al. 1990, Rodacki et al. 2024, Dowzer et al. 1998 and Leatt et al. "
    "1986 together; spread: 0.4 between runners (mean of their SDs over means), 0.25 between "
    "studies, so that every published group lies inside",
    "C",
    logarithmic=True,
)
"""Loss of spinal height that endless running at marathon speed would tend to, over the loss of an
ordinary upright day; no run is long enough to come near it."""

FAST_SHARE: Final = 0.5
"""Share of the loss that comes fast [1]: about half of a day's loss comes in the first hour up
(Tyrrell et al. 1985, recalled)."""

LOADING_MIN: Final = Prior(
    log(30.0),
    0.2,
    "min",
    "with the slow part: 15 over 30 min 0.61 (Garbutt et al. 1990: 0.61), 60 over 30 min 1.43 "
    "(Rodacki et al. 2024: 1.43), derived",
    "C",
    logarithmic=True,
)
"""Time constant of the fast part under load."""

SLOW_MIN: Final = Prior(
    log(400.0),
    0.3,
    "min",
    "a day's loss is 95 % complete after 16 h up, and 25 km run on at an even rate (Leatt et al. "
    "1986), derived",
    "C",
    logarithmic=True,
)
"""Time constant of the slow part under load."""

SPEED_POWER: Final = Prior(
    2.0,
    0.5,
    "1",
    "robust fit to the four sources, 1.96; pairwise 2.1 and 2.5 between 70, 85 and 100 % (Garbutt "
    "et al. 1990)",
    "C",
)
"""Power of relative speed in the loss that running tends to."""

RECOVERY_MIN: Final = Prior(
    log(120.0),
    0.4,
    "min",
    "disc unloading takes 3 to 4 times as long as loading in vitro (O'Connell et al. 2011); "
    "105 to 140 min derived",
    "C",
    logarithmic=True,
)
"""Time constant of recovery while not running or walking."""

DAILY_SWING_MM: Final = Prior(
    16.0, 3.0, "mm", "14.4 mm (Leatt et al. 1986), to 19 mm (Tyrrell et al. 1985, recalled)", "C"
)
"""Loss of height over a whole ordinary day; no run adds more than that."""

SEAT_UNLOADS: Final = Prior(
    0.5,
    0.2,
    "1",
    "disc pressure 0.5 MPa standing, 0.3 supported or slouched, 0.1 lying (Wilke et al. 1999)",
    "C",
)
"""How far supported sitting goes from standing towards lying, by disc pressure."""
