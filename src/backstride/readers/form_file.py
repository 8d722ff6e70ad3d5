"""Recordings of form among the files of an import: recognised, and sent to their own door."""

from __future__ import annotations

from backstride.domain.problem import Problem, Severity
from backstride.readers.acceleration_table import has_axes_and_time
from backstride.readers.motion_table import kind_of_motion
from backstride.readers.reading import Outcome, Reading


def is_form_file(head: bytes) -> bool:
    """Tell whether a file holds joint places, joint angles or the acceleration of the trunk.

    Parameters
    ----------
    head : bytes
        Beginning of the file.
    """
    return kind_of_motion(head) is not None or has_axes_and_time(head)


def read_form_file(data: bytes) -> Reading:
    """Say where such a file is read: it holds no day, so that the runner has to tell its run."""
    problem = Problem("registry.form_recording", "", {}, Severity.REFUSED)
    return Reading(Outcome.NOT_AN_ACTIVITY, "form_recording", (), (problem,))
