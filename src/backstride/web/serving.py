"""Serving: the app on a port of this computer, until Ctrl-C."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import uvicorn
from starlette.types import ASGIApp

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
    server = Server(configure(create_app(home), lifespan="on"), lambda: ready(address))
    server.run(sockets=[listener])


def configure(app: ASGIApp, **more: Any) -> uvicorn.Config:
    """Return how every server here is set: no log of addresses, quick to stop."""
    return uvicorn.Config(
        app,
        access_log=False,  # addresses tell days and searches: nothing of them belongs into a log
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=2,
        **more,
    )


def listen(port: int | None, host: str = HOST, *, first: int = PORT) -> socket.socket:
    """Return a socket on a free port.

    Parameters
    ----------
    port : int or None
        Port; None takes the first free one.
    host : str
        Address to listen at.
    first : int
        Where the search for a free one begins.

    Raises
    ------
    StoreError
        Where the port is taken.
    """
    for tried in (port,) if port is not None else range(first, first + TRIES):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, tried))
        except OSError:
            listener.close()
        else:
            return listener
    raise StoreError("port_taken", port=first if port is None else port)


class Server(uvicorn.Server):
    """Tells when it answers.

    Parameters
    ----------
    config : uvicorn.Config
        How it is set.
    ready : callable
        Called once it answers.
    is_main : bool
        Whether it hears Ctrl-C; of several in one process only one does.
    """

    def __init__(
        self, config: uvicorn.Config, ready: Callable[[], None], *, is_main: bool = True
    ) -> None:
        super().__init__(config)
        self._ready = ready
        self._is_main = is_main

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, and tell."""
        await super().startup(sockets=sockets)
        if self.started:
            self._ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Hear Ctrl-C where this is the main server."""
        if not self._is_main:
            yield
            return
        with super().capture_signals():
            yield
