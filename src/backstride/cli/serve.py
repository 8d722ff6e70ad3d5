"""``backstride serve``: the pages, on this computer and, where wished, for paired phones."""

from __future__ import annotations

import signal
import sys
import webbrowser
from typing import TYPE_CHECKING, Annotated

import typer

from backstride.cli.words import words

if TYPE_CHECKING:
    from backstride.web.lan.serving import Reached

EXIT_TERMINATED = 143
"""128 + SIGTERM, as shells report it."""


def serve(
    *,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help=words().say("cli.serve.port"))
    ] = None,
    open_browser: Annotated[
        bool, typer.Option("--open/--no-open", help=words().say("cli.serve.open"))
    ] = True,
    lan: Annotated[bool, typer.Option("--lan", help=words().say("cli.serve.lan"))] = False,
    name: Annotated[str | None, typer.Option("--name", help=words().say("cli.serve.name"))] = None,
    address: Annotated[
        str | None, typer.Option("--address", help=words().say("cli.serve.address"))
    ] = None,
) -> None:
    """Serve the pages until Ctrl-C."""
    # An orderly end when a system stops the server: the processes beside it end with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(EXIT_TERMINATED))

    def ready(address: str) -> None:
        typer.echo(words().say("serve.ready", address=address))
        if open_browser:
            webbrowser.open(address)

    if not lan:
        from backstride.web.serving import serve as serve_here

        serve_here(port=port, ready=ready)
        return
    from backstride.web.lan.serving import Told, Wish, serve_lan

    def ready_for_phones(reached: Reached) -> None:
        _show(reached)
        ready(reached.here)

    def paired(code: str) -> None:
        typer.echo(words().say("serve.lan.next_code", code=code))

    serve_lan(Wish(port=port, name=name, address=address), Told(ready_for_phones, paired))


def _show(reached: Reached) -> None:
    """Print how a phone comes to trust this computer and is paired, with pictures to scan."""
    import segno

    say = words().say
    if reached.is_anew:
        typer.echo(say("serve.lan.anew"))
    for key, address in (("serve.lan.trust", reached.trust), ("serve.lan.pair", reached.pair)):
        shown = reached.pages + "pair" if key == "serve.lan.pair" else address
        typer.echo(say(key, address=shown, code=reached.code))
        segno.make(address, error="m").terminal(compact=True)
    typer.echo(f"SHA-256 {reached.fingerprint}")
    typer.echo(say("serve.lan.remove"))
