"""Quantities of form: their units and decimals, and the order in which pages tell them."""

from __future__ import annotations

from typing import Final

UNITS: Final = {
    "cadence_spm": ("1/min", 0),
    "contact_ms": ("ms", 0),
    "flight_ms": ("ms", 0),
    "duty_factor": ("", 3),
    "vertical_oscillation_mm": ("mm", 0),
    "vertical_ratio_percent": ("%", 1),
    "contact_balance_percent": ("%", 1),
    "step_length_mm": ("mm", 0),
    "peak_force_bw": ("BW", 2),
    "vertical_stiffness_knpm": ("kN/m", 1),
    "leg_stiffness_knpm": ("kN/m", 1),
    "trunk_lean_deg": ("°", 1),
    "overstride_deg": ("°", 1),
    "overstride_percent": ("%", 0),
    "knee_at_contact_deg": ("°", 0),
}
"""Unit and decimals of each quantity."""

RANGED: Final = (
    "cadence_spm",
    "contact_ms",
    "flight_ms",
    "duty_factor",
    "peak_force_bw",
    "vertical_stiffness_knpm",
    "leg_stiffness_knpm",
)
PLAIN: Final = (
    "vertical_oscillation_mm",
    "vertical_ratio_percent",
    "step_length_mm",
    "contact_balance_percent",
)
"""Quantities of the summary of form, those with a range first."""
