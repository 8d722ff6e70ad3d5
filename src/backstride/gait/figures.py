"""The leg in a few numbers, each with its range."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from backstride.domain.dose import GaitSummary
from backstride.domain.gait import Gait
from backstride.domain.interval import Range
from backstride.domain.locomotion import CADENCE_LEVEL
from backstride.domain.runner import Runner
from backstride.domain.stream import Stream
from backstride.gait.form_means import form_means
from backstride.gait.limits import CADENCE_DEVICE_SD
from backstride.gait.spring import level_stiffness

Array = NDArray[np.float64]

_Z95 = 1.6449
"""Standard normal quantile of 95 % [1]."""


def describe(
    gait: Gait, stream: Stream | None, measured_spm: Array, *, runner: Runner | None = None
) -> Gait:
    """Add the summary to a leg's form.

    Parameters
    ----------
    gait : Gait
        Form of the leg, without a summary.
    stream : Stream or None
        Channels of the leg, for what is only averaged.
    measured_spm : array (n_sample,)
        Cadence of the device over moving samples, NaN elsewhere. [1/min]
    runner : Runner or None
        Mass and height give stiffness.

    Returns
    -------
    Gait
        The same with `Gait.summary`; a quantity that cannot be known is None.
    """
    moving_s = float(gait.duration_s[gait.moving].sum())
    if moving_s <= 0.0:
        return replace(gait, summary=GaitSummary(running_dynamics=_dynamics(stream)))
    walking_s = float(gait.duration_s[gait.walking].sum())
    cadence = _cadence(gait, measured_spm)
    contact, flight, duty = _stance(gait)
    same_grid = stream if stream is not None and stream.n_sample == gait.n_sample else None
    oscillation = _channel_mean(gait, same_grid, "vertical_oscillation_mm")
    step_length = _step_length_mm(gait, same_grid, cadence)
    vertical, leg = (None, None) if runner is None else level_stiffness(gait, runner)
    means = form_means(gait, same_grid)
    summary = GaitSummary(
        moving_s=moving_s,
        cadence_spm=cadence,
        contact_ms=contact,
        flight_ms=flight,
        duty_factor=duty,
        vertical_oscillation_mm=oscillation,
        step_length_mm=step_length,
        contact_balance_percent=_channel_mean(gait, same_grid, "contact_balance_percent"),
        walk_share=walking_s / moving_s,
        running_dynamics=_dynamics(stream),
        contact_source=gait.contact_source if contact is not None else "",
        vertical_ratio_percent=_ratio_percent(gait, same_grid, oscillation, step_length),
        vertical_stiffness_knpm=vertical,
        leg_stiffness_knpm=leg,
        form=means.form,
        form_speed_mps=means.form_speed_mps,
        form_grade=means.form_grade,
    )
    return replace(gait, summary=summary)


def _cadence(gait: Gait, measured_spm: Array) -> Range | None:
    known = gait.moving & np.isfinite(measured_spm)
    if gait.cadence_measured and known.any():
        mean = float(measured_spm[known].mean())
        return _spread(mean, CADENCE_DEVICE_SD)
    known = gait.moving & np.isfinite(gait.cadence_spm)
    if not known.any():
        return None
    mean = _mean(gait.cadence_spm, gait.duration_s, known)
    return _spread(mean, CADENCE_LEVEL.sd / CADENCE_LEVEL.mean)


def _stance(gait: Gait) -> tuple[Range | None, Range | None, Range | None]:
    """Contact time, flight time and duty factor over running samples."""
    known = gait.running & np.isfinite(gait.contact_ms) & (gait.duration_s > 0.0)
    if not known.any():
        return None, None, None
    weight = gait.duration_s
    step = 60_000.0 / np.where(known, gait.cadence_spm, 1.0)
    contact_mean = _mean(gait.contact_ms, weight, known)
    step_mean = _mean(step, weight, known)
    duty_mean = _mean(gait.contact_ms / (2.0 * step), weight, known)
    contact = _spread(contact_mean, _contact_sd(gait))
    duty = _spread(duty_mean, gait.contact_sd)
    flights = (step_mean - contact.q95, step_mean - contact.q50, step_mean - contact.q05)
    flight = Range(*(max(value, 0.0) for value in flights))
    return contact, flight, duty


def _contact_sd(gait: Gait) -> float:
    """Contact from the force line also bears the error of an estimated step time [1]."""
    if gait.contact_measured or gait.cadence_measured:
        return gait.contact_sd
    return float(np.hypot(gait.contact_sd, CADENCE_LEVEL.sd / CADENCE_LEVEL.mean))


def _step_length_mm(gait: Gait, stream: Stream | None, cadence: Range | None) -> float | None:
    measured = _channel_mean(gait, stream, "step_length_mm")
    if measured is not None or cadence is None or not gait.cadence_measured:
        return measured
    known = gait.moving & np.isfinite(gait.cadence_spm) & np.isfinite(gait.speed_mps)
    length = 60_000.0 * gait.speed_mps / np.where(known, gait.cadence_spm, 1.0)
    return _mean(length, gait.duration_s, known) if known.any() else None


def _ratio_percent(
    gait: Gait, stream: Stream | None, oscillation_mm: float | None, step_mm: float | None
) -> float | None:
    """Take the device's own ratio, else that of the two means. [%]."""
    measured = _channel_mean(gait, stream, "vertical_ratio_percent")
    if measured is not None or not oscillation_mm or not step_mm:
        return measured
    return 100.0 * oscillation_mm / step_mm


def _channel_mean(gait: Gait, stream: Stream | None, name: str) -> float | None:
    values = None if stream is None else stream.values(name)
    if values is None:
        return None
    known = gait.moving & np.isfinite(values) & (values > 0.0) & (gait.duration_s > 0.0)
    return _mean(values, gait.duration_s, known) if known.any() else None


def _dynamics(stream: Stream | None) -> bool:
    """Tell whether the device itself measured contact time or vertical oscillation."""
    if stream is None:
        return False
    for name in ("contact_ms", "vertical_oscillation_mm"):
        channel = stream.channels.get(name)
        if channel is None or channel.source != "native":
            continue
        if bool(np.any(np.isfinite(channel.values) & (channel.values > 0.0))):
            return True
    return False


def _mean(values: Array, weight: Array, known: NDArray[np.bool_]) -> float:
    kept = weight[known]
    return float(np.dot(values[known], kept) / kept.sum())


def _spread(mean: float, relative_sd: float) -> Range:
    factor = 1.0 + _Z95 * relative_sd
    return Range(mean / factor, mean, mean * factor)
