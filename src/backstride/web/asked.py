"""The questions of a day as a form shows them, from the table of diary items, and read back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_facts import NOTE, RUN, facts_of, is_fact, item_of
from backstride.domain.diary_item import Asked, Item, Kind
from backstride.domain.diary_items import ABOUT_A_RUN, ITEMS, POINTS, items_asked
from backstride.domain.diary_value import ItemValue, Skipped
from backstride.domain.message import Message
from backstride.readers.item_cells import read_item
from backstride.readers.table_cells import Refused
from backstride.workflows.look_at_today import RunOfDay

SKIP: Final = "skip"
HALF: Final = ".half"
"""End of the name of the box that adds half a point."""
LONGEST_WORDS: Final = 2000
MAIN: Final = ("leg_morning", "leg_evening")
"""What is asked first, with eleven large answers."""
MOST_CHIPS: Final = 11

Faults = dict[str, Message]


@dataclass(frozen=True, slots=True)
class Field:
    """One question as a form shows it.

    Parameters
    ----------
    name : str
        Of the fact.
    key : str
        Of the item; empty for the runner's own words.
    widget : str
        ``scale``, ``chips``, ``select``, ``number`` or ``words``.
    value : str
        What is said, as text; empty where nothing is.
    options : tuple of str
        What may be chosen.
    unit : str
        Of a number.
    fault : Message or None
        Why what was typed cannot be kept.
    """

    name: str
    key: str
    widget: str
    value: str = ""
    options: tuple[str, ...] = ()
    unit: str = ""
    fault: Message | None = None

    @property
    def whole(self) -> str:
        """The whole points of a half one."""
        return self.value.removesuffix(".5")

    @property
    def is_half(self) -> bool:
        """Whether half a point is added."""
        return self.value.endswith(".5")

    @property
    def is_said(self) -> bool:
        """Whether anything is."""
        return self.value != ""


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that are asked together.

    Parameters
    ----------
    name : str
        ``morning``, ``evening``, ``day``, ``run``, ``week`` or ``month``.
    fields : tuple of Field
        In the order of asking.
    run : RunOfDay or None
        The run they are about.
    """

    name: str
    fields: tuple[Field, ...]
    run: RunOfDay | None = None

    @property
    def n_said(self) -> int:
        """How many of them are answered or passed over."""
        return sum(one.is_said for one in self.fields)

    @property
    def has_fault(self) -> bool:
        """Whether something in it cannot be kept."""
        return any(one.fault is not None for one in self.fields)


@dataclass(frozen=True, slots=True)
class Asking:
    """A form about one day.

    Parameters
    ----------
    groups : dict of str to Group
        By name.
    runs : tuple of Group
        Questions about each run.
    note : Field
        The runner's own words.
    faults : dict of str to Message
        By name of the field.
    """

    groups: dict[str, Group]
    runs: tuple[Group, ...]
    note: Field
    faults: Faults = field(default_factory=dict)


def ask(
    entry: DiaryEntry | None,
    runs: Iterable[RunOfDay],
    *,
    typed: Mapping[str, str] | None = None,
    faults: Faults | None = None,
) -> Asking:
    """Return the questions of a day with what was said, or with what was typed in its place."""
    said = {name: text_of(value) for name, value in facts_of(entry).items()} | dict(typed or {})
    wrong = faults or {}
    groups = {
        asked.value: Group(asked.value, tuple(_of(item, item.key, said, wrong) for item in items))
        for asked in Asked
        if asked is not Asked.RUN
        for items in [items_asked(asked)]
    }
    there = list(runs)
    known = {run.id for run in there}
    noted = {name.split(":")[1] for name in said if name.startswith(RUN) and is_fact(name)}
    there += [RunOfDay(run_id, None, None) for run_id in sorted(noted - known)]
    if not there:
        there = [RunOfDay("", None, None)]
    about = [item for item in ITEMS if item.key in ABOUT_A_RUN]
    return Asking(
        groups,
        tuple(
            Group(
                "run",
                tuple(_of(item, f"{RUN}{run.id}:{item.key}", said, wrong) for item in about),
                run,
            )
            for run in there
        ),
        Field(NOTE, "", "words", said.get(NOTE, ""), fault=wrong.get(NOTE)),
        wrong,
    )


def read_form(form: Mapping[str, str]) -> tuple[dict[str, ItemValue | None], Faults]:
    """Read every fact that a form holds; all faults at once, by name.

    Parameters
    ----------
    form : mapping of str to str
        What was typed; names that are no facts are passed over.
    """
    told: dict[str, ItemValue | None] = {}
    faults: Faults = {}
    for name, text in typed_texts(form).items():
        found = read_text(name, text)
        if isinstance(found, Message):
            faults[name] = found
        else:
            told[name] = found
    return told, faults


def typed_texts(form: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed by fact, half points added to whole ones."""
    found = {}
    for name, text in form.items():
        if is_fact(name):
            add = ".5" if f"{name}{HALF}" in form and text.isdecimal() else ""
            found[name] = f"{text}{add}"
    return found


def read_text(name: str, text: str) -> ItemValue | Message | None:
    """Read one fact as it was typed; None where nothing was, a message where it cannot be kept."""
    text, item = text.strip(), item_of(name)
    if not text:
        return None
    if len(text) > LONGEST_WORDS:
        return Message("web.check_in.fault.words", {"most": LONGEST_WORDS})
    if item is None:
        return text
    found = Skipped.SKIPPED if text == SKIP else read_item(text, item)
    return _why(item) if isinstance(found, Refused) else found


def text_of(value: ItemValue | None) -> str:
    """Return an answer as a form holds it; what `read_text` reads back."""
    if value is None:
        return ""
    if isinstance(value, Skipped):
        return SKIP
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else f"{value:.12g}"


def _why(item: Item) -> Message:
    scale = item.scale
    if scale.kind is Kind.NUMBER:
        key = "web.check_in.fault.half" if scale.step == 0.5 else "web.check_in.fault.number"
        return Message(key, {"low": scale.low, "high": scale.high})
    return Message("web.check_in.fault.choice")


def _of(item: Item, name: str, said: Mapping[str, str], faults: Faults) -> Field:
    value = said.get(name, "")
    widget, options = _widget(item)
    if widget in ("chips", "select") and value not in ("", SKIP, *options):
        options = (*options, value)
    unit = item.scale.unit if widget == "number" else ""
    return Field(name, item.key, widget, value, options, unit, faults.get(name))


def _widget(item: Item) -> tuple[str, tuple[str, ...]]:
    """Return how an item is asked, and what may be chosen."""
    scale = item.scale
    if item.key in MAIN:
        return "scale", tuple(str(point) for point in range(11))
    if scale.kind is Kind.YES_NO:
        return "chips", ("yes", "no")
    if scale.kind is Kind.CHOICE:
        return "chips", scale.options
    if scale.kind is Kind.WORDS:
        return "words", ()
    if scale == POINTS:
        return "select", tuple(f"{half / 2:g}" for half in range(21))
    step = scale.step or 1.0
    n_option = int((scale.high - scale.low) / step) + 1
    if n_option <= MOST_CHIPS:
        return "chips", tuple(f"{scale.low + step * place:g}" for place in range(n_option))
    return "number", ()
