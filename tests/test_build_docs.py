"""The checks of tools/build_docs.py, on small sites made here."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools.build_docs import check_navigation, check_site, read_navigation, readable


def site_of(folder: Path, **pages: str) -> Path:
    """Write each page as NAME.html and return the folder."""
    for name, body in pages.items():
        (folder / f"{name}.html").write_text(f"<html><body>{body}</body></html>")
    return folder


def test_the_navigation_is_read_through_every_level() -> None:
    entries: list[object] = [
        {"Home": "index.md"},
        {"How-to": ["howto/index.md", {"Import": "howto/import.md"}]},
    ]

    assert list(read_navigation(entries)) == ["index.md", "howto/index.md", "howto/import.md"]


def test_a_page_that_is_listed_and_absent_is_told(tmp_path: Path) -> None:
    (tmp_path / "index.md").touch()

    faults = check_navigation(["index.md", "gone.md"], tmp_path)

    assert faults == ["zensical.toml lists gone.md, which is not there"]


def test_a_page_that_nobody_can_find_is_told(tmp_path: Path) -> None:
    (tmp_path / "index.md").touch()
    (tmp_path / "lost.md").touch()

    assert check_navigation(["index.md"], tmp_path) == ["docs/lost.md is not in the navigation"]


def test_a_page_listed_twice_is_told(tmp_path: Path) -> None:
    (tmp_path / "index.md").touch()

    faults = check_navigation(["index.md", "index.md"], tmp_path)

    assert faults == ["zensical.toml lists index.md twice"]


@pytest.mark.parametrize(
    "body",
    [
        '<a href="other.html">works</a>',
        '<a href="other.html#part">works</a>',
        '<a href="#here">works</a><p id="here">',
        '<a href="https://example.org/">waits to be followed</a>',
        '<a href="mailto:someone@example.org">waits as well</a>',
        '<img src="data:image/png;base64,AA==">',
    ],
)
def test_addresses_that_lead_somewhere_pass(tmp_path: Path, body: str) -> None:
    site = site_of(tmp_path, index=body, other='<h2 id="part">Part</h2>')

    assert check_site(site) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<a href="gone.html">', "index.html points at gone.html, which is not there"),
        ('<a href="other.html#no">', "index.html points at other.html#no, which is not there"),
        ('<img src="gone.png">', "index.html points at gone.png, which is not there"),
        (
            '<script src="https://cdn.example.org/a.js"></script>',
            "index.html fetches https://cdn.example.org/a.js",
        ),
        (
            '<link rel="stylesheet" href="//fonts.example.org/a.css">',
            "index.html fetches //fonts.example.org/a.css",
        ),
    ],
)
def test_broken_and_foreign_addresses_are_told(tmp_path: Path, body: str, fault: str) -> None:
    site = site_of(tmp_path, index=body, other="")

    assert check_site(site) == [fault]


def test_the_generators_words_are_shown_without_colours_and_traceback() -> None:
    output = "\x1b[33mWarning:\x1b[0m page does not exist\nTraceback (most recent call last):\n x"

    assert readable(output) == "Warning: page does not exist"
