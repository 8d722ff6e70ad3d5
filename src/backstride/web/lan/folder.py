"""The certificates of this computer in the home folder, readable by their owner only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Final

from cryptography import x509

from backstride.web.lan.authority import Issued, issue

RENEW_BEFORE: Final = timedelta(days=14)
"""A certificate that ends sooner is made anew: time enough to trust it on the phone."""


class Certificates:
    """Certificates in a folder.

    Parameters
    ----------
    home : Path
        Folder of the store.
    """

    def __init__(self, home: Path) -> None:
        self.folder = home / "lan"
        self.authority = self.folder / "authority.pem"
        self.certificate = self.folder / "certificate.pem"
        self.key = self.folder / "key.pem"

    def prepare(self, name: str, addresses: Sequence[IPv4Address], now: datetime) -> bool:
        """Make certificates where there are none that fit; True where they replace earlier ones."""
        if self._fit(name, addresses, now):
            return False
        had_others = self.authority.is_file()
        issued = issue(name, addresses, now)
        self.folder.mkdir(mode=0o700, exist_ok=True)
        for path, content in _parts(self, issued):
            path.unlink(missing_ok=True)
            path.touch(mode=0o600)
            path.write_bytes(content)
        return had_others

    def _fit(self, name: str, addresses: Sequence[IPv4Address], now: datetime) -> bool:
        if not all(path.is_file() for path in (self.authority, self.certificate, self.key)):
            return False
        found = x509.load_pem_x509_certificate(self.certificate.read_bytes())
        if found.not_valid_after_utc - RENEW_BEFORE < now:
            return False
        names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        known = set(names.get_values_for_type(x509.IPAddress))
        return name in names.get_values_for_type(x509.DNSName) and known.issuperset(addresses)


def _parts(where: Certificates, issued: Issued) -> tuple[tuple[Path, bytes], ...]:
    return (
        (where.authority, issued.authority),
        (where.certificate, issued.certificate),
        (where.key, issued.key),
    )
