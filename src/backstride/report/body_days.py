"""Body map over time: one small pair of figures a day, or a few days where there are many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Final

from backstride.domain.body import LADDER, BodyMark, drawn_parts, is_exact, ladder_step
from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_parts import Moment
from backstride.report.body_map import (
    DEEPEST,
    FAINTEST,
    GAP,
    PANEL_WIDTH,
    Paint,
    Say,
    definitions,
    describe_sites,
    filled,
    paint_marks,
    placed_shapes,
    silhouette,
)
from backstride.report.body_shapes import BACK, FRONT, HEIGHT
from backstride.report.body_style import look, style_sheet
from backstride.report.svg_look import FONT

MOST_PANELS: Final = 42
STEPS_D: Final = (1, 7, 28, 91, 364)
"""Days that one panel may stand for; the fewest that keep the panels to `MOST_PANELS`. [d]"""

N_COLUMN: Final = 6
"""Panels in a row on a wide page; two fill the width of a phone."""

SCALE: Final = 0.26
CELL_WIDTH: Final = (2 * PANEL_WIDTH + GAP) * SCALE + 16.0
CELL_HEIGHT: Final = HEIGHT * SCALE + 52.0
TITLE_HEIGHT: Final = 34.0
LEGEND_HEIGHT: Final = 60.0


@dataclass(frozen=True, slots=True)
class Period:
    """What was felt in one panel's days.

    Parameters
    ----------
    first, last : date
        Both included.
    moments : tuple of Moment
        All entries of these days.
    """

    first: date
    last: date
    moments: tuple[Moment, ...]

    @property
    def marks(self) -> tuple[BodyMark, ...]:
        """Every mark of these days."""
        return tuple(mark for moment in self.moments for mark in moment.marks)

    @property
    def n_asked(self) -> int:
        """Number of entries that speak of the body."""
        return sum(1 for moment in self.moments if moment.marks or moment.is_whole_map)


def periods_of(entries: Iterable[DiaryEntry], first: date, last: date) -> tuple[Period, ...]:
    """Cut a stretch of days into panels.

    Parameters
    ----------
    entries : iterable of DiaryEntry
        In any order.
    first, last : date
        Both included.
    """
    by_day = {entry.day: entry.moments for entry in entries}
    n_day = (last - first).days + 1
    step = next((days for days in STEPS_D if n_day <= days * MOST_PANELS), STEPS_D[-1])
    found = []
    for start in range(0, n_day, step):
        days = [first + timedelta(days=place) for place in range(start, min(start + step, n_day))]
        moments = tuple(moment for day in days for moment in by_day.get(day, ()))
        found.append(Period(days[0], days[-1], moments))
    return tuple(found)


def render_body_days(
    periods: Sequence[Period], say: Say, *, n_column: int = N_COLUMN, name: str = "body-days"
) -> str:
    """Return the body map over time as one SVG element.

    Depth is the highest level of the panel's days; where no mark has a level, it is the share of
    the entries that name the site. Which of the two stands below the figure.

    Parameters
    ----------
    periods : sequence of Period
        One a panel, in order.
    say : Say
        Words of the catalogue.
    n_column : int
        Panels in a row.
    name : str
        Id of the element.
    """
    has_level = any(mark.level for period in periods for mark in period.marks)
    n_row = -(-len(periods) // n_column)
    width = max(min(len(periods), n_column), 2) * CELL_WIDTH + 12.0
    height = TITLE_HEIGHT + n_row * CELL_HEIGHT + LEGEND_HEIGHT
    panels = "".join(
        f'<g transform="translate({6 + place % n_column * CELL_WIDTH:.1f} '
        f'{TITLE_HEIGHT + place // n_column * CELL_HEIGHT:.1f})">'
        f"{_panel(period, say, has_level=has_level, name=name)}</g>"
        for place, period in enumerate(periods)
    )
    size = 15 if width > 4 * CELL_WIDTH else 11
    title = say("body.days.title", first=str(periods[0].first), last=str(periods[-1].last))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{name}" role="group" '
        f'aria-label="{escape(title)}" viewBox="0 0 {width:.0f} {height:.0f}" width="100%" '
        f'{FONT} style="max-width:{1.5 * width:.0f}px;height:auto">'
        f"<style>{style_sheet(name)}</style>{definitions(name)}"
        f'<rect {look("page")} width="100%" height="100%"/>'
        f'<text {look("start")} x="8" y="20" font-size="{size}" font-weight="600">'
        f"{escape(title)}</text>{panels}"
        f"{_legend(say, y=height - LEGEND_HEIGHT, has_level=has_level)}</svg>"
    )


def paint_shares(moments: Iterable[Moment]) -> dict[str, Paint]:
    """Return each site filled by the share of entries that name it.

    Parameters
    ----------
    moments : iterable of Moment
        Those that speak of the body count.
    """
    asked = [moment for moment in moments if moment.marks or moment.is_whole_map]
    counts: dict[str, int] = {}
    exact: set[str] = set()
    for moment in asked:
        felt = {mark.site for mark in moment.marks if mark.is_felt}
        for site in {part for place in felt for part in drawn_parts(place)}:
            counts[site] = counts.get(site, 0) + 1
        exact |= {place for place in felt if is_exact(place)}
    return {
        site: Paint(FAINTEST + (DEEPEST - FAINTEST) * n / len(asked), "", site not in exact)
        for site, n in counts.items()
    }


def _panel(period: Period, say: Say, *, has_level: bool, name: str) -> str:
    paints = paint_marks(period.marks) if has_level else paint_shares(period.moments)
    figures = "".join(
        f'<g transform="translate({PANEL_WIDTH * (0.5 + place) + GAP * place:g} 0)">'
        f"{silhouette(view, name)}{_felt(view, paints, name)}</g>"
        for place, view in enumerate((FRONT, BACK))
    )
    middle = CELL_WIDTH / 2 - 4.0
    faded = "" if period.n_asked else ' opacity="0.45"'
    return (
        f'<g role="img" aria-label="{escape(_description(period, say))}">'
        f'<g transform="translate(2 18) scale({SCALE})"{faded}>{figures}</g>'
        f'<text {look("word")} x="{middle:.1f}" y="11" font-size="10" font-weight="600">'
        f"{_days(period)}</text>"
        f'<text {look("quiet")} x="{middle:.1f}" y="{HEIGHT * SCALE + 30:.1f}" font-size="9.5">'
        f"{escape(_caption(period, say))}</text></g>"
    )


def _felt(view: str, paints: dict[str, Paint], name: str) -> str:
    return "".join(
        filled(shape, sign, paints[site], name)
        for site, shape, sign in placed_shapes(view)
        if site in paints
    )


def _days(period: Period) -> str:
    if period.first == period.last:
        return period.first.isoformat()
    return f"{period.first.isoformat()} \N{EN DASH} {period.last.isoformat()[5:]}"


def _caption(period: Period, say: Say) -> str:
    step = ladder_step(period.marks, is_whole_map=any(m.is_whole_map for m in period.moments))
    if step is None:
        return say("body.days.nothing_noted")
    return say("body.days.caption", n=period.n_asked, ladder=say(f"body.ladder.{LADDER[step]}"))


def _description(period: Period, say: Say) -> str:
    told = describe_sites(period.marks, say)
    felt = [told[site] for site in sorted(paint_marks(period.marks))]
    return ". ".join([_days(period), _caption(period, say), *felt])


def _legend(say: Say, *, y: float, has_level: bool) -> str:
    depths = [FAINTEST + (DEEPEST - FAINTEST) * share for share in (0.1, 0.3, 0.5, 0.7, 1.0)]
    boxes = "".join(
        f'<rect {look("swatch")} x="{8 + 16 * place}" y="{y + 6:.1f}" width="16" height="10" '
        f'fill-opacity="{depth:.2f}"/>'
        for place, depth in enumerate(depths)
    )
    basis = say("body.days.by_level" if has_level else "body.days.by_share")
    text = f"<text {look('start')} " + 'x="{x}" y="{y:.1f}" font-size="10">{words}</text>'
    return (
        boxes
        + text.format(x=8, y=y + 32, words=escape(basis))
        + text.format(x=8, y=y + 48, words=escape(say("body.days.stripes")))
    )
