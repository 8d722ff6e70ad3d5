"""``backstride serve``: the pages, on this computer."""

from __future__ import annotations

import webbrowser
from typing import Annotated

import typer

from backstride.cli.words import words


def serve(
    *,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help=words().say("cli.serve.port"))
    ] = None,
    open_browser: Annotated[
        bool, typer.Option("--open/--no-open", help=words().say("cli.serve.open"))
    ] = True,
) -> None:
    """Serve the pages until Ctrl-C."""
    from backstride.web.serving import serve as run

    def ready(address: str) -> None:
        typer.echo(words().say("serve.ready", address=address))
        if open_browser:
            webbrowser.open(address)

    run(port=port, ready=ready)
