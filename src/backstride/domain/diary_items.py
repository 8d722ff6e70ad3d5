"""Items of the diary: the one table that command line, tables, pages and documents are made from.

Keys that the questions on warning signs know as well are spelled the same there. The set is that
of ``evidence.md`` 4.2 in our own words, with the one-tap items of the design's section 6;
questionnaires whose text may not be shipped are accepted as `ImportedScore` only.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final

from backstride.domain.diary_item import Asked, Item, Kept, Kind, Scale

POINTS: Final = Scale(Kind.NUMBER, 0.0, 10.0, 0.5, "points")
"""The 0-10 numeric rating scale with half points; nobody owns it."""
BOTHER: Final = Scale(Kind.NUMBER, 0.0, 6.0, 1.0, "points")
"""Our own bother rating; not a scale of any published index."""
STEPS: Final = Scale(Kind.NUMBER, 0.0, 6.0, 1.0, "step")
RATING: Final = Scale(Kind.NUMBER, 0.0, 10.0, 0.0, "points")
"""From 0 to 10 without a grid: devices and other diaries rate more finely than people do."""
HOURS: Final = Scale(Kind.NUMBER, 0.0, 24.0, 0.0, "h")
MINUTES: Final = Scale(Kind.NUMBER, 0.0, 2880.0, 1.0, "min")
HEEL_RAISES: Final = Scale(Kind.NUMBER, 0.0, 25.0, 1.0, "count")
CHANGE: Final = Scale(Kind.NUMBER, -5.0, 5.0, 1.0, "points")
"""Global rating of change on eleven points; nobody owns it."""
YES_NO: Final = Scale(Kind.YES_NO)
WORDS: Final = Scale(Kind.WORDS)
TRIED: Final = Scale(Kind.CHOICE, options=("able", "unable", "not_tried"))
LEGS: Final = Scale(Kind.CHOICE, options=("none", "left", "right", "both"))
REASON: Final = Scale(Kind.CHOICE, options=("planned", "symptoms", "other"))
SURFACE: Final = Scale(
    Kind.CHOICE,
    options=("road", "trail", "track", "grass", "sand", "treadmill", "mixed", "other"),
)
FOUR: Final = Scale(Kind.CHOICE, options=("not", "little", "clearly", "fully"))
"""Our own four words for how far symptoms reached into the training of a week."""

_RUN, _WEEK, _MONTH = Asked.RUN, Asked.WEEK, Asked.MONTH

ITEMS: Final = (
    Item("leg_morning", POINTS, Asked.MORNING, Kept.FIELD, "--morning/-m"),
    Item("leg_morning_left", POINTS, Asked.MORNING, Kept.SIDE),
    Item("leg_morning_right", POINTS, Asked.MORNING, Kept.SIDE),
    Item("leg_evening", POINTS, Asked.EVENING, Kept.FIELD, "--evening/-e"),
    Item("leg_evening_left", POINTS, Asked.EVENING, Kept.SIDE),
    Item("leg_evening_right", POINTS, Asked.EVENING, Kept.SIDE),
    Item("no_run_reason", REASON, Asked.EVENING, Kept.FIELD, "--no-run"),
    # one tap, any time of the day
    Item("back_0_10", POINTS, Asked.DAY, flags="--back/-b"),
    Item("tingling_0_6", BOTHER, Asked.DAY, flags="--tingling/-t"),
    Item("weakness_0_6", BOTHER, Asked.DAY, flags="--weakness/-w"),
    Item("ladder_step_0_6", STEPS, Asked.DAY, flags="--ladder/-l"),
    Item("unrelated_0_10", POINTS, Asked.DAY, flags="--unrelated"),
    Item("leg_side", LEGS, Asked.DAY, flags="--leg"),
    Item("flare", YES_NO, Asked.DAY, flags="--flare/--no-flare"),
    Item("night_lost_to_leg_pain", YES_NO, Asked.DAY, flags="--lost-night/--no-lost-night"),
    Item("sitting_h", HOURS, Asked.DAY, Kept.COVARIATE, "--sitting/-s"),
    Item("lifting_h", HOURS, Asked.DAY, Kept.COVARIATE, "--lifting"),
    Item("sleep_0_10", RATING, Asked.DAY, Kept.COVARIATE, "--sleep"),
    Item("stress_0_10", RATING, Asked.DAY, Kept.COVARIATE, "--stress"),
    Item("pain_relief", YES_NO, Asked.DAY, flags="--relief/--no-relief"),
    Item("warm_up", YES_NO, Asked.DAY, flags="--warm-up/--no-warm-up"),
    Item("cool_down", YES_NO, Asked.DAY, flags="--cool-down/--no-cool-down"),
    Item("strength", YES_NO, Asked.DAY, flags="--strength/--no-strength"),
    Item("form_drill", YES_NO, Asked.DAY, flags="--drill/--no-drill"),
    Item("shoes", WORDS, Asked.DAY, flags="--shoes"),
    Item("surface", SURFACE, Asked.DAY, flags="--surface"),
    Item("treatment_change", WORDS, Asked.DAY, flags="--treatment"),
    # about one run
    Item("before_leg_0_10", POINTS, _RUN, flags="--before"),
    Item("before_back_0_10", POINTS, _RUN),
    Item("peak_leg_0_10", POINTS, _RUN, flags="--peak"),
    Item("peak_back_0_10", POINTS, _RUN),
    Item("run_peak_load_pain_0_10", POINTS, _RUN),
    Item("hour_after_leg_0_10", POINTS, _RUN, flags="--hour-after"),
    Item("hour_after_back_0_10", POINTS, _RUN),
    Item("next_morning_leg_0_10", POINTS, _RUN, flags="--next-morning"),
    Item("next_morning_back_0_10", POINTS, _RUN),
    Item("travelled_down", YES_NO, _RUN, flags="--travelled/--not-travelled"),
    Item("ease_min", MINUTES, _RUN, flags="--ease-min"),
    Item("effort_0_10", POINTS, _RUN, flags="--effort"),
    Item("hills", YES_NO, _RUN),
    # once a week
    Item("heel_walk_left", TRIED, _WEEK),
    Item("heel_walk_right", TRIED, _WEEK),
    Item("toe_walk_left", TRIED, _WEEK),
    Item("toe_walk_right", TRIED, _WEEK),
    Item("heel_raises_left_count", HEEL_RAISES, _WEEK),
    Item("heel_raises_right_count", HEEL_RAISES, _WEEK),
    Item("big_toe_lift_left", TRIED, _WEEK),
    Item("big_toe_lift_right", TRIED, _WEEK),
    Item("week_took_part", FOUR, _WEEK),
    Item("week_trained_less", FOUR, _WEEK),
    Item("week_ran_worse", FOUR, _WEEK),
    Item("week_felt_symptoms", FOUR, _WEEK),
    Item("goal", WORDS, _WEEK),
    # every two to four weeks
    Item("able_run_0_10", POINTS, _MONTH),
    Item("able_walk_0_10", POINTS, _MONTH),
    Item("able_sit_0_10", POINTS, _MONTH),
    Item("able_bend_0_10", POINTS, _MONTH),
    Item("able_sleep_0_10", POINTS, _MONTH),
    Item("own_activity", WORDS, _MONTH),
    Item("able_own_activity_0_10", POINTS, _MONTH),
    Item("change_since", WORDS, _MONTH),
    Item("global_change_m5_5", CHANGE, _MONTH),
)

BY_KEY: Final[Mapping[str, Item]] = {item.key: item for item in ITEMS}

ABOUT_A_RUN: Final = frozenset(item.key for item in ITEMS if item.asked is _RUN) | {
    "warm_up",
    "cool_down",
    "shoes",
    "surface",
    "pain_relief",
}
"""Items that may be answered for one run; some of them for a day as well."""

CONTROL: Final = "unrelated_0_10"
"""A complaint that the runner holds to have nothing to do with running, such as a headache: where
running seems to move it too, something that was not recorded moves both."""

OUTCOMES: Final = ("back_0_10", "tingling_0_6", "weakness_0_6", "ladder_step_0_6", CONTROL)
"""Further symptoms that the model reads beside the leg scores, each on its own scale."""

DAY_MEASURES: Final = ("strength", "form_drill")
"""Yes-or-no items about what the runner did about it on a day, whether or not there was a run.

Pain relief is none of them: it is taken because of the pain, often that of the day's run, so a
column of it would take the blame or the credit from the run itself."""

RUN_MEASURES: Final = ("warm_up", "cool_down")
"""The same about a run: a day without one is a day without them."""

WORD_MEASURES: Final = ("shoes", "treatment_change")
"""Items in the runner's words that hold until the next ones."""


class Role(Enum):
    """As what an answer may enter the model."""

    SCORE = "score"
    REASON = "reason"
    COVARIATE = "covariate"
    SYMPTOM = "symptom"
    MEASURE = "measure"


def role_of(item: Item) -> Role | None:
    """Return as what an item may enter the model; None where it stays out."""
    if item.key == "no_run_reason":
        return Role.REASON
    if item.kept in (Kept.FIELD, Kept.SIDE):
        return Role.SCORE
    if item.kept is Kept.COVARIATE:
        return Role.COVARIATE
    if item.key in OUTCOMES:
        return Role.SYMPTOM
    is_measure = item.key in (*DAY_MEASURES, *RUN_MEASURES, *WORD_MEASURES)
    return Role.MEASURE if is_measure else None


def items_asked(asked: Asked) -> tuple[Item, ...]:
    """Return the items of one occasion, in the order of asking."""
    return tuple(item for item in ITEMS if item.asked is asked)
