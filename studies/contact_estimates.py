"""Contact time of the force line beside what watches and sensors measured, on real runs.

Run ``python -m studies.contact_estimates FOLDER``, a folder of FIT files; it prints the table of
``docs/reference/gait.md``.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from backstride.domain.activity import Leg, Sport
from backstride.domain.runner import Runner
from backstride.domain.stream import Stream
from backstride.gait.summarise import summarise_leg
from backstride.readers.registry import read

NOBODY = Runner()


def compare(leg: Leg) -> tuple[str, float, float, bool, float] | None:
    """Source, measured and estimated contact time, whether the range holds it, own intercept.

    Parameters
    ----------
    leg : Leg
        A running leg with samples.

    Returns
    -------
    tuple or None
        None where contact time or cadence was not measured.
    """
    gait = summarise_leg(leg, NOBODY)
    if leg.stream is None or not gait.contact_measured or not gait.cadence_measured:
        return None
    kept = {
        name: channel
        for name, channel in leg.stream.channels.items()
        if name != "contact_ms" and not name.startswith("dev:")
    }
    blind = summarise_leg(replace(leg, stream=Stream(leg.stream.time_s, kept)), NOBODY)
    measured, estimated = gait.summary.contact_ms, blind.summary.contact_ms
    if measured is None or estimated is None:
        return None
    inside = estimated.q05 <= measured.q50 <= estimated.q95
    return gait.contact_source, measured.q50, estimated.q50, inside, gait.force_offset_bw or 0.0


def main() -> None:
    """Print the comparison as a markdown table."""
    print("| file | source | measured ms | estimated ms | apart ms | within 90 % |")
    print("|---|---|---|---|---|---|")
    apart: list[float] = []
    held: list[bool] = []
    offsets: list[float] = []
    for path in sorted(Path(sys.argv[1]).glob("*.fit")):
        for activity in read(path.read_bytes()).activities:
            for leg in activity.legs:
                found = compare(leg) if leg.sport is Sport.RUNNING else None
                if found is None:
                    continue
                source, measured, estimated, inside, offset = found
                apart.append(estimated - measured)
                held.append(inside)
                offsets.append(offset)
                print(
                    f"| {path.stem} | {source} | {measured:.0f} | {estimated:.0f} "
                    f"| {apart[-1]:+.0f} | {'yes' if inside else 'NO'} |"
                )
    print(
        f"\n{len(apart)} legs: estimated minus measured, mean {np.mean(apart):+.1f} ms, "
        f"SD {np.std(apart):.1f} ms; {sum(held)} within 90 %; intercept of the force line "
        f"as measured, mean {np.mean(offsets):.2f}, SD {np.std(offsets):.2f} body weights."
    )


if __name__ == "__main__":
    main()
