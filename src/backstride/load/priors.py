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

PLATE_THRESHOLD_BW: Final = 0.035
"""Force at which a force plate is taken to see contact [body weights]: 20 N of a runner of 58 kg,
the commonest threshold (grade D)."""

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

EXPONENT: Final = 2.0
"""Power of the force in a step's load: in vitro vertebral fatigue weighs load^2 (Coenen et al.
2012); the Mainz-Dortmund model squares force; shown with 2 to 4."""

EXPONENTS: Final = (2.0, 3.0, 4.0)
"""Powers over which the sensitivity is shown."""

SHRINKAGE_MM: Final = Prior(
    log(9.2),
    0.3,
    "mm",
    "asymptotes 9.3 mm from Garbutt et al. 1990 and 9.2 mm from Rodacki et al. 2024, derived from "
    "group means; spread covers 5 to 14 mm",
    "C",
    logarithmic=True,
)
"""Loss of spinal height that endless running at `SHRINKAGE_SHARE` would reach."""

SHRINKAGE_SHARE: Final = 0.85
"""Speed over marathon speed at which `SHRINKAGE_MM` holds [1] (Garbutt et al. 1990: 5.10 mm in 30
min at 85 % of marathon race pace is an asymptote of 8.9 mm)."""

LOADING_MIN: Final = Prior(
    log(35.0),
    0.2,
    "min",
    "34.9 min from Garbutt et al. 1990, 35.1 min from Rodacki et al. 2024, derived",
    "C",
    logarithmic=True,
)
"""Time constant of loading."""

SPEED_POWER: Final = Prior(
    2.3,
    0.5,
    "1",
    "pairwise 2.1 and 2.5 between 70, 85 and 100 % (Garbutt et al. 1990), derived",
    "C",
)
"""Power of relative speed in the asymptote."""

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
"""Loss of height over a whole day, which no run exceeds."""
