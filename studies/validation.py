"""All studies on simulated runners: what was asked, what was found, in one page.

``make study-pages`` writes the page of every study and ``docs/explanation/validation/index.md``
from the tables that the studies left; ``make study-plans`` tells what they cost.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from studies import controls, grid, looks, measures, naive, sbc, signs
from studies.figures import Figure, figure_table
from studies.study import PAGES, plan_text, write_page

STUDIES: Final = tuple(
    module.STUDY for module in (sbc, grid, looks, signs, controls, measures, naive)
)

TITLES: Final = {
    "sbc": "Simulation-based calibration",
    "grid": "Coverage and power",
    "looks": "Repeated looks",
    "signs": "Wrong signs",
    "controls": "Negative controls",
    "measures": "Measures beside running",
    "naive": "Naive analyses",
}

ELSEWHERE: Final = """\
Pages of their own, each with what was asked of it:

- [Coverage study](coverage.md): runners drawn from the priors.
- [Forecast study](forecast.md): simulated mornings, against three plain forecasts.
- [Real diaries](diaries.md): one figure **failed**, a diary of three weeks that a plain forecast
  tells better.
- [NUTS on the same model](nuts.md): one figure **failed**, 46 to 87 times less processor time at
  matched error where 500 were asked.
- [The engine](../engine.md#what-it-costs): one figure **failed**, an answer with ten measures takes
  longer than 1.5 s.
"""
"""What is not a table of figures, and which of its figures failed."""


@dataclass(frozen=True, slots=True)
class Section:
    """What one page has to show for.

    Parameters
    ----------
    title, page, command : str
        Name of the study, its page in this folder, how it is run.
    figures : tuple of Figure
        What was asked of it.
    """

    title: str
    page: str
    command: str
    figures: tuple[Figure, ...]


def sections(folder: Path = PAGES) -> list[Section]:
    """Return what every study has to show for."""
    return [
        Section(
            TITLES[study.name],
            f"{study.name}.md",
            study.command,
            tuple(study.figures(study.rows(folder))),
        )
        for study in STUDIES
    ]


def render_index(found: Sequence[Section]) -> str:
    """Return the page of figures to reach."""
    everything = [figure for section in found for figure in section.figures]
    met = sum(figure.met is True for figure in everything)
    failed = sum(figure.met is False for figure in everything)
    parts = "\n".join(
        f"## [{one.title}]({one.page})\n\nRun by `{one.command}`.\n\n{figure_table(one.figures)}"
        for one in found
    )
    return f"""# Figures to reach

Simulated runners only. Each figure was asked before the first run, every run is reported, and a
figure that failed stays. Written by `make study-pages` from the tables beside it; do not edit.

{met} of {len(everything)} figures met, {failed} failed, {len(everything) - met - failed} not run.
Brackets hold 95 % Monte-Carlo intervals, ± half of one; *within chance* is a figure that only its
interval reaches.

{parts}
## Elsewhere

{ELSEWHERE}"""


def write_pages(folder: Path = PAGES) -> list[Path]:
    """Write the page of every study and the index, and return where they are."""
    pages = [write_page(study, folder) for study in STUDIES]
    index = folder / "index.md"
    index.write_text(render_index(sections(folder)), encoding="utf-8")
    return [*pages, index]


def main(arguments: Sequence[str] | None = None) -> None:
    """Write all pages, or tell what all studies cost."""
    parser = argparse.ArgumentParser(prog="python -m studies.validation")
    parser.add_argument("--out", type=Path, default=PAGES, help=f"folder ({PAGES})")
    parser.add_argument("--plan", action="store_true", help="tell the cost and write nothing")
    wanted = parser.parse_args(arguments)
    if wanted.plan:
        for study in STUDIES:
            print(f"{study.command}\n{plan_text(study.cells)}\n")
        return
    for path in write_pages(wanted.out):
        print(f"written: {path}")


if __name__ == "__main__":
    main()
