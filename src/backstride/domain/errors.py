"""The error tree: impossible calls raise from here; faults of a person's data are `Problem` values.

BackstrideError
├── ImpossibleCall        the caller asked for what cannot be
│   ├── ShapeMismatch     two arrays that must agree do not
│   └── OutOfRange        an argument outside what the function is defined for
├── LimitExceeded         untrusted input asked for more than the stated limit
├── StoreError            the store cannot do what it was asked
│   ├── StoreDamaged      the integrity check failed
│   ├── StoreTooNew       written by a newer version of Backstride
│   ├── NotFound          no such activity, batch or entry
│   └── ChangedMeanwhile  it is not any more as it was read
└── FitNotTrusted         a fit failed its guards and the caller asked to be strict
"""

from __future__ import annotations

from backstride.domain.message import Message, Parameter


class BackstrideError(Exception):
    """Root of every error Backstride raises.

    Parameters
    ----------
    key : str
        Entry of the text catalogue, under ``error.``.
    **params : Parameter
        Values the sentence needs.
    """

    def __init__(self, key: str, **params: Parameter) -> None:
        self.message = Message(f"error.{key}", dict(params))
        details = ", ".join(f"{name}={value!r}" for name, value in params.items())
        super().__init__(f"{key}({details})")


class ImpossibleCall(BackstrideError):
    """The caller asked for what cannot be."""


class ShapeMismatch(ImpossibleCall):
    """Two arrays that must agree in length do not."""


class OutOfRange(ImpossibleCall):
    """An argument lies outside what the function is defined for."""


class LimitExceeded(BackstrideError):
    """Untrusted input asked for more than the stated limit."""


class StoreError(BackstrideError):
    """The store cannot do what it was asked."""


class StoreDamaged(StoreError):
    """The integrity check failed."""


class StoreTooNew(StoreError):
    """The store was written by a newer version of Backstride."""


class NotFound(StoreError):
    """No such activity, batch or entry."""


class ChangedMeanwhile(StoreError):
    """What was to be changed is not any more as it was read."""


class FitNotTrusted(BackstrideError):
    """A fit failed its guards and the caller asked to be strict."""
