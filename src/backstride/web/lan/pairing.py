"""The code that a phone must know once; shown on the screen of this computer and nowhere else."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from hmac import compare_digest
from threading import Lock
from typing import Final

ALPHABET: Final = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Letters and digits that nobody takes for one another."""
LENGTH: Final = 10
"""Letters of a code: 49 bits, with `MOST_TRIES` no guess succeeds."""
MOST_TRIES: Final = 20
"""Wrong codes after which no code is taken until Backstride is started again."""


class PairingCode:
    """The code at present; each is good for one phone.

    Parameters
    ----------
    changed : callable, optional
        Told every new code after the first.
    """

    def __init__(self, changed: Callable[[str], None] = lambda _: None) -> None:
        self._lock = Lock()
        self._changed = changed
        self._wrong = 0
        self.current = _new()

    @property
    def is_locked(self) -> bool:
        """Whether too many wrong codes came."""
        return self._wrong >= MOST_TRIES

    def take(self, given: str) -> bool:
        """Use the code up where it is right; count it where it is wrong."""
        clean = "".join(sign for sign in given.upper() if sign.isalnum())
        with self._lock:
            if self.is_locked:
                return False
            if not compare_digest(clean.encode(), self.current.encode()):
                self._wrong += 1
                return False
            self.current = _new()
        self._changed(self.current)
        return True


def _new() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
