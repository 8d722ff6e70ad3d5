"""Pairing a phone: the code, the gate, and what a phone sees before and after."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from backstride.web.app import LOOPBACK, create_app
from backstride.web.lan.gate import COOKIE, Gate
from backstride.web.lan.pairing import MOST_TRIES, PairingCode
from backstride.workflows.pair_devices import list_devices, remove_device

NAME = "desk.local"


def test_a_code_is_good_once_and_may_be_typed_in_any_case_and_with_gaps() -> None:
    told: list[str] = []
    codes = PairingCode(told.append)
    first = codes.current

    assert codes.take(f" {first[:5].lower()}-{first[5:]} ")
    assert not codes.take(first)
    assert told == [codes.current] != [first]


def test_after_too_many_wrong_codes_not_even_the_right_one_is_taken() -> None:
    codes = PairingCode()
    for _ in range(MOST_TRIES):
        assert not codes.take("WRONG")

    assert codes.is_locked
    assert not codes.take(codes.current)


@pytest.fixture
def codes() -> PairingCode:
    return PairingCode()


@pytest.fixture
def phone(home: Path, codes: PairingCode) -> Iterator[TestClient]:
    """The app as a phone reaches it."""
    app = create_app(home, hosts=LOOPBACK | {NAME}, warm=False, pairing=codes)
    with (
        TestClient(app),
        TestClient(
            Gate(app),
            base_url=f"https://{NAME}",
            follow_redirects=False,
            raise_server_exceptions=False,
        ) as phone,
    ):
        yield phone


def desk_of(phone: TestClient) -> object:
    return phone.app._app.state.front.desk  # type: ignore[attr-defined]


def pair(phone: TestClient, code: str, name: str = "my phone") -> int:
    token = phone.get("/pair").text.split('name="token" value="')[1].split('"')[0]
    return phone.post("/pair", data={"token": token, "code": code, "name": name}).status_code


@pytest.mark.parametrize(
    "path", ["/", "/diary", "/answer", "/runs", "/settings", "/jobs/x", "/static/../diary", "/no"]
)
def test_a_phone_that_is_not_paired_is_sent_to_the_pairing_page(
    phone: TestClient, path: str
) -> None:
    answer = phone.get(path)

    assert (answer.status_code, answer.headers["location"], answer.text) == (303, "/pair", "")


def test_rest_of_a_phone_that_is_not_paired_is_refused_as_a_problem(phone: TestClient) -> None:
    answer = phone.get("/api/v1/diary")

    assert answer.status_code == 401
    assert answer.json()["status"] == 401


def test_what_a_phone_sees_before_pairing_tells_nothing_of_the_runner(phone: TestClient) -> None:
    for path in ("/pair", "/static/no-such-file"):
        text = phone.get(path).text
        assert "notice" not in text
        assert "/diary" not in text


def test_with_the_code_a_phone_is_paired_and_listed(phone: TestClient, codes: PairingCode) -> None:
    assert pair(phone, codes.current) == 303

    assert phone.get("/").status_code == 200
    (device,) = list_devices(desk_of(phone))  # type: ignore[arg-type]
    assert device.name == "my phone"


def test_the_cookie_of_a_phone_cannot_be_read_by_scripts_or_sent_in_the_clear(
    phone: TestClient, codes: PairingCode
) -> None:
    token = phone.get("/pair").text.split('name="token" value="')[1].split('"')[0]
    answer = phone.post("/pair", data={"token": token, "code": codes.current})

    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith(COOKIE.lower())
    assert {"secure", "httponly", "path=/", "samesite=lax"} <= set(cookie.split("; "))


def test_a_wrong_code_pairs_nothing_and_says_so(phone: TestClient) -> None:
    assert pair(phone, "WRONG") == 403
    assert phone.get("/").status_code == 303


def test_a_phone_that_was_parted_with_sees_nothing_any_more(
    phone: TestClient, codes: PairingCode
) -> None:
    pair(phone, codes.current)
    desk = desk_of(phone)
    (device,) = list_devices(desk)  # type: ignore[arg-type]

    assert remove_device(desk, device.id)  # type: ignore[arg-type]
    assert phone.get("/").status_code == 303


def test_an_invented_cookie_opens_nothing(phone: TestClient) -> None:
    phone.cookies.set(COOKIE, "x" * 43)

    assert phone.get("/").status_code == 303
