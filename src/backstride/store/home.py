"""Home: the folder in which everything of a runner lies, and who may read it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from backstride.domain.errors import StoreError

ENVIRONMENT_VARIABLE = "BACKSTRIDE_HOME"
OWNER_ONLY_FOLDER = 0o700
OWNER_ONLY_FILE = 0o600
OTHERS = 0o077 if os.name == "posix" else 0
"""Permission bits of everyone but the owner, where files have such."""


@dataclass(frozen=True, slots=True)
class Home:
    """Layout of the home folder.

    Parameters
    ----------
    folder : Path
        The home itself.
    """

    folder: Path

    @property
    def database(self) -> Path:
        """The one SQLite file."""
        return self.folder / "backstride.sqlite3"

    @property
    def originals(self) -> Path:
        """Folder of imported files, named by their content."""
        return self.folder / "originals"

    @property
    def backups(self) -> Path:
        """Folder of copies of the database, one before each migration."""
        return self.folder / "backups"

    @property
    def lock(self) -> Path:
        """Empty file that every process with the store open holds."""
        return self.folder / "open.lock"


def find_home(folder: Path | None = None) -> Home:
    """Return where the store lies, without touching the disk.

    Parameters
    ----------
    folder : Path, optional
        Taken as it is; else ``BACKSTRIDE_HOME``; else the platform's data folder of the user.
    """
    if folder is not None:
        return Home(folder)
    named = os.environ.get(ENVIRONMENT_VARIABLE)
    if named:
        return Home(Path(named).expanduser())
    from platformdirs import user_data_path  # noqa: PLC0415 - not needed where a home is named

    return Home(user_data_path("backstride", appauthor=False))


def prepare_home(home: Home) -> None:
    """Make the folders and the empty database file, readable by their owner only.

    A folder that stood there before keeps its permissions; a database file loses those of others.

    Raises
    ------
    StoreError
        Where the disk does not allow it.
    """
    try:
        home.folder.mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
        for folder in (home.originals, home.backups):
            folder.mkdir(mode=OWNER_ONLY_FOLDER, exist_ok=True)
        for file in (home.database, home.lock):
            if not file.exists():
                file.touch(mode=OWNER_ONLY_FILE)
            close_to_others(file)
    except OSError as error:
        raise disk_error(error, home.folder) from error


def close_to_others(file: Path) -> None:
    """Take away the permissions of everyone but the owner, where there are any."""
    mode = file.stat().st_mode
    if mode & OTHERS:
        file.chmod(mode & ~OTHERS & 0o777)


def disk_error(error: OSError, place: Path) -> StoreError:
    """Return what a failed deed on the disk is called in the store."""
    return StoreError("store.disk", place=str(place), detail=error.strerror or type(error).__name__)
