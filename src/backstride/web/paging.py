"""Paging: which rows of a long list a page shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pages:
    """One page of a list.

    Parameters
    ----------
    number : int
        From 1.
    n_row : int
        Rows of the whole list.
    size : int
        Rows of a page.
    """

    number: int
    n_row: int
    size: int

    @property
    def total(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.n_row // self.size))

    @property
    def first(self) -> int:
        """Rows before this page."""
        return (self.number - 1) * self.size

    @property
    def before(self) -> int | None:
        """Number of the page before, None on the first."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """Number of the page after, None on the last."""
        return self.number + 1 if self.number < self.total else None
