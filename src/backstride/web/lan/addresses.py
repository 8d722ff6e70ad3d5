"""Where this computer is reached on its own network."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address
from typing import Final

from backstride.domain.errors import ImpossibleCall
from backstride.web.lan.authority import PRIVATE

NOWHERE: Final = ("192.0.2.1", 9)
"""An address that nobody has (RFC 5737): asking the way to it sends nothing."""


def own_name() -> str:
    """Return the name of this computer on its network, as multicast DNS announces it."""
    host = socket.gethostname().split(".")[0].lower()
    clean = "".join(sign for sign in host if sign.isascii() and (sign.isalnum() or sign == "-"))
    return f"{clean.strip('-') or 'backstride'}.local"


def private_address(text: str) -> IPv4Address:
    """Return an address that was typed.

    Raises
    ------
    ImpossibleCall
        Where it is none of a private network.
    """
    try:
        address = IPv4Address(text.strip())
    except ValueError:
        address = None
    if address is None or not any(address in net for net in PRIVATE):
        raise ImpossibleCall("lan_address", address=text[:40])
    return address


def own_addresses() -> tuple[IPv4Address, ...]:
    """Return the private addresses of this computer, that of the usual way out first."""
    found: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(NOWHERE)
            found.append(probe.getsockname()[0])
        except OSError:
            pass  # no way out at all: the name below may still lead somewhere
    try:
        entries = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    except OSError:
        entries = []
    found += [str(entry[4][0]) for entry in entries]
    addresses = dict.fromkeys(IPv4Address(text) for text in found)
    return tuple(address for address in addresses if any(address in net for net in PRIVATE))
