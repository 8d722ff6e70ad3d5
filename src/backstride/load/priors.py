"""What is believed of forces, slopes and discs before a run is seen, with sources."""

from __future__ import annotations

from math import log
from typing import Final

from backstride.domain.prior import Prior

PEAK_OVER_MEAN: Final = Prior(
    1.57,
    0.05,
    "1",
    "half sine: pi/2 (Morin et al. 2005, J Appl Biomech 21:167); spread from the 4 to 5 % error "
    "of duty-factor regressions (Patoz et al. 2022, pubmed 36310520)",
    "B",
)
"""Peak over stance-average vertical force."""

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
