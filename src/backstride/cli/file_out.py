"""Files that a command writes at the runner's wish: readable by their owner alone."""

from __future__ import annotations

from pathlib import Path

from backstride.cli.parsing import refuse


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read: it speaks of health.

    Parameters
    ----------
    path : Path
        Of the file; an older one is replaced.
    text : str
        What to write.

    Raises
    ------
    typer.BadParameter
        Where it cannot be written, with the reason.
    """
    try:
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise refuse("cli.not_writable", path=str(path), why=str(error.strerror)) from error
