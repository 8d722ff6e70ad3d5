"""What a diary day says, in words: for lists, for the changes of a day, for two words about one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fastapi import Request

from backstride.domain.body import LADDER, ladder_step
from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_facts import NOTE, RUN, facts_of, item_of
from backstride.domain.diary_items import BY_KEY
from backstride.domain.diary_parts import Event, Moment
from backstride.domain.diary_value import ItemValue, Skipped
from backstride.store.diary import DiaryChange
from backstride.text.catalogue import Catalogue
from backstride.web.formats import Formats
from backstride.web.front import front_of
from backstride.web.speech import tag_of_request, words_of

OWN_COLUMNS: Final = frozenset({"leg_morning", "leg_evening"})
LADDER_ITEM: Final = "ladder_step_0_6"
WRITERS: Final = frozenset({"runner", "import", "undo"})


@dataclass(frozen=True, slots=True)
class DiaryWords:
    """Says what stands in the diary.

    Parameters
    ----------
    words : Catalogue
        Of one language.
    formats : Formats
        Of the same.
    """

    words: Catalogue
    formats: Formats

    def name(self, fact: str) -> str:
        """Return the name of a fact."""
        item = item_of(fact)
        if item is None:
            return self.words.say("web.diary.note") if fact == NOTE else fact
        named = self.words.say(f"item.{item.key}.name")
        return self.words.say("web.diary.of_run", name=named) if fact.startswith(RUN) else named

    def value(self, fact: str, value: ItemValue | None) -> str:
        """Return an answer in words."""
        say, item = self.words.say, item_of(fact)
        if value is None:
            return say("web.diary.nothing")
        if isinstance(value, Skipped):
            return say("web.diary.passed_over")
        if isinstance(value, bool):
            return say("web.diary.yes" if value else "web.diary.no")
        if isinstance(value, str):
            return say(f"item.option.{value}") if item and item.scale.options else value
        number = self.number(value)
        if item is not None and item.key == LADDER_ITEM and value.is_integer():
            return f"{number} ({say(f'body.ladder.{LADDER[int(value)]}')})"
        if item is not None and item.scale.unit in ("h", "min"):
            return f"{number} {item.scale.unit}"
        return number

    def number(self, value: float) -> str:
        """Return a number without needless digits."""
        digits = next((n for n in range(3) if round(value, n) == value), 3)
        return self.formats.number(value, digits)

    def others(self, entry: DiaryEntry) -> list[str]:
        """Return what a day says beside the two leg scores, each in a few words."""
        facts = facts_of(entry)
        said = [
            f"{self.name(fact)}: {self.value(fact, value)}"
            for fact, value in facts.items()
            if fact not in OWN_COLUMNS
        ]
        return [*said, *self._parts(entry)]

    def mark(self, moment: Moment) -> list[str]:
        """Return the marks of one moment."""
        return [self.body_mark(one.site, one.quality, one.level) for one in moment.marks]

    def body_mark(self, site: str, quality: str, level: float | None) -> str:
        """Return one mark of the body map."""
        felt = self.words.say(f"body.quality.{quality}")
        if level is not None:
            felt = self.words.say("body.mark.level", quality=felt, level=level)
        return f"{self.site(site)}: {felt}"

    def site(self, site: str) -> str:
        """Return the name of a site of the body map."""
        region, _, side = site.rpartition("_")
        if side not in ("left", "centre", "right"):
            return self.words.say(f"body.region.{site}")
        place, which = self.words.say(f"body.region.{region}"), self.words.say(f"body.side.{side}")
        return self.words.say("body.site.sided", side=which, region=place)

    def event(self, event: Event) -> str:
        """Return the name of an event with its note."""
        kind = self.words.say(f"event.{event.kind.value}")
        return f"{kind}: {event.note}" if event.note else kind

    def writer(self, change: DiaryChange) -> str:
        """Return who made a change."""
        who, _, number = change.who.partition(":")
        return self.words.say(f"diary.who.{who}", number=number) if who in WRITERS else change.who

    def differences(self, change: DiaryChange) -> list[tuple[str, str, str]]:
        """Return what a change changed: name, before, after."""
        old, new = facts_of(change.before), facts_of(change.after)
        found = [
            (self.name(fact), self.value(fact, old.get(fact)), self.value(fact, new.get(fact)))
            for fact in dict.fromkeys([*old, *new])
            if old.get(fact) != new.get(fact)
        ]
        before, after = self._whole(change.before), self._whole(change.after)
        if before != after:
            nothing = self.words.say("web.diary.nothing")
            name = self.words.say("web.diary.other_parts")
            found.append((name, before or nothing, after or nothing))
        return found

    def _whole(self, entry: DiaryEntry | None) -> str:
        return "" if entry is None else "; ".join(self._parts(entry))

    def _parts(self, entry: DiaryEntry) -> Iterator[str]:
        """Yield what is no fact of its own: numbers under their names, map, events, scores."""
        for name, number in entry.covariates.items():
            if name not in BY_KEY:
                yield f"{name}: {self.number(number)}"
        yield from (f"{name}: {text}" for name, text in entry.marks.items() if name != NOTE)
        marks = [mark for moment in entry.moments for mark in moment.marks]
        step = ladder_step(marks, is_whole_map=any(one.is_whole_map for one in entry.moments))
        if step is not None:
            ladder = self.words.say(f"body.ladder.{LADDER[step]}")
            yield self.words.say("web.diary.map_line", n=len(marks), ladder=ladder)
        for event in entry.events:
            until = "" if event.last_day is None else self.formats.day(event.last_day, year=True)
            key = "web.diary.event_until" if until else "web.diary.event_open"
            yield self.words.say(key, event=self.event(event), until=until)
        yield from (f"{score.instrument}: {self.number(score.value)}" for score in entry.scores)


def speech_of(request: Request) -> DiaryWords:
    """Return what says the diary in the words of a request."""
    formats = Formats(tag_of_request(request), front_of(request).preferences.units)
    return DiaryWords(words_of(request), formats)
