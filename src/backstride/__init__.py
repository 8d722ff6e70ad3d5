"""Backstride: does running aggravate my sciatica, leave it alone, or ease it; how sure are we.

The names below are the public face for Python; each is imported when it is first used, so that the
command line starts quickly.
"""

from __future__ import annotations

from importlib import import_module

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "DailyTable",
    "Effect",
    "Fit",
    "Priors",
    "Settings",
    "Verdict",
    "__version__",
    "answer",
    "daily_table",
    "estimate_load",
    "fit",
    "read",
]

_HOMES = {
    "Answer": "backstride.domain.answer",
    "DailyTable": "backstride.domain.answer",
    "Effect": "backstride.domain.effect",
    "Fit": "backstride.workflows.analyse_days",
    "Priors": "backstride.inference.priors",
    "Settings": "backstride.inference.engine",
    "Verdict": "backstride.domain.answer",
    "answer": "backstride.workflows.analyse_days",
    "daily_table": "backstride.workflows.analyse_days",
    "estimate_load": "backstride.workflows.analyse_days",
    "fit": "backstride.workflows.analyse_days",
    "read": "backstride.readers.registry",
}
"""Where each public name is defined; the types of all stand in ``__init__.pyi``."""


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(name)
    found: object = getattr(import_module(_HOMES[name]), name)
    return found


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
