"""Answers as the studies keep them, made by hand."""

from __future__ import annotations

from studies.answered import Answered

ANSWER = Answered(
    cell="neutral 180",
    number=0,
    n_day=180,
    truth=0.5,
    mean=0.4,
    sd=0.2,
    q05=0.1,
    q25=0.3,
    q75=0.49,
    q95=0.7,
    p_above_0=0.98,
    p_above_delta=0.7,
    p_below_minus_delta=0.0,
    verdict="cannot_tell",
    engine="ep",
    failed_checks="",
    missing_morning_share=0.2,
    cpu_s=0.25,
)
