"""The archive of a runner who does not exist."""

from __future__ import annotations

import zipfile
from pathlib import Path

from backstride.synth.demo_runner import make_demo


def invented_archive(folder: Path) -> Path:
    """Write the invented runner's files as one archive and return it."""
    make_demo(folder / "mara")
    archive = folder / "my-runs.zip"
    with zipfile.ZipFile(archive, "w") as bundle:
        for path in sorted((folder / "mara" / "runs").iterdir()):
            bundle.write(path, path.name)
    return archive
