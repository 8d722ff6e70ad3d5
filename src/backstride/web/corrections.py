"""Corrections of runs in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from backstride.store.corrections import Correction
from backstride.text.catalogue import Catalogue
from backstride.web.formats import Formats


@dataclass(frozen=True, slots=True)
class Described:
    """One correction and what it says."""

    correction: Correction
    text: str


def described(one: Correction, words: Catalogue) -> Described:
    """Return a correction in words.

    Parameters
    ----------
    one : Correction
        Any.
    words : Catalogue
        Of the page.
    """
    params = dict(one.params)
    for name in ("start_utc_ms", "end_utc_ms", "at_utc_ms"):
        if name in params:
            moment = datetime.fromtimestamp(params[name] / 1000.0).astimezone()
            params[name.removesuffix("_utc_ms")] = f"{moment:%Y-%m-%d %H:%M:%S}"
    if params.get("sport"):
        params["sport"] = words.say(f"web.sport.{params['sport']}")
    if params.get("distance_m") is not None:
        params["km"] = f"{params['distance_m'] / 1000.0:.2f}"
    if params.get("moving_s") is not None:
        params["duration"] = Formats(words.language).duration(params["moving_s"])
    return Described(one, words.say(f"runs.correction.{one.kind}", **params))
