"""What a job does, in a process of its own: it sends how far it is, and looks whether to stop."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from backstride.domain.errors import BackstrideError
from backstride.domain.message import Message
from backstride.store.presence import Presence
from backstride.text.catalogue import load_catalogue
from backstride.workflows.import_runs import import_paths
from backstride.workflows.look_at_runs import look_at_paths
from backstride.workflows.own_process import collect_seldom, stand_back
from backstride.workflows.rebuild_store import rebuild
from backstride.workflows.wiring import open_desk

if TYPE_CHECKING:
    from collections.abc import Generator
    from multiprocessing.connection import Connection
    from multiprocessing.synchronize import Event

    from backstride.workflows.results import FileResult, Progress


class Tell(Protocol):
    """Sends one thing that happened to the server: a kind and a value."""

    def __call__(self, kind: str, value: Any) -> None:
        """Send it."""


Labour = Callable[..., None]


def run_import(
    tell: Tell,
    stop: Event,
    *,
    home: Path,
    folder: Path,
    complete_until: date | None = None,
    dry_run: bool = False,
) -> None:
    """Import everything that lies in a folder of uploads, and take the folder away.

    A dry run leaves it, so that the import itself needs no second upload.
    """
    home, folder = home.resolve(), folder.resolve()
    # Files are called as the runner called them, without the folder in which they wait.
    with contextlib.chdir(folder), Presence(folder.parent / ".lock"):
        _read_folder(tell, stop, home, complete_until=complete_until, dry_run=dry_run)
    if not dry_run:
        shutil.rmtree(folder, ignore_errors=True)


def _read_folder(
    tell: Tell, stop: Event, home: Path, *, complete_until: date | None, dry_run: bool
) -> None:
    paths = sorted(Path().iterdir())
    with open_desk(home) as desk:
        if dry_run:
            read = look_at_paths(desk, paths, progress=_progress(tell))
        else:
            read = import_paths(
                desk,
                paths,
                progress=_progress(tell),
                complete_until=complete_until,
                begun=lambda batch_id: tell("about", {"batch": batch_id}),
            )
        with closing(cast("Generator[FileResult, None, None]", read)) as found:
            for result in found:
                tell("result", result)
                if stop.is_set():
                    break


def run_rebuild(tell: Tell, stop: Event, *, home: Path) -> None:
    """Derive everything again."""
    with open_desk(home) as desk:
        for made in rebuild(desk, progress=_progress(tell)):
            tell("result", made)
            if stop.is_set():
                break


def run_export(tell: Tell, _: Event, *, home: Path, target: Path, language: str) -> None:
    """Write everything the runner owns into one archive."""
    # Each labour is a process of its own: an import need not load what writes archives.
    from backstride.workflows.export_store import export_store  # noqa: PLC0415

    readme = load_catalogue(language).say("export.readme")
    with open_desk(home) as desk:
        tell("result", export_store(desk, target, readme=readme, progress=_progress(tell)))


LABOURS: dict[str, Labour] = {"import": run_import, "rebuild": run_rebuild, "export": run_export}


def labour(kind: str, channel: Connection, stop: Event, given: dict[str, Any]) -> None:
    """Do a job in this process; whatever stops it is sent as its end."""

    def tell(what: str, value: Any) -> None:
        channel.send((what, value))

    stand_back()
    collect_seldom()
    try:
        LABOURS[kind](tell, stop, **given)
    except BackstrideError as error:
        tell("failed", error.message)
    except Exception as error:  # noqa: BLE001 - the page tells it
        tell("failed", Message("web.job.unexpected", {"kind": type(error).__name__}))
    else:
        tell("stopped" if stop.is_set() else "done", None)


def _progress(tell: Tell) -> Progress:
    def send(done: int, total: int, what: str) -> None:
        tell("progress", (done, total, what))

    return send
