"""Tables of studies inside pages that people write: what lies between the marks is replaced."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

_MARK = re.compile(
    r"(?P<open><!-- table: (?P<name>[a-z_]+) -->\n).*?(?P<close><!-- end of table -->)", re.DOTALL
)


def fill_tables(page: Path, tables: Mapping[str, Sequence[str]]) -> None:
    """Put tables into a page.

    Parameters
    ----------
    page : Path
        Page with marks ``<!-- table: NAME -->`` and ``<!-- end of table -->``.
    tables : mapping of str to sequence of str
        Lines by name of the mark.

    Raises
    ------
    KeyError
        Where the page has a mark without a table.
    """

    def filled(match: re.Match[str]) -> str:
        lines = "\n".join(tables[match["name"]])
        return f"{match['open']}\n{lines}\n\n{match['close']}"

    page.write_text(_MARK.sub(filled, page.read_text(encoding="utf-8")), encoding="utf-8")
