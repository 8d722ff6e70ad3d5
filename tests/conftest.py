"""Fixtures every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

os.environ["BACKSTRIDE_LANGUAGE"] = "en"  # whoever runs the tests, and in whatever country


def shared_data_folder() -> Path:
    """Where real files lie, whether or not they are there."""
    return Path(os.environ.get("BACKSTRIDE_SHARED_DATA", ROOT.parent / "shared" / "data"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    folder = shared_data_folder()
    if not folder.is_dir():
        pytest.skip(f"real files are not here: {folder} (set BACKSTRIDE_SHARED_DATA)")
    return folder
