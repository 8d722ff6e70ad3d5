"""Commands that hold others: called alone they list, with a name they do."""

from __future__ import annotations

import typer


def listing_group() -> typer.Typer:
    """Return a group whose callback runs where no command is named."""
    return typer.Typer(
        invoke_without_command=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
