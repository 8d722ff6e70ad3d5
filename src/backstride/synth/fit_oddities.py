"""Every oddity seen in real FIT files, made anew: what an importer must survive."""

from __future__ import annotations

import inspect
from typing import NamedTuple

from backstride.synth import fit_odd_apps, fit_odd_bytes, fit_odd_content


class Oddity(NamedTuple):
    """One odd file."""

    content: bytes
    what: str
    """What is odd about it, in one line."""


def oddities() -> dict[str, Oddity]:
    """Make every odd file.

    Returns
    -------
    dict of str to Oddity
        By a name that can serve as a file name.
    """
    return {
        name: Oddity(make(), (make.__doc__ or "").strip())
        for module in (fit_odd_content, fit_odd_apps, fit_odd_bytes)
        for name, make in inspect.getmembers(module, inspect.isfunction)
        if make.__module__ == module.__name__ and not name.startswith("_")
    }
