"""The page of the study of real diaries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, nan, sqrt
from statistics import fmean
from typing import Final

from studies.forecast_calibration import calibration_table, held_table
from studies.forecast_rows import MODEL, Row
from studies.forecast_tables import block, measure_skill, skill_table, total_cpu
from studies.planted import PlantedRow
from studies.proportions import Share

MOST_SE: Final = 2.0
"""Standard errors by which a forecast may be worse than the best plain one."""

WORDS: Final = ("aggravating", "easing", "no_important_effect", "cannot_tell")

STATED: Final = """## Stated beforehand

| File | Outcome | Scale | In the place of running | Expected of the answer |
|---|---|---|---|---|
| `myaiguide-p1` | knee pain, 8 years, a rating a day | own, 1 to 10 | sessions of sport | a fit |
| `myaiguide-p3`, `-p4`, `-p9` | knee pain | own, 1 to 10 | steps | refused: no day of rest |
| `myaiguide-p7` | hip pain | own, 1 to 10 | steps | refused: no day of rest |
| `cfs-patient-1` to `-4` | pain, morning and evening | 1 to 5 | activity count | refused: 21 days |
| `nof1-laughter` | outcome of the trial | 1 to 11 | a day of laughter | refused: 18 days |
| `sciatica-log-2016` | none: yes and no to feelings | - | nothing told | refused: no score |

- **Own, 1 to 10**: tenths and halves between "barely there" and 9.5, "worst ever". Taken as 0 to 10
  to the nearest half point; each half point stands for a quarter point either side.
- **1 to 5**: taken as 0, 2.5, 5, 7.5 and 10; each stands for 1.25 points either side.
- **1 to 11**: less 1; each stands for half a point either side.
- A rating of a whole day stands as the next morning's score: it was given after the day's load and
  before the next day's. Of several ratings on a day the last counts.
- A day without steps is a day on which the counter was not worn. Steps of `myaiguide-p1` are a
  covariate.

None of these people ran with sciatica: the diaries test reading, fit, checks and forecast on
numbers that no simulator made, and say nothing about running.
"""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What the whole product said about one diary.

    Parameters
    ----------
    name : str
        The diary.
    n_day, n_morning, n_evening, n_load, n_rest : int
        Days of the table, scores, days with and without load.
    step : float
        Grid of the scores. [points]
    verdict, engine : str
        As in the answer.
    reasons, failed_checks : str
        Keys and names, with blanks between.
    q05, q95 : float
        90 % range of `effect_28d`; NaN where nothing was fitted. [points]
    cpu_s : float
        Processor time. [s]
    """

    name: str
    n_day: int
    n_morning: int
    n_evening: int
    n_load: int
    n_rest: int
    step: float
    verdict: str
    reasons: str
    failed_checks: str
    q05: float
    q95: float
    engine: str
    cpu_s: float


def render_page(
    answers: Sequence[AnswerRow],
    forecasts: Sequence[Row],
    planted: Sequence[PlantedRow],
    *,
    study: str,
    tables: Mapping[str, str],
) -> str:
    """Return the page in Markdown.

    Parameters
    ----------
    answers, forecasts, planted : sequences of rows
        What was found.
    study : str
        Its name, from which the seeds are made.
    tables : mapping of str to str
        Names of the files with every row.
    """
    parts = [
        _opening(study, tables),
        STATED,
        _asked(forecasts, planted),
        _answers(answers),
        _forecasts(forecasts),
        _planted(planted),
        _closing(answers, forecasts, planted),
    ]
    return "\n".join(parts)


def _opening(study: str, tables: Mapping[str, str]) -> str:
    links = ",\n".join(f"[{name}]({name})" for name in tables.values())
    return f"""# Real diaries, and planted effects

Written by `make study-diaries`; do not edit.

What happens on diaries and running histories of real people? Every file is told of in the README of
the shared data; none is copied here. Only planted effects need chance: the seed is the SHA-256 of
"{study} *history* *scenario* *stretch*", none left out. Every row stands in
{links}.
"""


def _asked(forecasts: Sequence[Row], planted: Sequence[PlantedRow]) -> str:
    lines = [
        "## What was asked beforehand",
        "",
        "| Question | Found | Asked | Met |",
        "|---|---|---|---|",
    ]
    name, worst = max(
        ((name, _worse(rows)) for name, rows in _by_diary(forecasts).items()),
        key=lambda found: found[1],
        default=("", nan),
    )
    n_target = len({(row.day + row.horizon) for row in forecasts if row.group == name})
    lines.append(
        "| forecast worse than the best plain one, in standard errors, worst diary | "
        f"{worst:.1f} (`{name}`, {n_target} mornings) | at most {MOST_SE:.0f} | "
        f"{_yes(worst <= MOST_SE)} |"
    )
    covered = _covered(planted)
    lines.append(
        f"| 90 % interval holds the planted effect | {covered} | interval touches 0.88 to 1 | "
        f"{_yes(covered.overlaps(0.88, 1.0))} |"
    )
    wrong = _wrong(planted)
    lines.append(f"| verdict of the opposite sign | {wrong} | none | {_yes(wrong.n_hit == 0)} |")
    return "\n".join([*lines, ""])


def _by_diary(rows: Sequence[Row]) -> dict[str, list[Row]]:
    names = dict.fromkeys(row.group for row in rows)
    return {name: [row for row in rows if row.group == name] for name in names}


def _worse(rows: Sequence[Row]) -> float:
    """Return how much worse than the best plain forecast the model is, in standard errors."""
    skill = measure_skill(rows)
    if not isfinite(skill.se) or skill.se == 0.0:
        return 0.0 if skill.scores[MODEL] <= skill.scores[skill.best] else nan
    return -skill.gain / skill.se


def _answers(answers: Sequence[AnswerRow]) -> str:
    lines = [
        "## The answer",
        "",
        "The shipped rules with everything they check; reasons by their key in the catalogue.",
        "",
        "| Diary | Days | Mornings | Evenings | Days with, without load | Verdict | Reasons | "
        "Failed checks |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in answers:
        reasons = ", ".join(f"`{key}`" for key in row.reasons.split() if ".next." not in key)
        cells = [
            f"`{row.name}`",
            f"{row.n_day}",
            f"{row.n_morning}",
            f"{row.n_evening}",
            f"{row.n_load}, {row.n_rest}",
            row.verdict.replace("_", " "),
            reasons,
            row.failed_checks or "-",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def _name(row: Row) -> str:
    return f"`{row.group}`"


def _forecasts(rows: Sequence[Row]) -> str:
    standing = [f"| `{name}` | {-_worse(part):+.1f} |" for name, part in _by_diary(rows).items()]
    skills = skill_table(rows, "Diary", _name, total="all")
    return f"""## The forecast

By rolling origin from day 14 on: every fortnight in a diary of more than 500 days, every third day
in one of more than 150, else daily; the next seven mornings each time, as in the
[forecast study](forecast.md). Scores are mean continuous ranked probability scores in points.
Brackets are 95 % intervals with weeks as units, in a diary of less than eight weeks days; with so
few they are rough.

{block(skills)}

| Diary | Better (+) or worse (-) than the best plain forecast by, in standard errors |
|---|---|
{block(standing)}

Tried in rehearsals and left out: mixing in a share of exponential smoothing, or of how often each
score was given before: short diaries gain a little, all others lose.

Where in its forecast distribution did the score fall? One tenth in each bin is calibrated.

{block(calibration_table(rows))}

One morning ahead; *place* is the share of the forecast distribution below the score.

{block(held_table([row for row in rows if row.horizon == 1], "Diary", _name))}
"""


def _planted(rows: Sequence[PlantedRow]) -> str:
    groups = dict.fromkeys((row.history, row.scenario) for row in rows)
    lines = [
        _planted_line(
            f"{history}, {scenario}",
            [row for row in rows if (row.history, row.scenario) == (history, scenario)],
        )
        for history, scenario in groups
    ]
    return f"""## Planted effects

Real running, day by day as it was run; pain and diary are invented by a simulator that was written
apart from the model, 120 diary days after 90 (or what there is) of running, in stretches that do
not overlap. The real runner did not mind the invented pain, so nothing leads from pain to running
here.

| Running, planted | Stretches fitted | Mean truth | Bias | RMSE | 90 % interval | Aggravating | \
Easing | No important | Cannot tell |
|---|---|---|---|---|---|---|---|---|---|
{block(lines)}
{_planted_line("all", rows)}
"""


def _planted_line(name: str, rows: Sequence[PlantedRow]) -> str:
    fitted = [row for row in rows if row.fitted]
    errors = [row.mean - row.truth for row in fitted]
    rmse = sqrt(_mean([error**2 for error in errors]))
    counts = [str(sum(row.verdict == word for row in rows)) for word in WORDS]
    cells = [
        name,
        f"{len(fitted)} of {len(rows)}",
        f"{_mean([row.truth for row in fitted]):+.2f}",
        f"{_mean(errors):+.3f}",
        f"{rmse:.3f}",
        str(_covered(rows)),
        *counts,
    ]
    return f"| {' | '.join(cells)} |"


def _covered(rows: Sequence[PlantedRow]) -> Share:
    fitted = [row for row in rows if row.fitted]
    return Share(sum(row.is_covered for row in fitted), len(fitted))


def _wrong(rows: Sequence[PlantedRow]) -> Share:
    told = [row for row in rows if row.verdict in {"aggravating", "easing"}]
    opposite = [(row.verdict == "aggravating") != (row.truth > 0.0) for row in told]
    return Share(sum(opposite), len(told))


def _closing(
    answers: Sequence[AnswerRow], forecasts: Sequence[Row], planted: Sequence[PlantedRow]
) -> str:
    total = sum(row.cpu_s for row in (*answers, *planted)) + total_cpu(forecasts)
    n_fit = len({(row.group, row.day) for row in forecasts})
    return f"""## How it ran

{len(answers)} diaries answered, {n_fit} forecasts, {len(planted)} planted stretches; processor time
{total:.0f} s. Trial runs had shown how the forecast does on these diaries when the two constants of
`inference/number_preference.py` were chosen and when halves were read as such throughout a diary.
"""


def _mean(values: Sequence[float]) -> float:
    return fmean(values) if values else nan


def _yes(met: bool) -> str:
    return "yes" if met else "**no**"
