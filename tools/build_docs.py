"""Build the documentation into `site/`, or say what is wrong with it and fail.

Zensical stops on links between pages that lead nowhere. This tool adds what it does not look at:
the navigation and the pages must be the same set, every local address in the built pages must
exist, and no page may ask anything of another machine.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).parent.parent
CONFIG = ROOT / "zensical.toml"

FETCHED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
"""Elements whose address a browser fetches by itself; an `a` waits to be followed."""


class Page(HTMLParser):
    """The addresses and the anchors of one built page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.anchors: set[str] = {""}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag points at and what may point at it."""
        given = {name: value or "" for name, value in attrs}
        self.anchors |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif (address := given.get(FETCHED.get(tag, ""))) is not None:
            self.fetched.append(address)


def read_navigation(entries: list[object]) -> Iterator[str]:
    """Yield every page of the navigation, in its order."""
    for entry in entries:
        if isinstance(entry, str):
            yield entry
        elif isinstance(entry, list):
            yield from read_navigation(entry)
        elif isinstance(entry, dict):
            yield from read_navigation(list(entry.values()))


def check_navigation(navigation: list[str], docs: Path) -> list[str]:
    """Return one line for every page that is listed and absent, or there and not listed."""
    pages = {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")}
    listed = set(navigation)
    faults = [f"zensical.toml lists {page}, which is not there" for page in sorted(listed - pages)]
    faults += [f"docs/{page} is not in the navigation" for page in sorted(pages - listed)]
    twice = sorted(page for page in listed if navigation.count(page) > 1)
    return faults + [f"zensical.toml lists {page} twice" for page in twice]


def check_site(site: Path) -> list[str]:
    """Return one line for every address of the built pages that is broken or leaves the machine."""
    pages = {
        path.resolve(): Page(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")
    }
    faults = []
    for path, page in sorted(pages.items()):
        name = path.relative_to(site.resolve()).as_posix()
        foreign = [address for address in page.fetched if urlsplit(address).netloc]
        faults += [f"{name} fetches {address}" for address in foreign]
        if name == "404.html":  # its addresses start at the root of a server that is not known here
            continue
        faults += [
            f"{name} points at {address}, which is not there"
            for address in (*page.links, *page.fetched)
            if not is_there(address, path, pages)
        ]
    return faults


def is_there(address: str, page: Path, pages: dict[Path, Page]) -> bool:
    """Tell whether a local address of a page leads to a file, and to an anchor in it."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return True
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if target in pages:
        return unquote(parts.fragment) in pages[target].anchors
    return target.is_file()


def build() -> int:
    """Run the site generator with every warning an error; return its exit status."""
    command = [str(Path(sys.executable).parent / "zensical"), "build", "--strict", "--clean"]
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        print(readable(done.stdout + done.stderr), file=sys.stderr)
    return done.returncode


def readable(output: str) -> str:
    """Return the generator's words without colours and without its closing traceback."""
    return re.sub(r"\x1b\[[0-9;]*m", "", output).partition("Traceback")[0].strip()


def main() -> None:
    """Build, check, and leave with a status that `make` understands."""
    project = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["project"]
    navigation = list(read_navigation(project["nav"]))
    faults = check_navigation(navigation, ROOT / project["docs_dir"])
    built = build()
    if built == 0:
        faults += check_site(ROOT / project["site_dir"])
    for fault in faults:
        print(f"docs: {fault}", file=sys.stderr)
    if built != 0 or faults:
        sys.exit(1)
    print(f"docs: {len(navigation)} pages in {project['site_dir']}/index.html")


if __name__ == "__main__":
    main()
