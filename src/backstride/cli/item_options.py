"""Options of the command line made from the table of diary items: one item, one option."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Annotated, Any

import typer

from backstride.cli.parsing import begun, is_yes, listed, parse_score, refuse
from backstride.cli.words import words
from backstride.domain.diary_item import Item, Kind
from backstride.domain.diary_items import BY_KEY, ITEMS, POINTS
from backstride.domain.diary_value import ItemValue
from backstride.readers.item_cells import read_item
from backstride.readers.table_cells import SKIP_MARKS, Refused


def with_item_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command one option for every item that has flags.

    Parameters
    ----------
    command : callable
        Takes ``**given``: what was typed, by item key; None where the option was left out.
    """
    own = [
        parameter
        for parameter in inspect.signature(command, eval_str=True).parameters.values()
        if parameter.kind is not inspect.Parameter.VAR_KEYWORD
    ]
    parameters = [*own, *(_parameter(item) for item in ITEMS if item.flags)]
    told: Any = command  # typer reads both: the signature for names, the annotations for types
    told.__signature__ = inspect.Signature(parameters)
    told.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return command


def read_given(given: Mapping[str, str | bool | None]) -> dict[str, ItemValue]:
    """Read what was typed behind the options; a fault is told with what was expected."""
    return {
        key: value if isinstance(value, bool) else read_answer(BY_KEY[key], value)
        for key, value in given.items()
        if value is not None
    }


def read_answer(item: Item, text: str) -> ItemValue:
    """Read one answer as a person types it; ``-`` or ``skip`` passes it over."""
    name, typed = item.flags.partition("/")[0] or item.key, text.strip()
    if item.scale == POINTS and typed.lower() not in SKIP_MARKS:
        return parse_score(typed, name=name)
    meant = begun(typed, item.scale.options)
    if len(meant) == 1:
        return meant[0]
    said = is_yes(typed) if item.scale.kind is Kind.YES_NO else None
    if said is not None:
        return said
    value = read_item(typed, item) if typed else Refused("blank")
    if not isinstance(value, Refused):
        return value
    scale = item.scale
    if scale.kind is Kind.NUMBER:
        span = {"low": scale.low, "high": scale.high}
        raise refuse("cli.bad_number", name=name, text=typed, unit=scale.unit, **span)
    if scale.kind is Kind.WORDS:
        raise refuse("cli.bad_words", name=name)
    yes_no = ", ".join((words().say("diary.yes"), words().say("diary.no")))
    choices = listed(scale.options) or yes_no
    raise refuse("cli.bad_choice", name=name, text=typed, choices=choices)


def _parameter(item: Item) -> inspect.Parameter:
    is_yes_no = item.scale.kind is Kind.YES_NO
    flags = [item.flags] if is_yes_no else item.flags.split("/")
    option = typer.Option(*flags, help=words().say(f"item.{item.key}.ask"), show_default=False)
    kind = bool | None if is_yes_no else str | None
    return inspect.Parameter(
        item.key,
        inspect.Parameter.KEYWORD_ONLY,
        default=None,
        annotation=Annotated[kind, option],
    )
