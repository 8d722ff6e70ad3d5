"""Words for what is felt: those to offer (``evidence.md`` 1.1), and those that diaries bring."""

from __future__ import annotations

from enum import Enum
from typing import Final


class QualityGroup(Enum):
    """What a word speaks of; they are kept apart, since each means something else."""

    PAIN = "pain"
    FEELING = "feeling"
    STRENGTH = "strength"
    STIFFNESS = "stiffness"


OFFERED: Final = {
    "shooting": QualityGroup.PAIN,
    "electric": QualityGroup.PAIN,
    "burning": QualityGroup.PAIN,
    "stabbing": QualityGroup.PAIN,
    "deep_ache": QualityGroup.PAIN,
    "cramp": QualityGroup.PAIN,
    "pins_and_needles": QualityGroup.FEELING,
    "tingling": QualityGroup.FEELING,
    "numb": QualityGroup.FEELING,
    "cold": QualityGroup.FEELING,
    "water_trickle": QualityGroup.FEELING,
    "weak": QualityGroup.STRENGTH,
    "foot_slaps": QualityGroup.STRENGTH,
    "toe_catches": QualityGroup.STRENGTH,
    "calf_gives_way": QualityGroup.STRENGTH,
    "heel_raise_missing": QualityGroup.STRENGTH,
}
"""Words a person may choose from."""

MET: Final = {
    "pain": QualityGroup.PAIN,
    "ache": QualityGroup.PAIN,
    "sharp": QualityGroup.PAIN,
    "sore": QualityGroup.PAIN,
    "tight": QualityGroup.STIFFNESS,
    "stiff": QualityGroup.STIFFNESS,
}
"""Words that other people's diaries use; kept as they are, never turned into a stronger one."""

QUALITIES: Final = OFFERED | MET
