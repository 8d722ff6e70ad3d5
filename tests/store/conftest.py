"""An open store in a new folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from backstride.store.batches import start
from backstride.store.store import Store, open_store


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    with open_store(home, busy_timeout_s=5.0) as opened:
        yield opened


@pytest.fixture
def batch(store: Store) -> int:
    with store.transaction() as tx:
        return start(tx, "import", sources=["runs"], version="0.1.0")
