"""What goes over the wire, as the OpenAPI document tells it; fields are added, never renamed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Number = Annotated[float, Field(allow_inf_nan=False)]
Value = Annotated[Number | bool | str | None, Field(description="null takes the answer away")]


class Fault(BaseModel):
    """Problem details (RFC 9457)."""

    type: str = "about:blank"
    title: str = Field(description="Stable key of what went wrong.")
    status: int
    detail: str = Field(description="In words, in the language of the request.")
    instance: str
    faults: dict[str, str] | None = Field(
        default=None, description="What is wrong with single fields, by name."
    )


class Quantiles(BaseModel):
    """A range of plausible values."""

    q05: float
    q50: float
    q95: float


class Leg(BaseModel):
    """One leg of an activity, as ``runs --json`` prints it."""

    id: str
    leg: int
    start_utc: str
    local_date: str
    sport: str
    sub_sport: str
    elapsed_s: float | None
    timer_s: float | None
    moving_s: float | None
    distance_m: float | None
    n_samples: int
    mean_cadence_spm: float | None
    running_dynamics: bool
    easy_km: Quantiles | None
    shrinkage_mm: Quantiles | None
    source_files: list[str]
    recordings: int
    held_with: str | None
    corrections: list[str]


class Legs(BaseModel):
    """A page of legs, the latest first."""

    total: int
    legs: list[Leg]


class Day(BaseModel):
    """A day of the diary, as ``diary list --json`` prints it; more fields may stand beside."""

    model_config = ConfigDict(extra="allow")

    day: str
    backfilled: bool
    answers: dict[str, Number | bool | str]
    numbers: dict[str, float]
    words: dict[str, str]


class DayChange(BaseModel):
    """What is said of a day now; what is not in it stays as it was."""

    model_config = ConfigDict(extra="forbid")

    answers: dict[Annotated[str, Field(max_length=64)], Value] = Field(
        default_factory=dict,
        max_length=200,
        description='By key of a diary item; "skipped" where it was asked and passed over.',
        examples=[{"leg_morning": 3, "leg_evening": 4.5, "warm_up": True, "back_0_10": None}],
    )
    note: Annotated[str, Field(max_length=20_000)] | None = Field(
        default=None, description="In the runner's own words; an empty one takes it away."
    )


class Document(BaseModel):
    """A document with a schema of its own, defined in the reference."""

    model_config = ConfigDict(extra="allow")


class Versioned(Document):
    """A document that names its schema."""

    schema_: str = Field(alias="schema")


class Screened(Versioned):
    """Result of the safety screen, ``backstride.triage/1``."""

    level: Literal["E0", "E1", "E2", "E3", "none"]
    complete: bool
    unanswered: list[str]
    rules: list[str]
    effects: list[str]
    advice: list[str]


class JobState(BaseModel):
    """How far a piece of work is."""

    id: str
    kind: str
    state: Literal["running", "done", "stopped", "failed"]
    done: int
    total: int
    what: str
    counts: dict[str, int]
    elapsed_s: float
    failure: str | None


class Import(BaseModel):
    """One import, as ``imports --json`` prints it."""

    batch: int
    started_utc: str
    finished: bool
    undone: bool
    sources: list[str]
    version: str
    imported: int
    duplicate: int
    held: int
    not_an_activity: int
    failed: int


class ImportedFile(BaseModel):
    """One file of an import, as ``imports BATCH --json`` prints it."""

    file: str
    status: str
    partial: bool
    reason: str | None
    reason_text: str | None
    sha256: str | None
    problems: list[str]


class Undone(BaseModel):
    """What taking an import back did."""

    activities: int
    diary_days: int
    kept_days: list[str] = Field(description="Days changed since, which were left as they are.")
