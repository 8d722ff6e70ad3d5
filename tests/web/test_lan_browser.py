"""A phone's browser that trusts this computer: no warning, installed, and kept offline.

The browser is Chromium with a person's folder of its own, in which only the authority of the test
is trusted, as it is on a phone that installed it; nothing of the computer's own trust is changed.
"""

from __future__ import annotations

import os
import re
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import HTTPServer, SimpleHTTPRequestHandler
from ipaddress import IPv4Address
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from backstride.web.lan import authority
from backstride.web.serving import listen
from backstride.workflows.keep_diary import find_entry
from backstride.workflows.pair_devices import list_devices, remove_device
from backstride.workflows.review_diary import list_changes
from backstride.workflows.wiring import open_desk
from tests.web.test_check_in_browser import READY, said, sent, tap

NAME, ADDRESS, STRANGER = "desk.local", "10.11.12.13", "other.local"
OUTSIDE = "93.184.216.34"
"""An address of the internet."""
LEFT = """Promise.all([indexedDB.databases(), caches.keys()]).then(([bases, caches]) => (
  { bases: bases.map((one) => one.name), caches, items: localStorage.length }))"""
HERE = ",".join(f"MAP {host} 127.0.0.1" for host in (NAME, ADDRESS, STRANGER, OUTSIDE))
"""All of them lead to this computer: the certificate is asked about the name, not the way."""


@dataclass(frozen=True)
class Lan:
    """A server beyond this computer."""

    home: Path
    port: str
    code: str

    @property
    def authority(self) -> Path:
        return self.home / "lan" / "authority.pem"

    def page(self, host: str = NAME) -> str:
        return f"https://{host}:{self.port}/"


@pytest.fixture
def lan(home: Path) -> Iterator[Lan]:
    """The pages as ``backstride serve --lan`` serves them, known by what it prints."""
    listener = listen(0)
    port = listener.getsockname()[1]
    listener.close()
    command = [sys.executable, "-m", "backstride", "serve", "--lan", "--no-open"]
    command += ["--port", str(port), "--name", NAME, "--address", ADDRESS]
    environment = os.environ | {"BACKSTRIDE_HOME": str(home), "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        told = ""
        for line in process.stdout:
            told += line
            if "localhost" in line:
                break
        pair = re.search(rf"https://{NAME}:(\d+)/pair and type the code (\w+)", told)
        assert pair is not None, told
        try:
            yield Lan(home, pair[1], pair[2])
        finally:
            process.terminate()


@contextmanager
def phone(browser: Any, folder: Path, trusted: Path | None = None) -> Iterator[Any]:
    """A browser of a person of its own, who trusts one authority or none beside the public ones."""
    tool = shutil.which("certutil")
    if tool is None:
        pytest.skip("no certutil is installed: on Debian, apt-get install libnss3-tools")
    trust = folder / "person" / ".pki" / "nssdb"
    trust.mkdir(parents=True)
    base = [tool, "-d", f"sql:{trust}"]
    subprocess.run([*base, "-N", "--empty-password"], check=True)
    if trusted is not None:
        add = [*base, "-A", "-t", "C,,", "-n", "Backstride", "-i", str(trusted)]
        subprocess.run(add, check=True)
    context = browser.browser_type.launch_persistent_context(
        str(folder / "profile"),
        executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
        args=["--no-sandbox", f"--host-resolver-rules={HERE}"],
        env={**os.environ, "HOME": str(folder / "person"), "XDG_CONFIG_HOME": str(folder)},
        viewport={"width": 390, "height": 844},
    )
    try:
        yield context.pages[0]
    finally:
        context.close()


def pair(page: Any, lan: Lan) -> None:
    """Pair as the picture on the screen leads to, and wait until the pages are kept."""
    page.goto(f"{lan.page()}pair?code={lan.code}")
    page.get_by_role("button", name="Pair").click()
    page.wait_for_url(lan.page())
    assert page.evaluate("navigator.serviceWorker.ready.then((one) => one.scope)") == lan.page()
    page.wait_for_function("caches.match('/offline').then((found) => Boolean(found))")


def refused(page: Any, address: str) -> str:
    """Open an address that is refused, and return why."""
    from playwright.sync_api import Error  # noqa: PLC0415 - only where a browser is

    with pytest.raises(Error) as found:
        page.goto(address)
    said = re.search(r"ERR_\w+", str(found.value))
    assert said is not None, found.value
    return said[0]


def test_a_phone_that_trusts_the_computer_gets_no_warning_by_name_or_by_address(
    browser: Any, lan: Lan, tmp_path: Path
) -> None:
    with phone(browser, tmp_path, lan.authority) as page:
        for host in (NAME, ADDRESS):
            answer = page.goto(f"{lan.page(host)}pair")

            assert answer.status == 200
            assert page.evaluate("isSecureContext")
            assert answer.security_details()["subjectName"] == NAME


def test_a_phone_that_does_not_trust_it_is_warned(browser: Any, lan: Lan, tmp_path: Path) -> None:
    with phone(browser, tmp_path) as page:
        assert refused(page, lan.page()) == "ERR_CERT_AUTHORITY_INVALID"


def test_a_paired_phone_installs_the_pages_and_checks_in_without_a_connection_once(
    browser: Any, lan: Lan, tmp_path: Path
) -> None:
    with phone(browser, tmp_path, lan.authority) as page:
        pair(page, lan)
        asked = page.context.new_cdp_session(page)
        assert asked.send("Page.getInstallabilityErrors")["installabilityErrors"] == []

        page.context.set_offline(True)
        page.goto(lan.page())
        page.wait_for_selector(READY)
        assert page.get_by_text("There is no connection").is_visible()
        tap(page, "6")
        said(page, "Kept in this browser.")
        page.context.set_offline(False)
        sent(page)
        page.goto(lan.page())
        sent(page)

    with open_desk(lan.home) as desk:
        entry = find_entry(desk, desk.today())
        assert entry is not None
        assert entry.leg_morning == 6.0
        assert len(list_changes(desk, entry.day)) == 1
        assert len(list_devices(desk)) == 1


def test_a_phone_that_was_parted_with_forgets_what_it_had_not_sent(
    browser: Any, lan: Lan, tmp_path: Path
) -> None:
    with phone(browser, tmp_path, lan.authority) as page:
        pair(page, lan)
        page.context.set_offline(True)
        page.goto(lan.page())
        page.wait_for_selector(READY)
        tap(page, "6")
        said(page, "Kept in this browser.")
        with open_desk(lan.home) as desk:
            (device,) = list_devices(desk)
            assert remove_device(desk, device.id)

        page.context.set_offline(False)
        page.goto(lan.page())
        page.wait_for_url("**/pair")
        left = page.evaluate(LEFT)

    assert left == {"bases": [], "caches": [], "items": 0}


@contextmanager
def forged(folder: Path, name: str, addresses: list[IPv4Address]) -> Iterator[tuple[Path, int]]:
    """Serve with a certificate that a stolen key of the authority would sign."""
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    title = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "stolen")])
    root = authority._authority(title, root_key, NAME, datetime.now(UTC))
    leaf = authority._leaf(root, root_key, key.public_key(), name=name, addresses=addresses)
    pem = serialization.Encoding.PEM
    trusted, own = folder / "root.pem", folder / "own.pem"
    trusted.write_bytes(root.public_bytes(pem))
    own.write_bytes(
        leaf.public_bytes(pem)
        + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(own)
    server = HTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler)
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield trusted, server.server_port
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("name", "address", "asked"),
    [(STRANGER, ADDRESS, STRANGER), (NAME, OUTSIDE, OUTSIDE)],
)
def test_a_browser_that_trusts_the_authority_believes_it_of_no_other_name_and_no_public_address(
    browser: Any, tmp_path: Path, name: str, address: str, asked: str
) -> None:
    with (
        forged(tmp_path, name, [IPv4Address(address)]) as (trusted, port),
        phone(browser, tmp_path, trusted) as page,
    ):
        assert refused(page, f"https://{asked}:{port}/") == "ERR_CERT_INVALID"


def test_the_same_stolen_key_is_believed_of_the_own_name(browser: Any, tmp_path: Path) -> None:
    with (
        forged(tmp_path, NAME, [IPv4Address(ADDRESS)]) as (trusted, port),
        phone(browser, tmp_path, trusted) as page,
    ):
        assert page.goto(f"https://{NAME}:{port}/").status == 200
