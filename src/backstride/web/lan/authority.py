"""A certificate that phones can trust, from an authority that can vouch for nothing else.

The authority may only sign for one name and for private addresses: its name constraints are marked
critical, so whoever does not understand them must refuse it (RFC 5280, 4.2.1.10). Its key exists
only in this function and is gone when it returns: nobody can ever sign with it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PRIVATE: Final = tuple(
    IPv4Network(net) for net in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16")
)
"""Addresses that no router of the internet passes on (RFC 1918, RFC 3927)."""

VALID_DAYS: Final = 397
"""How long a certificate holds [d]: browsers and phones refuse longer ones (CA/Browser Forum Ballot
SC31; Apple HT211025)."""
BACKDATED: Final = timedelta(hours=1)
"""A phone's clock may be behind."""


@dataclass(frozen=True, slots=True)
class Issued:
    """What was made, all of it PEM.

    Parameters
    ----------
    authority : bytes
        Certificate of the authority; its key is gone.
    certificate, key : bytes
        Certificate and private key of this server.
    """

    authority: bytes
    certificate: bytes
    key: bytes


def issue(name: str, addresses: Sequence[IPv4Address], now: datetime) -> Issued:
    """Make an authority for one name and private addresses, and one certificate by it.

    Parameters
    ----------
    name : str
        Host name such as ``desk.local``.
    addresses : sequence of IPv4Address
        Private addresses of this computer.
    now : datetime
        Aware.
    """
    root_key = ec.generate_private_key(ec.SECP256R1())
    title = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Backstride"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"Backstride on {name}"[:64]),
        ]
    )
    root = _authority(title, root_key, name, now)
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _leaf(root, root_key, key.public_key(), name=name, addresses=addresses)
    return Issued(
        root.public_bytes(serialization.Encoding.PEM),
        certificate.public_bytes(serialization.Encoding.PEM),
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
    )


def _authority(
    title: x509.Name, key: ec.EllipticCurvePrivateKey, name: str, now: datetime
) -> x509.Certificate:
    limits = x509.NameConstraints(
        permitted_subtrees=[x509.DNSName(name), *(x509.IPAddress(net) for net in PRIVATE)],
        excluded_subtrees=None,
    )
    return (
        _builder(title, title, key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(limits, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _leaf(
    root: x509.Certificate,
    root_key: ec.EllipticCurvePrivateKey,
    key: ec.EllipticCurvePublicKey,
    *,
    name: str,
    addresses: Sequence[IPv4Address],
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    names = [x509.DNSName(name), *(x509.IPAddress(address) for address in addresses)]
    signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    return (
        _builder(root.subject, subject, key, root.not_valid_before_utc + BACKDATED)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(signer, critical=False)
        .sign(root_key, hashes.SHA256())
    )


def _builder(
    issuer: x509.Name, subject: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .issuer_name(issuer)
        .subject_name(subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BACKDATED)
        .not_valid_after(now - BACKDATED + timedelta(days=VALID_DAYS))
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
