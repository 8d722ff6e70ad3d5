"""Made recordings of form in every shape they come in, and odd ones."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from backstride.synth.made_stride import Stride, joint_places, knee_angles, sacral_force_g

Array = NDArray[np.float64]


def as_trc(time: Array, places: Mapping[str, Array], *, unit: str = "m") -> bytes:
    """Write joint places as Sports2D and Pose2Sim do.

    Parameters
    ----------
    time : array (n_frame,)
        Time. [s]
    places : mapping of str to array (n_frame, 2) or (n_frame, 3)
        Places by joint; NaN is left blank.
    unit : str
        As the header says.
    """
    names = list(places)
    rate = 1.0 / float(np.median(np.diff(time)))
    wide = [
        p if p.shape[1] == 3 else np.column_stack([p, np.zeros(len(p))]) for p in places.values()
    ]
    lines = [
        "PathFileType\t4\t(X/Y/Z)\tmade.trc",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame"
        "\tOrigNumFrames",
        f"{rate:g}\t{rate:g}\t{time.size}\t{len(names)}\t{unit}\t{rate:g}\t1\t{time.size}",
        "Frame#\tTime\t" + "\t\t\t".join(names) + "\t\t",
        "\t\t" + "\t".join(f"X{k}\tY{k}\tZ{k}" for k in range(1, len(names) + 1)),
        "",
    ]
    table = np.column_stack(wide)
    for frame, row in enumerate(table):
        cells = ["" if not np.isfinite(cell) else f"{cell:.6f}" for cell in row]
        lines.append("\t".join([str(frame + 1), f"{time[frame]:.6f}", *cells]))
    return ("\n".join(lines) + "\n").encode()


def as_mot(time: Array, angles: Mapping[str, Array], *, in_degrees: bool = True) -> bytes:
    """Write angles as Sports2D and OpenSim do.

    Parameters
    ----------
    time : array (n_frame,)
        Time. [s]
    angles : mapping of str to array (n_frame,)
        In degrees.
    in_degrees : bool
        Whether they are written in degrees, else in radians.
    """
    scale = 1.0 if in_degrees else np.pi / 180.0
    told = "yes" if in_degrees else "no"
    lines = [
        "Coordinates",
        "version=1",
        f"nRows={time.size}",
        f"nColumns={len(angles) + 1}",
        f"inDegrees={told}",
        "",
        "endheader",
        "\t".join(["time", *angles]),
    ]
    table = np.column_stack(list(angles.values()))
    for frame, row in enumerate(table):
        lines.append("\t".join([f"{time[frame]:.6f}", *(f"{scale * cell:.6f}" for cell in row)]))
    return ("\n".join(lines) + "\n").encode()


def as_acceleration(time: Array, force_g: Array, *, header: str, scale: float = 1.0) -> bytes:
    """Write a recording of a tilted sensor as CSV.

    Parameters
    ----------
    time : array (n_sample,)
        Time. [s]
    force_g : array (n_sample,)
        Vertical specific force. [g]
    header : str
        Names of four columns with commas.
    scale : float
        Size of 1 g in the file's unit.
    """
    tilt = np.radians(20.0)
    axes = (force_g * np.sin(tilt), np.zeros(force_g.size), force_g * np.cos(tilt))
    table = np.column_stack([time, *(scale * axis for axis in axes)])
    rows = [",".join(f"{cell:.6f}" for cell in row) for row in table]
    return ("\n".join([header, *rows]) + "\n").encode()


def oddities() -> dict[str, bytes]:
    """Return made files by name."""
    stride = Stride()
    time, places = joint_places(stride, length_s=4.0)
    bend = knee_angles(places)
    trunk = np.full(time.size, 90.0 - stride.lean_deg)
    upside_down = {name: 300.0 * p * np.array([1.0, -1.0]) for name, p in places.items()}
    gone = {name: np.where(time[:, None] > 2.0, np.nan, p) for name, p in places.items()}
    at, force = sacral_force_g(stride)
    return {
        "form-metres.trc": as_trc(time, places),
        "form-pixels.trc": as_trc(time, upside_down, unit="px"),
        "form-half-missing.trc": as_trc(time, gone),
        "form-header-only.trc": b"PathFileType\t4\t(X/Y/Z)\tx.trc\nDataRate\tUnits\n60\tm\n",
        "form-sports2d.mot": as_mot(
            time, {"Right knee": bend["R"], "Left knee": bend["L"], "Trunk": trunk}
        ),
        "form-opensim.mot": as_mot(
            time,
            {
                "pelvis_tilt": np.full(time.size, -stride.lean_deg),
                "lumbar_extension": np.zeros(time.size),
                "knee_angle_r": bend["R"],
                "knee_angle_l": bend["L"],
            },
            in_degrees=False,
        ),
        "form-no-rows.mot": b"Coordinates\nversion=1\nnRows=0\ninDegrees=yes\nendheader\n",
        "form-phone.csv": as_acceleration(at, force, header="time,ax,ay,az"),
        "form-logger.csv": as_acceleration(
            1000.0 * at, force, header="Timestamp (ms),Accel X,Accel Y,Accel Z", scale=9.80665
        ),
    }
