"""By which rule of likeness the recordings of a store were judged."""

from __future__ import annotations

from backstride.recording.likeness import RULE_VERSION
from backstride.store import settings
from backstride.store.store import Transaction

RULE_SETTING = "likeness_rule"
"""Setting that holds the version of the rule by which all recordings were judged."""


def is_settled(tx: Transaction) -> bool:
    """Tell whether all recordings were judged by the rule of today."""
    return bool(settings.get(tx, RULE_SETTING) == RULE_VERSION)


def mark_settled(tx: Transaction) -> None:
    """Say that all recordings were judged by the rule of today."""
    settings.put(tx, RULE_SETTING, RULE_VERSION)
