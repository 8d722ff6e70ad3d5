"""The pages on Python, run as they stand and held against the public names."""

from __future__ import annotations

import re

import backstride
from tests.conftest import ROOT

HOWTO = ROOT / "docs" / "howto" / "python.md"
REFERENCE = ROOT / "docs" / "reference" / "python.md"


def test_every_block_of_the_how_to_runs_after_the_one_before() -> None:
    blocks = re.findall(r"```python\n(.*?)```", HOWTO.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, object] = {}

    for block in blocks:
        exec(compile(block, str(HOWTO), "exec"), names)  # noqa: S102 - our own page

    assert len(blocks) >= 5
    assert str(names["answer"].verdict) == "Verdict.AGGRAVATING"  # type: ignore[attr-defined]


def test_every_public_name_is_in_the_reference_and_the_other_way_round() -> None:
    names = re.findall(r"^\| `(\w+)` \| ", REFERENCE.read_text(encoding="utf-8"), re.MULTILINE)

    assert set(names) - {"posterior", "observed_data", "constant_data"} == set(backstride.__all__)


def test_every_array_of_the_export_is_in_the_reference() -> None:
    days = {"date": ["2026-01-05", "2026-01-06"], "load": [1.0, 0.0], "leg_morning": [1, 2]}
    groups = backstride.fit(days, window=(0, 1)).to_arviz_dict(4, n_chain=1)
    text = REFERENCE.read_text(encoding="utf-8")

    for group, arrays in groups.items():
        assert f"`{group}`" in text
        assert [name for name in arrays if f"`{name}`" not in text] == []
