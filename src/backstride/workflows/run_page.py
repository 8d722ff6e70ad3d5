"""One run as it is shown: values that `weigh_run` gathers and pages and pictures are made of."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from backstride.domain.dose import RunDose
from backstride.domain.interval import Range
from backstride.domain.shoe import Mileage, ShoeWord, Worn
from backstride.gait.drift import Drift
from backstride.gait.segments import Segment
from backstride.load.day_course import DayCourse
from backstride.load.exposure import Exposure
from backstride.store.form_recordings import KeptForm
from backstride.workflows.results import LegRow


@dataclass(frozen=True, slots=True)
class Typical:
    """The runner's own runs, to hold one against.

    Parameters
    ----------
    n_run : int
        Other runs.
    easy_km, shrinkage_mm : tuple of float
        First quartile, median and third quartile of their middles. [easy km], [mm]
    lighter_share : float or None
        Share of them with less load than this run. [1]
    """

    n_run: int
    easy_km: tuple[float, float, float]
    shrinkage_mm: tuple[float, float, float]
    lighter_share: float | None = None


@dataclass(frozen=True, slots=True)
class Usual:
    """One quantity of form beside what is usual at the run's own speed and grade."""

    name: str
    value: float
    usual: Range
    n_run: int

    @property
    def inside(self) -> bool:
        """Tell whether the value lies in the usual range."""
        return self.usual.q05 <= self.value <= self.usual.q95


@dataclass(frozen=True, slots=True)
class ShoePart:
    """A pair that a run was run in, how far it has gone, and how it is known."""

    mileage: Mileage
    worn: Worn
    word: ShoeWord


@dataclass(frozen=True, slots=True)
class LegPage:
    """One leg of a run.

    Parameters
    ----------
    row : LegRow
        As `runs` lists it.
    dose : RunDose
        Form and load with their problems.
    pieces : tuple of (Segment, Range or None)
        Pieces of equal way, each with its load. [easy km]
    by_exponent : dict of float to Range
        Load by the power of the force. [easy km]
    drifts : dict of str to Drift
        Change within the run.
    usual : tuple of Usual
        Form beside what is usual at this speed and grade.
    exposure : Exposure or None
        What it counts as beside running.
    sources : dict of str to str
        Where each channel came from: ``native``, ``developer:<field>``, ``derived:<method>``.
    """

    row: LegRow
    dose: RunDose
    pieces: tuple[tuple[Segment, Range | None], ...] = ()
    by_exponent: dict[float, Range] | None = None
    drifts: dict[str, Drift] | None = None
    usual: tuple[Usual, ...] = ()
    exposure: Exposure | None = None
    sources: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunPage:
    """One run.

    Parameters
    ----------
    id : str
        The run.
    day : date
        The runner's day.
    start : datetime
        On the runner's own clock.
    device : str
        Maker and product, empty where unknown.
    legs : tuple of LegPage
        In order.
    typical : Typical or None
        None where there is no other run.
    course : DayCourse or None
        Height over the day; None where no leg can be judged.
    shoes : tuple of ShoePart
        Pairs it was run in.
    recordings : tuple of KeptForm
        Its form by other sensors.
    """

    id: str
    day: date
    start: datetime
    device: str
    legs: tuple[LegPage, ...]
    typical: Typical | None = None
    course: DayCourse | None = None
    shoes: tuple[ShoePart, ...] = ()
    recordings: tuple[KeptForm, ...] = ()


def without_load(page: RunPage) -> RunPage:
    """Return the same run without what it put on the back."""
    kept = tuple(
        replace(
            leg,
            row=replace(leg.row, easy_km=None, shrinkage_mm=None),
            dose=replace(leg.dose, easy_km=None, walk_easy_km=None, shrinkage_mm=None),
            pieces=tuple((segment, None) for segment, _ in leg.pieces),
            by_exponent=None,
            exposure=None,
        )
        for leg in page.legs
    )
    return replace(page, legs=kept, typical=None, course=None)
