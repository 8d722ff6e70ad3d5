"""Normal probabilities in lanes: exp, log, tail, and the moments of a score's interval.

Every function here is free of branches, so that eight points at a time go through the processor's
vector instructions. Relative errors against `scipy.special` stand in
``tests/inference/test_normal_lanes.py``.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from backstride.inference.kernels.compiling import inner
from backstride.inference.kernels.lanes import (
    Lanes,
    absolute,
    fill,
    larger,
    mantissa,
    power_of_two,
    scale_by_power,
    smaller,
    where_negative,
)

_LOG2_E: Final = 1.4426950408889634
#: log(2) as a sum of two doubles, so that k * log(2) loses nothing (Cody and Waite 1980).
_LOG_2_HIGH: Final = 0.6931471803691238
_LOG_2_LOW: Final = 1.9082149292705877e-10
#: Adding 1.5 * 2**52 rounds to the nearest integer and leaves it in the low bits.
_ROUNDER: Final = 6755399441055744.0
_SQRT_2: Final = 1.4142135623730951
_SQRT_HALF: Final = 0.7071067811865476
_INV_SQRT_TAU: Final = 0.3989422804014327
#: Beyond this exp under- or overflows a double.
_LARGEST_EXPONENT: Final = 700.0
#: Beyond this the quick distribution function is 0 or 1.
_LARGEST_QUICK: Final = 20.0

_EXP_TAYLOR: Final = np.array(
    [
        1.0 / f
        for f in (
            479001600.0,
            39916800.0,
            3628800.0,
            362880.0,
            40320.0,
            5040.0,
            720.0,
            120.0,
            24.0,
            6.0,
            2.0,
            1.0,
            1.0,
        )
    ]
)
_ATANH_SERIES: Final = np.array([1.0 / k for k in range(21, 0, -2)])

_TAIL_CENTRE: Final = 3.75
#: (1 + 2x) exp(x**2) erfc(x) as a polynomial in (x - 3.75) / (x + 3.75), highest power first
#: (form of Shepherd and Laframboise 1981, Math. Comp. 36:249-253; fitted at Chebyshev nodes).
_TAIL: Final = np.array(
    [
        -2.5009326630130474e-09,
        -1.8843060392100303e-09,
        3.1334996078693015e-08,
        1.8426578963942785e-08,
        -2.471041665674534e-07,
        -5.003878821600112e-08,
        1.7400925913507834e-06,
        -9.80265511111476e-07,
        -1.1436533456411926e-05,
        2.2388336027276567e-05,
        5.16457464409295e-05,
        -0.00029015572908776835,
        0.00029371464024929096,
        0.0017556262817144922,
        -0.009746579738712893,
        0.028362277350234878,
        -0.05869339856966102,
        0.09230432116654805,
        -0.1088039301429101,
        0.08227673848989052,
        0.0035854154854912806,
        -0.1402405985855442,
        1.2375126308378281,
    ]
)

#: The same about 2, short: good to 3e-7, for expected scores.
_QUICK_CENTRE: Final = 2.0
_QUICK_TAIL: Final = np.array(
    [
        -0.00018365443730868983,
        -0.000993697991808924,
        0.0010431445816134642,
        0.008337401823156485,
        -0.007942721699058738,
        -0.05408633069621879,
        0.16403583960735887,
        -0.16604679912572762,
        -0.09276308204826618,
        1.2769787053871453,
    ]
)
_QUICK_EXP: Final = np.array([1.0 / f for f in (5040.0, 720.0, 120.0, 24.0, 6.0, 2.0, 1.0, 1.0)])


@inner
def exponential(x: Lanes) -> Lanes:
    """Return exp(x), for |x| up to 700; beyond, the value at 700."""
    x = larger(smaller(x, fill(_LARGEST_EXPONENT)), fill(-_LARGEST_EXPONENT))
    shifted = x * _LOG2_E + _ROUNDER
    k = shifted - _ROUNDER
    r = (x - k * _LOG_2_HIGH) - k * _LOG_2_LOW
    total = fill(_EXP_TAYLOR[0])
    for i in range(1, 13):
        total = total * r + _EXP_TAYLOR[i]
    return scale_by_power(total, shifted)


@inner
def logarithm(x: Lanes) -> Lanes:
    """Return log(x) of a positive normal number."""
    k = power_of_two(x)
    m = mantissa(x)
    above = fill(_SQRT_2) - m
    k = where_negative(above, k + 1.0, k)
    m = where_negative(above, m * 0.5, m)
    s = (m - 1.0) / (m + 1.0)
    q = s * s
    total = fill(_ATANH_SERIES[0])
    for i in range(1, 11):
        total = total * q + _ATANH_SERIES[i]
    return k * _LOG_2_HIGH + (2.0 * s * total + k * _LOG_2_LOW)


@inner
def scaled_tail(x: Lanes) -> Lanes:
    """Return exp(x**2 / 2) times the upper tail of the standard normal beyond |x|."""
    y = absolute(x) * _SQRT_HALF
    t = (y - _TAIL_CENTRE) / (y + _TAIL_CENTRE)
    total = fill(_TAIL[0])
    for i in range(1, _TAIL.size):
        total = total * t + _TAIL[i]
    return 0.5 * total / (1.0 + 2.0 * y)


@inner
def normal_cdf(x: Lanes) -> Lanes:
    """Return the standard normal distribution function."""
    tail = exponential(-0.5 * x * x) * scaled_tail(x)
    return where_negative(x, tail, 1.0 - tail)


@inner
def quick_cdf(x: Lanes) -> Lanes:
    """Return the standard normal distribution function to 3e-7, at half the work."""
    y = absolute(x) * _SQRT_HALF
    y = smaller(y, fill(_LARGEST_QUICK))
    sum_, slope = y + _QUICK_CENTRE, 1.0 + 2.0 * y
    inverse = 1.0 / (sum_ * slope)
    t = (y - _QUICK_CENTRE) * slope * inverse
    tail = fill(_QUICK_TAIL[0])
    for i in range(1, _QUICK_TAIL.size):
        tail = tail * t + _QUICK_TAIL[i]
    shifted = _ROUNDER - y * y * _LOG2_E
    r = 0.0 - y * y - (shifted - _ROUNDER) * _LOG_2_HIGH
    power = fill(_QUICK_EXP[0])
    for i in range(1, _QUICK_EXP.size):
        power = power * r + _QUICK_EXP[i]
    tail = 0.5 * tail * sum_ * inverse * scale_by_power(power, shifted)
    return where_negative(x, tail, 1.0 - tail)


@inner
def interval_moments(
    mean: Lanes, sd: Lanes, low: float, high: float
) -> tuple[Lanes, Lanes, Lanes, Lanes]:
    """Moments of ``Z(m) = Phi((high - m) / s) - Phi((low - m) / s)``.

    Returns
    -------
    tuple of Lanes
        ``z`` and ``e`` with ``log Z = log(z) - e``; the first and the second derivative of log Z
        with respect to the mean.

    Notes
    -----
    The interval is mirrored into the upper half, ``b >= |a|``, and everything is divided by the
    density at `a`, so that a score fifty sds away keeps its digits.
    """
    inverse = 1.0 / sd
    a = (low - mean) * inverse
    b = (high - mean) * inverse
    side = a + b
    a, b = where_negative(side, 0.0 - b, a), where_negative(side, 0.0 - a, b)
    sign = where_negative(side, fill(-1.0), fill(1.0))
    ratio = exponential(0.5 * (a - b) * (a + b))
    exponent = 0.5 * a * a
    inside = smaller(exponent, fill(_LARGEST_EXPONENT - 100.0))
    tail_a = scaled_tail(a)
    z = where_negative(a, exponential(inside) - tail_a, tail_a) - ratio * scaled_tail(b)
    density = _INV_SQRT_TAU / z
    first = (density - density * ratio) * inverse
    second = (density * a - density * ratio * b) * inverse * inverse - first * first
    return z, where_negative(a, inside, exponent), sign * first, second
