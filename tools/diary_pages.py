"""Write the tables of the reference pages on diary items and the body map from the code's own.

Run it after a change of `backstride.domain.diary_items` or `backstride.domain.body`; a test holds
the pages against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from backstride.domain.body import COARSE, DRAWN, Region
from backstride.domain.body_words import MET, QUALITIES
from backstride.domain.diary_item import Asked, Item, Kind
from backstride.domain.diary_items import Role, items_asked, role_of
from backstride.text.catalogue import load_catalogue

PAGES = Path(__file__).parent.parent / "docs" / "reference"
SAY = load_catalogue().say

HEADINGS = {
    Asked.MORNING: "Each morning",
    Asked.EVENING: "Each evening",
    Asked.DAY: "Any time of the day, one tap",
    Asked.RUN: "About one run",
    Asked.WEEK: "Once a week",
    Asked.MONTH: "Every two to four weeks",
}

MARKS = {Role.COVARIATE: " **C**", Role.SYMPTOM: " **S**", Role.MEASURE: " **M**"}
"""Behind an answer that may enter the model."""


def fill(page: str, name: str, rows: Iterable[str]) -> str:
    """Put rows between the two comments of a name."""
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    before, _, rest = page.partition(begin)
    after = rest.partition(end)[2]
    return before + begin + "\n" + "".join(f"{row}\n" for row in rows) + "\n" + end + after


def item_rows() -> Iterator[str]:
    """Yield one table an occasion, one row an item."""
    for asked in Asked:
        yield f"## {HEADINGS[asked]}"
        yield ""
        yield "| Key | Answer | Option | Question |"
        yield "|---|---|---|---|"
        for item in items_asked(asked):
            question = SAY(f"item.{item.key}.ask")
            yield f"| `{item.key}` | {answer_of(item)} | {option_of(item)} | {question} |"
        if asked is not Asked.MONTH:
            yield ""


def answer_of(item: Item) -> str:
    """Return what an answer may be."""
    scale, mark = item.scale, MARKS.get(role_of(item), "")
    if scale.kind is Kind.YES_NO:
        return f"yes, no{mark}"
    if scale.kind is Kind.WORDS:
        return f"words{mark}"
    if scale.kind is Kind.CHOICE:
        return ", ".join(f"`{option}`" for option in scale.options)
    grid = f", steps of {scale.step:g}" if scale.step else ""
    return f"{scale.low:g} to {scale.high:g} {scale.unit}{grid}{mark}"


def option_of(item: Item) -> str:
    """Return the option of the command line."""
    flags = re.findall(r"--?[\w-]+", item.flags)
    return ", ".join(f"`{flag}`" for flag in flags) or "`--set`"


def site_rows() -> Iterator[str]:
    """Yield one row a drawn region."""
    yield from ("| Site | Where | Step |", "|---|---|---|")
    for region in DRAWN:
        yield f"| `{region.name}` | {SAY(f'body.region.{region.name}')} | {step_of(region)} |"


def coarse_rows() -> Iterator[str]:
    """Yield one row a coarse place."""
    yield from ("| Place | Covers | Step |", "|---|---|---|")
    for region in COARSE:
        parts = ", ".join(f"`{part}`" for part in region.parts)
        yield f"| `{region.name}` | {parts} | {step_of(region)} |"


def word_rows() -> Iterator[str]:
    """Yield one row a word."""
    yield from ("| Word | Group |", "|---|---|")
    for word, group in QUALITIES.items():
        star = " *" if word in MET else ""
        yield f"| `{word}`{star} | {group.value} |"


def step_of(region: Region) -> str:
    """Return the step of the ladder, or that it has none."""
    return "beside the ladder" if region.step is None else str(region.step)


def written(name: str) -> str:
    """Return a page as it should stand."""
    page = (PAGES / name).read_text(encoding="utf-8")
    if name == "diary-items.md":
        return fill(page, "items", item_rows())
    page = fill(page, "sites", site_rows())
    page = fill(page, "coarse places", coarse_rows())
    return fill(page, "words", word_rows())


def main() -> None:
    """Write both pages."""
    for name in ("diary-items.md", "body-map.md"):
        (PAGES / name).write_text(written(name), encoding="utf-8")


if __name__ == "__main__":
    main()
