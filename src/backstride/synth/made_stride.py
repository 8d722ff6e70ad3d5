"""A stick figure that runs with a known form, as a camera or a sacral sensor would see it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

THIGH_M = 0.43
SHANK_M = 0.43
TRUNK_M = 0.5
"""Lengths of the figure. [m]"""


@dataclass(frozen=True, slots=True)
class Stride:
    """How the figure runs.

    Parameters
    ----------
    cadence_spm : float
        Steps of both feet. [1/min]
    contact_ms : float
        Contact of one foot, shorter than a step. [ms]
    speed_mps : float
        Speed. [m/s]
    reach : float
        Ankle ahead of the hip at landing, in leg lengths. [1]
    lean_deg : float
        Forward lean of the trunk. [degrees]
    rise_mm : float
        Rise and fall of the hips. [mm]
    """

    cadence_spm: float = 170.0
    contact_ms: float = 240.0
    speed_mps: float = 2.9
    reach: float = 0.25
    lean_deg: float = 8.0
    rise_mm: float = 80.0

    @property
    def stride_s(self) -> float:
        """Time of two steps. [s]."""
        return 120.0 / self.cadence_spm


def joint_places(
    stride: Stride, *, rate_hz: float = 60.0, length_s: float = 6.0, treadmill: bool = False
) -> tuple[Array, dict[str, Array]]:
    """Return time (n_frame,) and places (n_frame, 2) of joints, ahead and up. [s], [m]."""
    time = np.arange(0.0, length_s, 1.0 / rate_hz)
    way = np.zeros(time.size) if treadmill else stride.speed_mps * time
    rise = 0.0005 * stride.rise_mm * np.cos(4.0 * np.pi * time / stride.stride_s)
    hip = np.column_stack([way, 0.80 + rise])
    lean = np.radians(stride.lean_deg)
    top = hip + TRUNK_M * np.array([np.sin(lean), np.cos(lean)])
    found = {"Neck": top, "Hip": hip, "Head": top + np.array([0.02, 0.2])}
    for side, offset in (("R", 0.0), ("L", 0.5)):
        ankle = hip * np.array([1.0, 0.0]) + _ankle(stride, time, offset)
        found[f"{side}Hip"] = hip
        found[f"{side}Knee"] = _knee(hip, ankle)
        found[f"{side}Ankle"] = ankle
        found[f"{side}Heel"] = ankle + np.array([-0.05, -0.06])
        found[f"{side}BigToe"] = ankle + np.array([0.17, -0.06])
        found[f"{side}Shoulder"] = top
    return time, found


def knee_angles(places: dict[str, Array]) -> dict[str, Array]:
    """Return the bend of both knees, (n_frame,) each, 0 where straight. [degrees]."""
    found = {}
    for side in ("R", "L"):
        thigh = places[f"{side}Hip"] - places[f"{side}Knee"]
        shank = places[f"{side}Ankle"] - places[f"{side}Knee"]
        lengths = np.hypot(*thigh.T) * np.hypot(*shank.T)
        cosine = np.clip((thigh * shank).sum(axis=1) / lengths, -1.0, 1.0)
        found[side] = 180.0 - np.degrees(np.arccos(cosine))
    return found


def sacral_force_g(
    stride: Stride, *, rate_hz: float = 100.0, length_s: float = 12.0, noise_g: float = 0.02
) -> tuple[Array, Array]:
    """Return time (n_sample,) and vertical specific force (n_sample,): raised cosines. [s], [g]."""
    time = np.arange(0.0, length_s, 1.0 / rate_hz)
    step_s = 0.5 * stride.stride_s
    contact_s = stride.contact_ms / 1000.0
    phase = np.mod(time, step_s)
    force = step_s / contact_s * (1.0 - np.cos(2.0 * np.pi * phase / contact_s))
    noise = np.random.default_rng(3).normal(0.0, noise_g, time.size)
    return time, np.where(phase < contact_s, force, 0.0) + noise


def _ankle(stride: Stride, time: Array, offset: float) -> Array:
    """Place of one ankle relative to the hip's way and to the ground."""
    leg = THIGH_M + SHANK_M
    phase = np.mod(time / stride.stride_s + offset, 1.0)
    stance = 0.001 * stride.contact_ms / stride.stride_s
    back = stride.reach * leg - stride.speed_mps * stride.stride_s * phase
    swing = np.clip((phase - stance) / (1.0 - stance), 0.0, 1.0)
    last = stride.reach * leg - stride.speed_mps * 0.001 * stride.contact_ms
    forth = last + (stride.reach * leg - last) * 0.5 * (1.0 - np.cos(np.pi * swing))
    ahead = np.where(phase < stance, back, forth)
    up = np.where(phase < stance, 0.0, 0.32 * np.sin(np.pi * swing) ** 1.5)
    return np.column_stack([ahead, 0.08 + up])


def _knee(hip: Array, ankle: Array) -> Array:
    """Place of a knee that bends forwards between hip and ankle, (n_frame, 2)."""
    between = ankle - hip
    length = np.minimum(np.hypot(*between.T), 0.999 * (THIGH_M + SHANK_M))
    along = (THIGH_M**2 - SHANK_M**2 + length**2) / (2.0 * length)
    aside = np.sqrt(np.maximum(THIGH_M**2 - along**2, 0.0))
    unit = between / np.hypot(*between.T)[:, None]
    normal = np.column_stack([-unit[:, 1], unit[:, 0]])
    return np.asarray(hip + along[:, None] * unit + aside[:, None] * normal)
