"""The pages on form, load and shoes, held against what the program writes."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from backstride.cli.form_files import form_as_json
from backstride.domain.dose import GaitSummary, RunDose
from backstride.domain.form_recording import FormFound, FormKind
from backstride.domain.gait import Gait
from backstride.gait.segments import Segment
from backstride.gait.trunk_sensor import FORM_VERSION
from backstride.load.day_course import DayCourse
from backstride.load.exposure import Kind
from tests.test_documents import page, section

LABELS = ("Definition", "Unit", "Method", "Limits", "Evidence")
NO_QUANTITY = {"gait", "version", "problems", "at", "sport", "start", "known", "summary"} | {
    f"{what}_{said}"
    for what in ("cadence", "contact", "speed")
    for said in ("source", "measured")
    if (what, said) != ("contact", "source")
}
"""Fields that hold no number of their own."""


def quantities() -> dict[str, dict[str, str]]:
    """What the page says of each quantity, by label."""
    found = {}
    for part in page("reference/quantities.md").split("\n### `")[1:]:
        name, _, text = part.partition("`")
        text = text.split("\n## ", maxsplit=1)[0]
        found[name] = dict(re.findall(r"^- \*\*(\w+):\*\* (.+)$", text, re.MULTILINE))
    return found


def names_of(*kinds: type) -> set[str]:
    return {field.name for kind in kinds for field in fields(kind)} - NO_QUANTITY


def test_every_public_quantity_is_defined_with_unit_method_limits_and_evidence() -> None:
    public = names_of(Gait, GaitSummary, RunDose, DayCourse) | {kind.value for kind in Kind}
    told = quantities()

    assert sorted(public - told.keys()) == []
    assert {name: sorted(set(LABELS) - lines.keys()) for name, lines in told.items()} == {
        name: [] for name in told
    }
    assert [name for name, lines in told.items() if not all(lines.values())] == []


@pytest.mark.parametrize("name", ["trunk_lean_deg", "overstride_percent", "limit_share", "drift"])
def test_quantities_beside_the_summary_are_there_too(name: str) -> None:
    assert name in quantities()


def test_every_field_of_a_recording_of_form_is_in_the_reference() -> None:
    row = form_as_json(FormFound(FormKind.SACRUM, 10.0, 100.0))
    text = section(page("reference/json.md"), "`form list --json`")

    assert sorted(set(row) - set(re.findall(r"`(\w+)`", text))) == []


def test_every_field_of_a_piece_is_in_the_reference() -> None:
    text = section(page("reference/json.md"), "`runs show --json`")

    assert [f.name for f in fields(Segment) if f"`{f.name}`" not in text] == []


def test_the_reference_tells_the_version_of_the_rules() -> None:
    assert f"`{FORM_VERSION}`" in page("reference/form-sensors.md")
