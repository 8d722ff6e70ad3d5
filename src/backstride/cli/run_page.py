"""The page of one run in the terminal: the cost first, then how it was run, then where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import typer

from backstride.cli.form_files import print_found
from backstride.cli.form_words import bare, bare_change, quantity
from backstride.cli.paragraph import page_width, paragraph
from backstride.cli.picture import EIGHTHS, draw_bars
from backstride.cli.words import number, short_number, words
from backstride.report.form_units import PLAIN, RANGED, UNITS

if TYPE_CHECKING:
    from backstride.domain.dose import GaitSummary
    from backstride.domain.interval import Range
    from backstride.load.exposure import Exposure
    from backstride.workflows.run_page import LegPage, RunPage, ShoePart, Typical

BAR: Final = 32
"""Columns of the longest bar."""

LEFT_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"
"""Bars growing to the right in eighths of a character cell (U+258F to U+2588)."""


def print_run(page: RunPage) -> None:
    """Print the whole page."""
    say = words().say
    when = page.start.strftime("%Y-%m-%d %H:%M")
    device = f", {page.device}" if page.device else ""
    typer.echo(say("run.head", when=when, device=device, id=page.id[:8]))
    for leg in page.legs:
        typer.echo()
        print_leg(leg, page.typical)
    print_course(page)
    for part in page.shoes:
        print_shoe(part)
    for one in page.recordings:
        typer.echo()
        typer.echo(say("run.recording"))
        print_found(one.found)
    typer.echo()
    for line in paragraph(say("run.foot")):
        typer.echo(line)


def print_leg(leg: LegPage, typical: Typical | None) -> None:
    """Print one leg."""
    say = words().say
    row = leg.row
    typer.echo(
        say(
            "run.leg",
            sport=row.sport,
            km="?" if row.distance_m is None else number(row.distance_m / 1000.0, 2),
            time=clock(row.moving_s if row.moving_s is not None else row.timer_s),
        )
    )
    load = leg.dose.easy_km or leg.dose.walk_easy_km
    if load is not None:
        print_cost(leg, load, typical)
    elif leg.row.sport == "running":
        typer.echo(say("run.no_load"))
    if leg.exposure is not None:
        print_exposure(leg.exposure)
    print_form(leg)
    print_pieces(leg)
    for problem in leg.dose.problems:
        for line in paragraph(words().tell(problem), bullet="- "):
            typer.echo(line)


def print_cost(leg: LegPage, load: Range, typical: Typical | None) -> None:
    """Print both units with their ranges, beside the typical run."""
    say = words().say
    usual_km = None if typical is None else typical.easy_km
    _print_bars("easy_km", load, usual_km)
    if leg.dose.shrinkage_mm is not None:
        usual_mm = None if typical is None else typical.shrinkage_mm
        _print_bars("shrinkage_mm", leg.dose.shrinkage_mm, usual_mm)
    if typical is not None and typical.lighter_share is not None and typical.easy_km[1] > 0.0:
        times = load.q50 / typical.easy_km[1]
        text = say(
            "run.beside",
            times=number(times, 2),
            low=number(load.q05 / typical.easy_km[1], 2),
            high=number(load.q95 / typical.easy_km[1], 2),
            lighter=round(100.0 * typical.lighter_share),
            n_run=typical.n_run,
        )
        for line in paragraph(text):
            typer.echo(line)
    if leg.by_exponent:
        found = ", ".join(
            say("run.exponent", b=short_number(b), load=number(one.q50, 1))
            for b, one in leg.by_exponent.items()
        )
        for line in paragraph(say("run.exponents", found=found)):
            typer.echo(line)


def print_exposure(exposure: Exposure) -> None:
    """Print what a leg beside running counts as."""
    say = words().say
    column = exposure.kind.value
    typer.echo(say("run.exposure", column=column, amount=number(exposure.amount.q50, 2)))
    if exposure.peak_over_run is not None:
        peak = exposure.peak_over_run
        numbers = (number(one, 1) for one in (peak.q50, peak.q05, peak.q95))
        middle, low, high = numbers
        for line in paragraph(say("run.exposure_peak", middle=middle, low=low, high=high)):
            typer.echo(line)
    shrunk = exposure.shrinkage_mm
    if shrunk is None:
        typer.echo(say("run.exposure_no_shrinkage"))
    elif column != "walk_easy_km":
        _print_bars("shrinkage_mm", shrunk, None)


def _print_bars(unit: str, own: Range, typical: tuple[float, float, float] | None) -> None:
    say = words().say
    low, high = number(own.q05, 1), number(own.q95, 1)
    top = max(own.q95, typical[2] if typical else 0.0, 1e-9)
    label = say(f"run.this.{unit}")
    value = say("run.value", middle=number(own.q50, 1), low=low, high=high)
    typer.echo(f"  {label:<26}{bar(own.q50, top)} {value}")
    if typical is not None:
        low, middle, high = (number(one, 1) for one in typical)
        value = say("run.typical_value", middle=middle, low=low, high=high)
        typer.echo(f"  {say('run.typical'):<26}{bar(typical[1], top)} {value}")


def print_form(leg: LegPage) -> None:
    """Print how the leg was run: values, usual range, change within the run."""
    rows = form_rows(leg.dose.gait)
    if not rows:
        return
    from rich.console import Console
    from rich.table import Table

    say = words().say
    usual = {one.name: one for one in leg.usual}
    drifts = leg.drifts or {}
    table = Table(box=None, pad_edge=False)
    for column in ("quantity", "value", "usual", "drift"):
        table.add_column(say(f"run.column.{column}"), no_wrap=column != "quantity")
    for name, text in rows:
        one, drift = usual.get(name), drifts.get(name)
        within = changed = ""
        if one is not None:
            numbers = f"{bare(name, one.usual.q05)}–{bare(name, one.usual.q95)}"
            within = numbers if one.inside else say("run.outside", usual=numbers)
        if drift is not None:
            changed = bare_change(name, drift.change) if drift.clear else say("run.no_drift")
        unit = UNITS[name][0]
        table.add_row(
            f"{quantity(name)}, {unit}" if unit else quantity(name), text, within, changed
        )
    typer.echo()
    Console().print(table)
    if leg.sources:
        found = ", ".join(
            f"{say(f'form.channel.{name}')} {source_words(source)}"
            for name, source in leg.sources.items()
        )
        for line in paragraph(say("run.sources", sources=found)):
            typer.echo(line)
    for line in paragraph(say("run.form_foot")):
        typer.echo(line)


def form_rows(gait: GaitSummary) -> list[tuple[str, str]]:
    """Return name and value in words of every known quantity."""
    found = []
    for name in RANGED:
        value = getattr(gait, name)
        if value is not None:
            numbers = f"{bare(name, value.q05)}–{bare(name, value.q95)}"
            found.append((name, f"{bare(name, value.q50)} ({numbers})"))
    for name in PLAIN:
        value = getattr(gait, name)
        if value is not None:
            found.append((name, bare(name, value)))
    return found


def source_words(source: str) -> str:
    """Return where a value came from, in words."""
    say = words().say
    if source.startswith("developer:"):
        return say("form.source.developer", field=source.removeprefix("developer:"))
    if source.startswith("derived:"):
        method = say(f"form.method.{source.removeprefix('derived:')}")
        return say("form.source.derived", method=method)
    return say("form.source.native") if source == "native" else source


def print_pieces(leg: LegPage) -> None:
    """Print the pieces of equal way, each with its load as a bar."""
    loads = [load for _, load in leg.pieces if load is not None]
    if not loads or len(leg.pieces) < 2:
        return
    say = words().say
    top = max(load.q50 for load in loads)
    typer.echo()
    typer.echo(say("run.pieces"))
    way_km = 0.0
    for segment, load in leg.pieces:
        way_km += segment.distance_m / 1000.0
        pace = clock(1000.0 / segment.speed_mps) if segment.speed_mps > 0.0 else "-"
        cadence = "" if segment.cadence_spm is None else number(segment.cadence_spm, 0)
        walked = say("run.walked", percent=round(100.0 * segment.walk_share))
        drawn = "" if load is None else f"{bar(load.q50, top)} {number(load.q50, 2)}"
        way, grade = number(way_km, 2), say("number.signed.1", n=100.0 * segment.grade)
        typer.echo(
            f"  {way:>6}  {pace:>6}  {grade:>5} %  {cadence:>4}  {drawn}"
            + (f"  {walked}" if segment.walk_share >= 0.05 else "")
        )


def print_course(page: RunPage) -> None:
    """Print the height of the spine over the day, with the run and without."""
    if page.course is None:
        return
    say = words().say
    up = [(at, loss.q50) for at, loss in zip(page.course.at, page.course.loss_mm, strict=True)]
    width = min(page_width() - 4, len(up))
    step = len(up) / width
    shown = [up[int(k * step)][1] for k in range(width)]
    zone = page.start.tzinfo
    typer.echo()
    typer.echo(say("run.course", top=number(max(loss for _, loss in up), 0)))
    for line in draw_bars(shown, height=4, top=max(shown)):
        typer.echo(f"  {line}")
    first, last = (f"{at.astimezone(zone):%H:%M}" for at, _ in (up[0], up[-1]))
    typer.echo(f"  {first}{' ' * max(width - len(first) - len(last), 1)}{last}")
    for line in paragraph(say("run.course_foot")):
        typer.echo(line)


def print_shoe(part: ShoePart) -> None:
    """Print a pair that the run was run in."""
    km = part.worn.distance_m
    typer.echo()
    typer.echo(
        words().say(
            "run.shoe",
            name=part.mileage.shoe.name,
            part="?" if km is None else number(km / 1000.0, 1),
            km=number(part.mileage.km, 0),
            word=words().say(f"run.shoe_word.{part.word.value}"),
        )
    )


def bar(value: float, top: float) -> str:
    """Return a bar of at most `BAR` columns, padded to that width."""
    eighths = max(0, min(round(8 * BAR * value / top), 8 * BAR)) if top > 0.0 else 0
    whole, rest = divmod(eighths, 8)
    return f"{EIGHTHS[8] * whole}{LEFT_EIGHTHS[rest] if rest else ''}".ljust(BAR)


def clock(seconds: float | None) -> str:
    """Return a duration as minutes and seconds, with hours where there are any."""
    if seconds is None:
        return "?"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
