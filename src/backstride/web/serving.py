"""Serving: the app on a port of this computer, until Ctrl-C."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Final

import uvicorn

from backstride.domain.errors import StoreError
from backstride.web.app import create_app

HOST: Final = "127.0.0.1"
PORT: Final = 8321
"""Where the app is looked for first; not registered with IANA for anything else."""
TRIES: Final = 20
"""Ports that are tried one after the other where none was asked for."""


def serve(
    *, port: int | None = None, home: Path | None = None, ready: Callable[[str], None]
) -> None:
    """Serve the app on the loopback address until it is stopped.

    Parameters
    ----------
    port : int, optional
        Port; the first free one from `PORT` on by default.
    home : Path, optional
        Folder of the store.
    ready : callable
        Told the address once it answers.

    Raises
    ------
    StoreError
        Where the port is taken.
    """
    listener = listen(port)
    address = f"http://localhost:{listener.getsockname()[1]}/"
    config = uvicorn.Config(
        create_app(home),
        access_log=False,  # addresses tell days and searches: nothing of them belongs into a log
        log_level="warning",
        lifespan="on",
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    server = _Server(config, lambda: ready(address))
    server.run(sockets=[listener])


def listen(port: int | None) -> socket.socket:
    """Return a socket that listens on a free port of the loopback address.

    Raises
    ------
    StoreError
        Where the port is taken.
    """
    for tried in (port,) if port is not None else range(PORT, PORT + TRIES):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, tried))
        except OSError:
            listener.close()
        else:
            return listener
    raise StoreError("port_taken", port=PORT if port is None else port)


class _Server(uvicorn.Server):
    """Tells when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, and tell."""
        await super().startup(sockets=sockets)
        if self.started:
            self._ready()
