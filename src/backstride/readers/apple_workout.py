"""What an Apple Health ``Workout`` element says, old and new style."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from backstride.domain.problem import Problem
from backstride.readers.xml_events import XmlLimits, read_events

_LIMITS: Final = XmlLimits(max_depth=12, max_attributes=40)
_MAX_EVENTS: Final = 20_000
_MAX_ROUTES: Final = 200
_MAX_ACTIVITIES: Final = 50


@dataclass(slots=True)
class Part:
    """A workout, or one of the activities it is made of.

    Parameters
    ----------
    attributes : dict of str to str
        Of its own tag: start, end, duration, and in old exports the totals.
    metadata : dict of str to str
        Values by key; quantities hold their unit: ``45443 cm``.
    statistics : dict of str to dict of str to str
        Attributes of ``WorkoutStatistics`` by type, without Apple's prefix.
    """

    attributes: dict[str, str] = field(default_factory=dict)
    metadata: dict[str, str] = field(default_factory=dict)
    statistics: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(slots=True)
class WorkoutFound:
    """One workout.

    Parameters
    ----------
    whole : Part
        What it says of itself.
    activities : list of Part
        What it is made of; one in most, several in a multisport workout.
    events : list of (str, str)
        Kind without Apple's prefix, and date.
    routes : list of str
        Paths of files with positions, each once.
    """

    whole: Part = field(default_factory=Part)
    activities: list[Part] = field(default_factory=list)
    events: list[tuple[str, str]] = field(default_factory=list)
    routes: list[str] = field(default_factory=list)


class _Sink:
    """Takes the events of one element."""

    def __init__(self) -> None:
        self.found = WorkoutFound()
        self._stack: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        parent = self._stack[-1] if self._stack else ""
        self._stack.append(name)
        found = self.found
        part = found.activities[-1] if parent == "WorkoutActivity" else found.whole
        if name == "Workout":
            found.whole.attributes = attributes
        elif name == "WorkoutActivity" and len(found.activities) < _MAX_ACTIVITIES:
            found.activities.append(Part(attributes))
        elif name == "MetadataEntry" and parent in {"Workout", "WorkoutActivity"}:
            part.metadata.setdefault(attributes.get("key", ""), attributes.get("value", ""))
        elif name == "WorkoutStatistics":
            kind = attributes.get("type", "").removeprefix("HKQuantityTypeIdentifier")
            part.statistics.setdefault(kind, attributes)
        elif name == "WorkoutEvent" and parent == "Workout" and len(found.events) < _MAX_EVENTS:
            kind = attributes.get("type", "").removeprefix("HKWorkoutEventType")
            found.events.append((kind, attributes.get("date", "")))
        elif name == "FileReference":
            self._add_route(attributes.get("path", ""))

    def end(self, name: str, text: str) -> None:
        """Take the end of an element."""
        if self._stack:
            self._stack.pop()

    def _add_route(self, path: str) -> None:
        name = path.strip().lstrip("/")
        if name and name not in self.found.routes and len(self.found.routes) < _MAX_ROUTES:
            self.found.routes.append(name)


def read_workout(element: bytes) -> tuple[WorkoutFound, tuple[Problem, ...]]:
    """Read one ``Workout`` element.

    Parameters
    ----------
    element : bytes
        With everything in it.

    Returns
    -------
    found : WorkoutFound
        As far as the element is whole.
    problems : tuple of Problem
        Where it is not.
    """
    sink = _Sink()
    problems = read_events(element, sink, _LIMITS)
    found = sink.found
    if len(found.activities) == 1:
        only = found.activities[0]
        found.whole.metadata = only.metadata | found.whole.metadata
        found.whole.statistics = only.statistics | found.whole.statistics
    return found, problems
