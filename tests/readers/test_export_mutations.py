"""Mutated exports: whatever the bytes, each format gives a sound value and comes back."""

from __future__ import annotations

import random

import pytest

from backstride.readers import registry
from backstride.synth import export_oddities, table_oddities, watch_oddities
from tests.readers.test_reader_contract import hold
from tests.readers.test_reader_mutations import mutated

FILES = watch_oddities.oddities() | export_oddities.oddities() | table_oddities.oddities()
SEEDS = (
    "polar.json",
    "polar.xml",
    "suunto-multisport.json",
    "goldencheetah-form.json",
    "running-page.json",
    "garmin-summaries.json",
    "garmin-days.json",
    "streams-with-start.json",
    "strava-english.csv",
    "strava-early.csv",
    "list-french.csv",
    "list-blank-dates.csv",
)
N_MUTATION = 150
VALUES = (b"null", b"-1", b"1e999", b"NaN", b"[]", b"{}", b'"x"', b"true", b"9" * 30, b"0")


@pytest.mark.parametrize("name", SEEDS)
def test_mutated_exports_give_values(name: str) -> None:
    read = next(known.read for known in registry.FORMATS if known.recognises(FILES[name]))
    for seed in range(N_MUTATION):
        data = mutated(FILES[name], random.Random(f"{name} {seed}"))

        hold(read(data))
        hold(registry.read(data))


@pytest.mark.parametrize("name", [name for name in SEEDS if name.endswith("json")])
def test_values_of_another_kind_give_values(name: str) -> None:
    """Exchange whole values, so that the document stays well formed."""
    lines = FILES[name].splitlines(keepends=True)
    for seed in range(N_MUTATION):
        chance = random.Random(f"{name} {seed}")
        changed = list(lines)
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(changed))
            key, colon, value = changed[place].partition(b": ")
            if colon and value.rstrip(b",\n")[-1:] not in {b"{", b"["}:
                end = value[len(value.rstrip(b",\n")) :]
                changed[place] = key + colon + chance.choice(VALUES) + end

        hold(registry.read(b"".join(changed)))
