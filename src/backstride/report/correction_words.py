"""A correction as a sentence that still lacks its words."""

from __future__ import annotations

from datetime import datetime

from backstride.domain.message import Message
from backstride.store.corrections import Correction


def correction_message(one: Correction) -> Message:
    """Return what a correction says, with instants on this computer's clock.

    Parameters
    ----------
    one : Correction
        Any.
    """
    params = dict(one.params)
    for name in ("start_utc_ms", "end_utc_ms", "at_utc_ms"):
        if name in params:
            moment = datetime.fromtimestamp(params[name] / 1000.0).astimezone()
            params[name.removesuffix("_utc_ms")] = f"{moment:%Y-%m-%d %H:%M:%S}"
    if params.get("distance_m") is not None:
        params["km"] = params["distance_m"] / 1000.0
    if params.get("moving_s") is not None:
        params["duration"] = _clock(params["moving_s"])
    return Message(f"runs.correction.{one.kind}", params)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
