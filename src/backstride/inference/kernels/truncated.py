"""Truncated: one draw of a standard normal between two bounds."""

from __future__ import annotations

import math

import numpy as np

from backstride.inference.kernels.compiling import inner

_SQRT_TAU = math.sqrt(2.0 * math.pi)


@inner
def truncated_normal(rng: np.random.Generator, low: float, high: float) -> float:
    """Draw a standard normal given that it lies in [low, high] (Robert 1995)."""
    if not low < high:  # also where either is not a number: never loop for ever
        return low
    if low + high < 0.0:
        return -_upper(rng, -high, -low)
    return _upper(rng, low, high)


@inner
def _upper(rng: np.random.Generator, low: float, high: float) -> float:
    """Draw where the interval's middle is not below zero."""
    if low <= 0.0:
        if high - low > _SQRT_TAU:
            while True:
                x = rng.standard_normal()
                if low <= x <= high:
                    return x
        while True:
            x = low + (high - low) * rng.random()
            if rng.random() <= math.exp(-0.5 * x * x):
                return x
    root = math.sqrt(low * low + 4.0)
    rate = 0.5 * (low + root)
    narrow = 2.0 * math.sqrt(math.e) / (low + root) * math.exp(0.25 * (low * low - low * root))
    if high - low < narrow:
        while True:
            x = low + (high - low) * rng.random()
            if rng.random() <= math.exp(0.5 * (low * low - x * x)):
                return x
    while True:
        x = low - math.log(1.0 - rng.random()) / rate
        if x <= high and rng.random() <= math.exp(-0.5 * (x - rate) * (x - rate)):
            return x
