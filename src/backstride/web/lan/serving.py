"""Serving beyond this computer: the pages on loopback as ever, and over TLS for paired phones."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from socket import socket
from typing import Final

from backstride.domain.errors import ImpossibleCall, StoreError
from backstride.store.home import find_home, prepare_home
from backstride.web.app import LOOPBACK, create_app
from backstride.web.lan.addresses import own_addresses, own_name, private_address
from backstride.web.lan.folder import Certificates
from backstride.web.lan.gate import Gate
from backstride.web.lan.pairing import PairingCode
from backstride.web.lan.profile import fingerprint
from backstride.web.lan.welcome import Welcome, welcome_app
from backstride.web.serving import PORT, Server, configure, listen

EVERYWHERE: Final = "0.0.0.0"  # noqa: S104 - the gate stands before it
TLS_PORT: Final = PORT + 100
PLAIN_PORT: Final = PORT + 200
LOCAL_NAME: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.local")


@dataclass(frozen=True, slots=True)
class Reached:
    """Where this computer is reached, told once everything answers.

    Parameters
    ----------
    here : str
        Address of the pages on this computer.
    trust : str
        Address of the plain page.
    pages : str
        Address of the pages for phones.
    code : str
        The code to pair with.
    fingerprint : str
        Of the authority.
    is_anew : bool
        Whether phones must trust anew.
    """

    here: str
    trust: str
    pages: str
    code: str
    fingerprint: str
    is_anew: bool

    @property
    def pair(self) -> str:
        """Address that brings the code along."""
        return f"{self.pages}pair?code={self.code}"


@dataclass(frozen=True, slots=True)
class Told:
    """Who wants to know what.

    Parameters
    ----------
    ready : callable
        Told where this computer is reached once everything answers.
    paired : callable
        Told the next code after a phone was paired.
    """

    ready: Callable[[Reached], None]
    paired: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """How to serve.

    Parameters
    ----------
    port : int, optional
        Port on loopback; the first free one by default.
    home : Path, optional
        Folder of the store.
    name : str, optional
        Name phones shall use; the address of this computer by default.
    address : str, optional
        Private address of this computer, where it is not to be looked for.
    """

    port: int | None = None
    home: Path | None = None
    name: str | None = None
    address: str | None = None


def serve_lan(wish: Wish, told: Told) -> None:
    """Serve on loopback and on the private network until it is stopped.

    Parameters
    ----------
    wish : Wish
        How to serve.
    told : Told
        Who wants to know what.

    Raises
    ------
    StoreError
        Where a port is taken or there is no private address.
    ImpossibleCall
        Where the name or the address is none of a local network.
    """
    if wish.name is not None and not LOCAL_NAME.fullmatch(wish.name):
        raise ImpossibleCall("lan_name", name=wish.name[:80])
    addresses = own_addresses() if wish.address is None else (private_address(wish.address),)
    if not addresses:
        raise StoreError("lan_nowhere")
    home = find_home(wish.home)
    prepare_home(home)
    certificates = Certificates(home.folder)
    name = wish.name or own_name()
    is_anew = certificates.prepare(name, addresses, datetime.now(UTC))
    servers = _Servers(wish, told, certificates, frozenset({name, *map(str, addresses)}))
    servers.run(wish.name or str(addresses[0]), is_anew=is_anew)


class _Servers:
    """Three servers of one app: here, for paired phones, and the plain page."""

    def __init__(
        self, wish: Wish, told: Told, certificates: Certificates, names: frozenset[str]
    ) -> None:
        self._told = told
        self._certificates = certificates
        self._names = names
        self._pairing = PairingCode(told.paired)
        self._app = create_app(wish.home, hosts=LOOPBACK | names, pairing=self._pairing)
        self._here = listen(wish.port)
        self._pages = listen(None, EVERYWHERE, first=TLS_PORT)
        self._plain = listen(None, EVERYWHERE, first=PLAIN_PORT)

    def run(self, name: str, *, is_anew: bool) -> None:
        """Serve until Ctrl-C.

        Parameters
        ----------
        name : str
            Name or address that phones shall use.
        is_anew : bool
            Whether phones must trust anew.
        """
        authority = self._certificates.authority.read_bytes()
        reached = Reached(
            here=f"http://localhost:{_port(self._here)}/",
            trust=f"http://{name}:{_port(self._plain)}/",
            pages=f"https://{name}:{_port(self._pages)}/",
            code=self._pairing.current,
            fingerprint=fingerprint(authority),
            is_anew=is_anew,
        )
        asyncio.run(self._serve(reached, authority))

    async def _serve(self, reached: Reached, authority: bytes) -> None:
        plain = welcome_app(Welcome(authority, f"{reached.pages}pair", self._names))
        certificates = {
            "ssl_certfile": str(self._certificates.certificate),
            "ssl_keyfile": str(self._certificates.key),
        }
        others = (
            (configure(Gate(self._app), lifespan="off", **certificates), self._pages),
            (configure(plain, lifespan="off"), self._plain),
        )
        beside = [(Server(config, _nothing, is_main=False), at) for config, at in others]
        tasks: list[asyncio.Task[None]] = []

        def start_others() -> None:
            for server, at in beside:
                tasks.append(asyncio.create_task(server.serve(sockets=[at])))
            self._told.ready(reached)

        main = Server(configure(self._app, lifespan="on"), start_others)
        try:
            await main.serve(sockets=[self._here])
        finally:
            for server, _ in beside:
                server.should_exit = True
            await asyncio.gather(*tasks)


def _port(listener: socket) -> int:
    return int(listener.getsockname()[1])


def _nothing() -> None:
    """Tell nobody."""
