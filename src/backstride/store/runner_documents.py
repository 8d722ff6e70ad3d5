"""Documents of the runner: what was told of a person as JSON and back."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

from backstride.domain.runner import Runner
from backstride.store.json_text import Document


def runner_to_document(runner: Runner) -> Document:
    """Return what was told of a runner."""
    told = {field.name: getattr(runner, field.name) for field in fields(Runner)}
    document = {name: value for name, value in told.items() if value is not None}
    if runner.onset is not None:
        document["onset"] = runner.onset.isoformat()
    return document


def runner_from_document(document: Document) -> Runner:
    """Return the runner of a document."""
    onset = document.get("onset")
    told = {**document, "onset": None if onset is None else date.fromisoformat(onset)}
    return Runner(**told)
