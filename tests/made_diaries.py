"""Diary entries as hypothesis strategies: anything that the product itself can come to hold."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from backstride.domain.body import COARSE, REGIONS, BodyMark, drawn_sites
from backstride.domain.body_words import QUALITIES
from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_answers import with_answers
from backstride.domain.diary_item import Asked, Item, Kind
from backstride.domain.diary_items import ABOUT_A_RUN, BY_KEY, ITEMS
from backstride.domain.diary_parts import (
    INSTRUMENTS,
    Event,
    EventKind,
    ImportedScore,
    Moment,
    RunNote,
)
from backstride.domain.diary_value import ItemValue, Skipped

DAYS = st.dates(date(1990, 1, 1), date(2050, 12, 31))
NAMES = st.from_regex(r"own_[a-z0-9]{1,20}(_[a-z0-9]{1,10})?", fullmatch=True)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
NUMBERS = st.floats(-1e9, 1e9, allow_nan=False)
HALF_POINTS = st.integers(0, 20).map(lambda half: half / 2)

SITES = st.sampled_from(
    [*(site.id for site in drawn_sites()), *(region.name for region in COARSE), *REGIONS]
)
OWN_LEVELS = st.integers(0, 100).map(lambda tenth: tenth / 10)


@st.composite
def marks(draw: st.DrawFn) -> BodyMark:
    """One mark: with a level, with one on its own scale, or without."""
    site, quality = draw(SITES), draw(st.sampled_from(sorted(QUALITIES)))
    kind = draw(st.sampled_from(["bare", "level", "own"]))
    if kind == "bare":
        return BodyMark(site, quality)
    if kind == "level":
        return BodyMark(site, quality, draw(HALF_POINTS))
    return BodyMark(site, quality, draw(OWN_LEVELS), "own_1_10")


def mark_lists() -> st.SearchStrategy[tuple[BodyMark, ...]]:
    """Marks of one moment: a word at a site once."""
    unique = st.lists(marks(), max_size=6, unique_by=lambda mark: (mark.site, mark.quality))
    return unique.map(tuple)


def item_values(item: Item) -> st.SearchStrategy[ItemValue]:
    """Every answer an item may have, or passed over."""
    scale = item.scale
    if scale.kind is Kind.YES_NO:
        said: st.SearchStrategy[ItemValue] = st.booleans()
    elif scale.kind is Kind.CHOICE:
        said = st.sampled_from(scale.options)
    elif scale.kind is Kind.WORDS:
        said = WORDS
    elif scale.step:
        n_step = round((scale.high - scale.low) / scale.step)
        said = st.integers(0, n_step).map(lambda place: scale.low + place * scale.step)
    else:
        said = st.floats(scale.low, scale.high)
    return st.one_of(said, st.just(Skipped.SKIPPED))


def answers(keys: list[str]) -> st.SearchStrategy[dict[str, ItemValue]]:
    """Answers to some of the items."""
    return st.lists(st.sampled_from(keys), max_size=8, unique=True).flatmap(
        lambda chosen: st.fixed_dictionaries({key: item_values(BY_KEY[key]) for key in chosen})
    )


DAY_KEYS = [item.key for item in ITEMS if item.asked is not Asked.RUN]

MOMENTS = st.builds(
    Moment,
    at=st.none() | st.times().map(lambda at: at.replace(microsecond=0)),
    marks=mark_lists(),
    is_whole_map=st.booleans(),
    values=st.dictionaries(NAMES, st.one_of(NUMBERS, WORDS), max_size=3),
)
"""A moment may be empty only where it has a time."""

RUNS = st.builds(
    RunNote,
    activity_id=st.one_of(st.just(""), st.from_regex(r"[0-9a-f]{32}", fullmatch=True)),
    values=answers(sorted(ABOUT_A_RUN)),
)
SCORES = st.sampled_from(sorted(INSTRUMENTS)).map(
    lambda name: ImportedScore(name, float(INSTRUMENTS[name][1]))
)


@st.composite
def entries(draw: st.DrawFn, day: date | None = None) -> DiaryEntry:
    """One whole day."""
    chosen = draw(DAYS) if day is None else day
    moments = draw(st.lists(MOMENTS, max_size=4, unique_by=lambda moment: moment.at or id(moment)))
    events = st.builds(
        Event,
        kind=st.sampled_from(EventKind),
        last_day=st.none() | st.dates(chosen, date(2060, 1, 1)),
        note=st.one_of(st.just(""), WORDS),
    )
    entry = DiaryEntry(
        day=chosen,
        covariates=draw(st.dictionaries(NAMES, NUMBERS, max_size=3)),
        marks=draw(st.dictionaries(st.just("note") | NAMES, WORDS, max_size=3)),
        backfilled=draw(st.booleans()),
        moments=tuple(moment for moment in moments if _says_something(moment)),
        runs=tuple(draw(st.lists(RUNS, max_size=2, unique_by=lambda run: run.activity_id))),
        events=tuple(draw(st.lists(events, max_size=2))),
        scores=tuple(draw(st.lists(SCORES, max_size=2, unique_by=lambda one: one.instrument))),
    )
    return with_answers(entry, draw(answers(DAY_KEYS)))


def _says_something(moment: Moment) -> bool:
    return bool(moment.at or moment.marks or moment.is_whole_map or moment.values)
