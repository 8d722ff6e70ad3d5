"""A phone on the same network: what it must trust, how it is paired, and what it sees before."""

from __future__ import annotations

import plistlib
import stat
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError
from fastapi.testclient import TestClient
from starlette.applications import Starlette

from backstride.domain.errors import ImpossibleCall
from backstride.web.lan import authority
from backstride.web.lan.addresses import own_name, private_address
from backstride.web.lan.folder import RENEW_BEFORE, Certificates
from backstride.web.lan.profile import as_apple_profile, as_der, fingerprint
from backstride.web.lan.welcome import Welcome, welcome_app

NAME = "desk.local"
ADDRESS = IPv4Address("192.168.7.9")
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def verify(root: x509.Certificate, leaf: x509.Certificate, name: str) -> None:
    """Verify a server as a browser does (RFC 5280 path validation)."""
    verifier = (
        PolicyBuilder().store(Store([root])).time(NOW).build_server_verifier(x509.DNSName(name))
    )
    verifier.verify(leaf, [])


def verify_address(root: x509.Certificate, leaf: x509.Certificate, address: IPv4Address) -> None:
    verifier = (
        PolicyBuilder()
        .store(Store([root]))
        .time(NOW)
        .build_server_verifier(x509.IPAddress(address))
    )
    verifier.verify(leaf, [])


@pytest.fixture(scope="module")
def issued() -> authority.Issued:
    return authority.issue(NAME, [ADDRESS], NOW)


def test_the_certificate_is_good_for_the_name_and_the_address(issued: authority.Issued) -> None:
    root = x509.load_pem_x509_certificate(issued.authority)
    leaf = x509.load_pem_x509_certificate(issued.certificate)

    verify(root, leaf, NAME)
    verify_address(root, leaf, ADDRESS)


def test_the_constraints_of_the_authority_are_critical(issued: authority.Issued) -> None:
    root = x509.load_pem_x509_certificate(issued.authority)

    limits = root.extensions.get_extension_for_class(x509.NameConstraints)

    assert limits.critical
    assert limits.value.permitted_subtrees is not None
    names = [found.value for found in limits.value.permitted_subtrees]
    assert names[0] == NAME
    assert all(net.is_private or net.is_link_local for net in names[1:])


@pytest.mark.parametrize("name", ["example.org", "other.local", "localhost"])
def test_even_with_its_key_the_authority_could_not_vouch_for_another_name(name: str) -> None:
    root_key = ec.generate_private_key(ec.SECP256R1())
    key = ec.generate_private_key(ec.SECP256R1())
    title = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "stolen")])
    root = authority._authority(title, root_key, NAME, NOW)
    forged = authority._leaf(root, root_key, key.public_key(), name=name, addresses=[])

    with pytest.raises(VerificationError):
        verify(root, forged, name)


def test_even_with_its_key_the_authority_could_not_vouch_for_an_address_of_the_internet() -> None:
    root_key = ec.generate_private_key(ec.SECP256R1())
    key = ec.generate_private_key(ec.SECP256R1())
    title = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "stolen")])
    root = authority._authority(title, root_key, NAME, NOW)
    elsewhere = IPv4Address("93.184.216.34")
    forged = authority._leaf(root, root_key, key.public_key(), name=NAME, addresses=[elsewhere])

    with pytest.raises(VerificationError):
        verify_address(root, forged, elsewhere)


def test_the_key_of_the_authority_is_kept_nowhere(tmp_path: Path) -> None:
    kept = Certificates(tmp_path)
    kept.prepare(NAME, [ADDRESS], NOW)

    files = sorted(path.name for path in kept.folder.iterdir())
    key = kept.key.read_bytes()
    root = x509.load_pem_x509_certificate(kept.authority.read_bytes())
    leaf = x509.load_pem_x509_certificate(kept.certificate.read_bytes())

    assert files == ["authority.pem", "certificate.pem", "key.pem"]
    assert key.count(b"PRIVATE KEY") == 2  # one key: its first and its last line
    assert root.public_key() != leaf.public_key()
    assert root.signature_hash_algorithm is not None
    assert isinstance(root.signature_hash_algorithm, hashes.SHA256)


def test_certificates_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    kept = Certificates(tmp_path)
    kept.prepare(NAME, [ADDRESS], NOW)

    assert stat.S_IMODE(kept.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept.folder.iterdir()} == {0o600}


def test_certificates_that_fit_are_kept_so_that_phones_need_not_trust_anew(tmp_path: Path) -> None:
    kept = Certificates(tmp_path)
    assert not kept.prepare(NAME, [ADDRESS], NOW)
    before = kept.authority.read_bytes()

    assert not kept.prepare(NAME, [ADDRESS], NOW + timedelta(days=30))
    assert kept.authority.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "address", "later"),
    [
        ("other.local", ADDRESS, timedelta()),
        (NAME, IPv4Address("10.0.0.3"), timedelta()),
        (NAME, ADDRESS, timedelta(days=authority.VALID_DAYS) - RENEW_BEFORE),
    ],
)
def test_a_new_name_address_or_year_asks_for_new_certificates(
    tmp_path: Path, name: str, address: IPv4Address, later: timedelta
) -> None:
    kept = Certificates(tmp_path)
    kept.prepare(NAME, [ADDRESS], NOW)

    assert kept.prepare(name, [address], NOW + later)


def test_the_profile_of_apple_devices_holds_the_authority_and_can_be_removed(
    issued: authority.Issued,
) -> None:
    profile = plistlib.loads(as_apple_profile(issued.authority, title="t", description="d"))

    assert profile["PayloadRemovalDisallowed"] is False
    (root,) = profile["PayloadContent"]
    assert root["PayloadType"] == "com.apple.security.root"
    assert root["PayloadContent"] == as_der(issued.authority)


@pytest.mark.parametrize("text", ["8.8.8.8", "127.0.0.1", "no", "", "::1", "192.168.1.300"])
def test_only_a_private_address_is_taken(text: str) -> None:
    with pytest.raises(ImpossibleCall):
        private_address(text)


def test_this_computer_has_a_name_on_its_network() -> None:
    assert own_name().endswith(".local")
    assert len(own_name()) > len(".local")


@pytest.fixture
def welcome(issued: authority.Issued) -> TestClient:
    told = Welcome(issued.authority, f"https://{NAME}:8421/pair", frozenset({NAME}))
    app: Starlette = welcome_app(told)
    return TestClient(app, base_url=f"http://{NAME}")


def test_the_plain_page_tells_how_to_trust_how_to_remove_and_what_is_lost_without(
    welcome: TestClient, issued: authority.Issued
) -> None:
    text = welcome.get("/").text

    assert fingerprint(issued.authority) in text
    assert "How to remove it" in text
    assert "Without it" in text
    assert f"https://{NAME}:8421/pair" in text


def test_the_plain_page_gives_what_phones_install(
    welcome: TestClient, issued: authority.Issued
) -> None:
    apple = welcome.get("/backstride.mobileconfig")
    android = welcome.get("/backstride.crt")

    assert apple.headers["content-type"] == "application/x-apple-aspen-config"
    assert android.content == as_der(issued.authority)


@pytest.mark.parametrize("path", ["/diary", "/api/v1/diary", "/pair", "/static/../../app.py"])
def test_the_plain_page_holds_nothing_else(welcome: TestClient, path: str) -> None:
    assert welcome.get(path).status_code == 404
