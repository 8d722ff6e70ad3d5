"""Cells of one diary item: what a person types, to a value or to the reason why not."""

from __future__ import annotations

from typing import Final

from backstride.domain.diary_item import Item, Kind
from backstride.domain.diary_value import ItemValue, Skipped
from backstride.readers.own_cells import own_number, unescape_words
from backstride.readers.table_cells import SCORE_MAX, SKIP_MARKS, Refused, number_in
from backstride.readers.table_text import MAX_CELL

YES: Final = frozenset({"yes", "y", "true", "1"})
NO: Final = frozenset({"no", "n", "false", "0"})


def read_item(
    text: str, item: Item, *, comma_is_decimal: bool = True, is_own: bool = False
) -> ItemValue | Refused:
    """Read an answer as a person types it.

    Parameters
    ----------
    text : str
        Not blank; without spaces around it.
    item : Item
        The question.
    comma_is_decimal : bool
        False where ``12,345`` may be twelve thousand.
    is_own : bool
        True in a table that Backstride wrote.

    Returns
    -------
    ItemValue or Refused
        A mark for "passed over" is `Skipped`; nothing is guessed.
    """
    if len(text) > MAX_CELL and not is_own:
        return Refused("table.cell_too_long", {"limit": MAX_CELL})
    if text.lower() in SKIP_MARKS:
        return Skipped.SKIPPED
    match item.scale.kind:
        case Kind.NUMBER:
            number = own_number(text) if is_own else _number_in(text, item, comma_is_decimal)
            return number if isinstance(number, Refused) else _within(number, item)
        case Kind.YES_NO:
            return _yes_no(text)
        case Kind.CHOICE:
            return _choice(text, item)
    return unescape_words(text) if is_own else text


def _number_in(text: str, item: Item, comma_is_decimal: bool) -> float | Refused:
    of_ten, slash, ten = text.partition("/")
    if slash and (ten.strip() != "10" or item.scale.high != SCORE_MAX):
        return Refused("table.number_unreadable")
    return number_in(of_ten.strip(), comma_is_decimal=comma_is_decimal)


def _within(number: float, item: Item) -> float | Refused:
    scale = item.scale
    if scale.fits(number):
        return number
    code = "table.item_off_grid" if scale.low <= number <= scale.high else "table.item_outside"
    return Refused(
        code, {"low": scale.low, "high": scale.high, "step": scale.step, "unit": scale.unit}
    )


def _yes_no(text: str) -> bool | Refused:
    said = text.lower()
    if said in YES or said in NO:
        return said in YES
    return Refused("table.flag_unknown")


def _choice(text: str, item: Item) -> str | Refused:
    said = text.lower().replace(" ", "_").replace("-", "_")
    if said in item.scale.options:
        return said
    return Refused("table.choice_unknown", {"options": ", ".join(item.scale.options)})
