"""Activity to FIT: what a watch would have written of an invented run."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.activity import Activity, Leg, Sport
from backstride.domain.stream import Stream
from backstride.domain.units import FEET_PER_STRIDE, FIT_EPOCH_UNIX_S
from backstride.synth.fit_builder import DeveloperField, FitBuilder

Array = NDArray[np.float64]

DEVELOPMENT: Final = 255
"""Maker number that the protocol keeps for software without one of its own."""

_ACTIVITY_FILE: Final = 4
_SPORTS: Final = {
    Sport.RUNNING: 1,
    Sport.CYCLING: 2,
    Sport.TRANSITION: 3,
    Sport.SWIMMING: 5,
    Sport.STRENGTH: 10,
    Sport.WALKING: 11,
    Sport.ROWING: 15,
    Sport.HIKING: 17,
    Sport.OTHER: 18,
    Sport.UNKNOWN: 0,
}
_SUB_SPORTS: Final = {
    "": 0xFF,
    "generic": 0,
    "treadmill": 1,
    "street": 2,
    "trail": 3,
    "track": 4,
    "lap_swimming": 17,
    "open_water": 18,
    "strength_training": 20,
    "indoor_running": 45,
}
_ON_FOOT: Final = (Sport.RUNNING, Sport.WALKING, Sport.HIKING)

_CHANNELS: Final = {
    "latitude_deg": "position_lat",
    "longitude_deg": "position_long",
    "altitude_m": "enhanced_altitude",
    "distance_m": "distance",
    "speed_mps": "enhanced_speed",
    "heart_rate_bpm": "heart_rate",
    "power_w": "power",
    "contact_ms": "stance_time",
    "contact_percent": "stance_time_percent",
    "contact_balance_percent": "stance_time_balance",
    "vertical_oscillation_mm": "vertical_oscillation",
    "step_length_mm": "step_length",
    "vertical_ratio_percent": "vertical_ratio",
    "temperature_c": "temperature",
}


def fit_seconds(moment: datetime) -> float:
    """Return the FIT time of an aware instant [s]."""
    return moment.timestamp() - FIT_EPOCH_UNIX_S


def write_fit(
    activity: Activity, *, manufacturer: int = DEVELOPMENT, product: int | None = None
) -> bytes:
    """Write an activity as a FIT file.

    Parameters
    ----------
    activity : Activity
        Legs with their streams, laps and pauses. Instants are rounded to whole seconds, the
        resolution of the format; every channel to the format's own steps.
    manufacturer : int
        Maker number of the protocol.
    product : int or None
        Product number; where None, `Activity.device` is written as a name.

    Returns
    -------
    bytes
        A valid file with right checksums.
    """
    builder = FitBuilder()
    start = fit_seconds(activity.start)
    end = max(fit_seconds(leg.start) + _elapsed(leg) for leg in activity.legs)
    name = activity.device or None if product is None else None
    builder.add(
        "file_id",
        type=_ACTIVITY_FILE,
        manufacturer=manufacturer,
        product=product,
        serial_number=1,
        time_created=start,
        product_name=name,
    )
    builder.add(
        "device_info",
        timestamp=start,
        device_index=0,
        manufacturer=manufacturer,
        product=product,
        product_name=name,
    )
    distance_before = 0.0
    for leg in activity.legs:
        distance_before = _write_leg(builder, leg, distance_before)
    _write_totals(builder, activity.legs)
    offset = activity.utc_offset_s
    builder.add(
        "activity",
        timestamp=end,
        total_timer_time=sum(_timer(leg) for leg in activity.legs),
        num_sessions=len(activity.legs),
        type=0 if len(activity.legs) == 1 else 1,
        event=26,
        event_type=1,
        local_timestamp=None if offset is None else end + offset,
    )
    return builder.build()


def _elapsed(leg: Leg) -> float:
    if leg.elapsed_s is not None:
        return leg.elapsed_s
    return float(leg.stream.time_s[-1]) if leg.stream is not None and leg.stream.n_sample else 0.0


def _timer(leg: Leg) -> float:
    if leg.timer_s is not None:
        return leg.timer_s
    return _elapsed(leg) - sum(pause.end_s - pause.start_s for pause in leg.pauses)


def _write_leg(builder: FitBuilder, leg: Leg, distance_before: float) -> float:
    """Write events and records of a leg; return the distance counted so far."""
    start = fit_seconds(leg.start)
    _write_event(builder, start, is_start=True)
    for pause in leg.pauses:
        _write_event(builder, start + pause.start_s, is_start=False)
        _write_event(builder, start + pause.end_s, is_start=True)
    if leg.stream is not None and leg.stream.n_sample:
        columns, developer = _record_columns(leg, leg.stream, distance_before)
        for app in sorted({field.app for field in developer}):
            builder.add("developer_data_id", local=14, developer_data_index=app)
        for field in developer:
            builder.describe(field)
        builder.add_rows("record", columns, local=2, developer=developer)
        distance = columns.get("distance")
        if distance is not None and np.isfinite(distance).any():
            distance_before = float(np.nanmax(distance))
    _write_event(builder, start + _elapsed(leg), is_start=False)
    return distance_before


def _write_event(builder: FitBuilder, time: float, *, is_start: bool) -> None:
    builder.add("event", local=1, timestamp=time, event=0, event_type=0 if is_start else 4)


def _record_columns(
    leg: Leg, stream: Stream, distance_before: float
) -> tuple[dict[str, Array], tuple[DeveloperField, ...]]:
    """Fields of the records, and the developer fields that go with them."""
    columns = {"timestamp": fit_seconds(leg.start) + stream.time_s}
    for channel, field in _CHANNELS.items():
        found = stream.channels.get(channel)
        if found is not None and not found.source.startswith("developer:"):
            columns[field] = found.values
    if "distance" in columns:
        columns["distance"] = columns["distance"] + distance_before
    cadence = stream.channels.get("cadence_spm")
    if cadence is not None and not cadence.source.startswith("developer:"):
        turns = cadence.values / (FEET_PER_STRIDE if leg.sport in _ON_FOOT else 1)
        eighths = np.rint(turns * 128) / 128
        columns["cadence"] = np.floor(eighths)
        columns["fractional_cadence"] = eighths - np.floor(eighths)
    developer: list[DeveloperField] = []
    for key, channel_values in stream.channels.items():
        prefix, _, rest = key.partition(":")
        app, _, name = rest.partition(":")
        if prefix == "dev" and app.isdecimal():
            developer.append(
                DeveloperField(
                    int(app), len(developer), name, channel_values.unit, channel_values.values
                )
            )
    return columns, tuple(developer)


def _write_totals(builder: FitBuilder, legs: tuple[Leg, ...]) -> None:
    """Write laps, then one session a leg."""
    laps = [lap for leg in legs for lap in leg.laps]
    for index, lap in enumerate(laps):
        start = fit_seconds(lap.start)
        builder.add(
            "lap",
            local=3,
            timestamp=start + (lap.elapsed_s or 0.0),
            message_index=index,
            event=9,
            event_type=1,
            start_time=start,
            total_elapsed_time=_or_missing(lap.elapsed_s),
            total_timer_time=_or_missing(lap.timer_s),
            total_distance=_or_missing(lap.distance_m),
        )
    for index, leg in enumerate(legs):
        _write_session(builder, leg, index)


def _write_session(builder: FitBuilder, leg: Leg, index: int) -> None:
    start = fit_seconds(leg.start)
    cadence = _or_missing(leg.mean_cadence_spm)
    turns = cadence / (FEET_PER_STRIDE if leg.sport in _ON_FOOT else 1)
    builder.add(
        "session",
        local=4,
        timestamp=start + _elapsed(leg),
        message_index=index,
        event=8,
        event_type=1,
        start_time=start,
        sport=_SPORTS[leg.sport],
        sub_sport=_SUB_SPORTS.get(leg.sub_sport, 0),
        total_elapsed_time=_elapsed(leg),
        total_timer_time=_timer(leg),
        total_moving_time=_or_missing(leg.moving_s),
        total_distance=_or_missing(leg.distance_m),
        total_ascent=_or_missing(leg.ascent_m),
        total_descent=_or_missing(leg.descent_m),
        avg_heart_rate=_or_missing(leg.mean_heart_rate_bpm),
        avg_cadence=np.floor(turns),
        avg_fractional_cadence=turns - np.floor(turns),
    )


def _or_missing(value: float | None) -> float:
    return float("nan") if value is None else value
