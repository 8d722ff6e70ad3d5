"""What is known: no sentence without a source and a grade, no word without its German."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient

from backstride.report.learning import Said, said_by_section, sources
from backstride.text.catalogue import load_catalogue
from tests.web.conftest import Served

ALL = [one for said in said_by_section().values() for one in said]
PREFIX = "web.learn.said."


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_sentence_of_the_page_has_a_source_and_a_grade(language: str) -> None:
    words = load_catalogue(language).messages
    spoken = {key.removeprefix(PREFIX) for key in words if key.startswith(PREFIX)}

    assert spoken == {one.key for one in ALL}
    assert all(one.sources for one in ALL)
    assert {one.grade for one in ALL} <= {"A", "B", "C", "D", "none", "word"}


@pytest.mark.parametrize("one", ALL, ids=[one.key for one in ALL])
def test_an_entry_is_one_sentence(one: Said) -> None:
    text = load_catalogue("en").say(f"{PREFIX}{one.key}")

    assert text.endswith(".")
    assert len(re.findall(r"\.(\s|$)", text)) == 1


def test_where_no_study_was_found_it_is_our_own_search_that_says_so() -> None:
    for one in ALL:
        is_search = [source.key for source in one.sources] == ["own_search"]
        assert is_search == (one.grade == "none"), one.key


def test_every_source_is_used_and_says_who_and_where_to_look() -> None:
    used = Counter(source.key for one in ALL for source in one.sources)

    assert set(used) == set(sources())
    for source in sources().values():
        assert source.authors
        assert source.read in ("abstract", "memory")
        assert source.title or source.place or source.address, source.key
        assert not source.address or source.address.startswith("https://")


def test_no_number_of_english_is_lost_in_german() -> None:
    english, german = load_catalogue("en"), load_catalogue("de")

    def numbers(text: str) -> list[str]:
        return sorted(re.findall(r"\d+(?:\.\d+)?", text))

    for one in ALL:
        en = english.say(f"{PREFIX}{one.key}")
        de = german.say(f"{PREFIX}{one.key}").replace(",", ".")
        assert numbers(en) == numbers(de), one.key


def test_the_page_shows_every_sentence_with_its_source(client: TestClient) -> None:
    page = unescape(client.get("/learn").text)

    for one in ALL:
        sentence = load_catalogue("en").say(f"{PREFIX}{one.key}")
        after = page.split(sentence)[1][:1200].split("</li>")[0]
        for source in one.sources:
            assert f'href="#source-{source.key}"' in after, one.key


def test_links_to_other_hosts_open_only_when_tapped_and_tell_nothing(client: TestClient) -> None:
    page = client.get("/learn").text
    outside = re.findall(r"<(\w+)[^>]*https?://[^>]*>", page)
    links = re.findall(r'<a href="https://[^>]*>', page)

    assert set(outside) == {"a"}
    assert links
    assert all('rel="noreferrer' in link for link in links)


def test_the_search_leaves_what_holds_every_word(browser: Any, served: Served) -> None:
    context = browser.new_context(locale="en-GB", base_url=served.address)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/learn")
    page.get_by_label("Search this page").fill("hard shoes")

    shown = page.locator("[data-sentence]:visible")
    assert 0 < shown.count() < len(ALL)
    assert all("shoes" in text.lower() for text in shown.all_inner_texts())
    assert page.inner_text("[data-found]") == f"Sentences shown: {shown.count()}"
    assert all(url.startswith(served.address) for url in asked)
    context.close()
