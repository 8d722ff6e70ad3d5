"""What every request must pass, and what every answer carries."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient


def test_a_page_says_that_nothing_but_its_own_server_may_be_asked(client: TestClient) -> None:
    answer = client.get("/")

    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8321", "localhost.evil.example", ""]
)
def test_a_name_of_somebody_else_for_this_computer_is_refused(
    client: TestClient, host: str
) -> None:
    assert client.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "localhost:8321", "127.0.0.1:8321", "[::1]:8321"])
def test_the_names_of_this_computer_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "https://localhost"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_of_another_site_is_refused_whatever_it_brings(
    client: TestClient, token: str, headers: dict[str, str]
) -> None:
    answer = client.post("/jobs/x/stop", data={"token": token}, headers=headers)

    assert answer.status_code == 403


def test_a_form_without_the_token_is_refused_and_says_so(client: TestClient) -> None:
    answer = client.post("/jobs/x/stop", data={"token": "guessed"})

    assert answer.status_code == 403
    assert "came from another site" in answer.text


def test_a_form_of_this_server_is_taken(client: TestClient, token: str) -> None:
    answer = client.post("/jobs/x/stop", data={"token": token})

    assert answer.status_code == 404  # there is no such job: but it was looked for


def test_a_body_that_says_it_is_longer_than_a_form_can_be_is_refused(client: TestClient) -> None:
    assert client.post("/jobs/x/stop", content=b"x" * (3 * 1024**2)).status_code == 413


def test_a_body_that_does_not_say_how_long_it_is_is_cut_off(client: TestClient) -> None:
    def pieces() -> object:
        for _ in range(48):
            yield b"x" * 2**16

    form = {"content-type": "application/x-www-form-urlencoded"}
    answer = client.post("/jobs/x/stop", content=pieces(), headers=form)  # type: ignore[arg-type]

    assert answer.status_code == 413


def test_a_page_that_is_not_there_says_so_in_words(client: TestClient) -> None:
    answer = client.get("/no-such-page")

    assert answer.status_code == 404
    assert "There is no such page" in answer.text


def test_under_api_a_fault_is_a_problem_document(client: TestClient) -> None:
    answer = client.get("/api/v1/no-such-thing")

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404
