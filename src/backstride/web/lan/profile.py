"""What a phone installs to trust this computer, and nothing else."""

from __future__ import annotations

import plistlib
from uuid import NAMESPACE_URL, uuid5

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding


def as_der(authority: bytes) -> bytes:
    """Return the authority as Android and desktops install it."""
    return x509.load_pem_x509_certificate(authority).public_bytes(Encoding.DER)


def fingerprint(authority: bytes) -> str:
    """Return the SHA-256 of the authority, to be compared by eye."""
    found = x509.load_pem_x509_certificate(authority).fingerprint(hashes.SHA256())
    return found.hex(":").upper()


def as_apple_profile(authority: bytes, *, title: str, description: str) -> bytes:
    """Return the authority as a configuration profile of Apple devices.

    Parameters
    ----------
    authority : bytes
        PEM.
    title, description : str
        Shown by the phone before it installs it.
    """
    der = as_der(authority)
    own = str(uuid5(NAMESPACE_URL, fingerprint(authority)))
    root = {
        "PayloadType": "com.apple.security.root",
        "PayloadIdentifier": f"org.backstride.{own}.root",
        "PayloadUUID": str(uuid5(NAMESPACE_URL, f"{own}.root")),
        "PayloadVersion": 1,
        "PayloadDisplayName": title,
        "PayloadContent": der,
    }
    profile = {
        "PayloadType": "Configuration",
        "PayloadIdentifier": f"org.backstride.{own}",
        "PayloadUUID": own,
        "PayloadVersion": 1,
        "PayloadDisplayName": title,
        "PayloadDescription": description,
        "PayloadRemovalDisallowed": False,
        "PayloadContent": [root],
    }
    return plistlib.dumps(profile)
