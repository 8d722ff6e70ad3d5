"""Any request the OpenAPI document allows, and many it does not: never a 5xx, nothing undocumented.

The cases are drawn by schemathesis from the document itself and sent to a real server.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.web.conftest import Served, serve

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
CASES_EACH = 260
"""Cases an address and method; 12 of them make more than 3,000."""
FEW = 12
"""Cases of handing files over: each begins a process of its own."""
LEAST_CASES = 3000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home: Path = tmp_path_factory.mktemp("rest") / "home"
    with serve(home) as served:
        yield served


def test_three_thousand_requests_meet_no_fault_of_the_server_and_no_undocumented_answer(
    server: Served,
) -> None:
    schema = schemathesis.openapi.from_url(f"{server.address}/api/v1/openapi.json")
    seen: Counter[str] = Counter()
    session = requests.Session()

    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()

        @given(case=operation.as_strategy())
        @settings(
            max_examples=_cases(operation.label),
            derandomize=True,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def send(case: schemathesis.Case) -> None:
            seen[case.operation.label] += 1
            if "wait" in (case.query or {}) or case.path.endswith(("/answer", "/forecast")):
                case.query["wait"] = 0
            case.call_and_validate(session=session, timeout=30, checks=CHECKS)

        send()

    assert sum(seen.values()) >= LEAST_CASES, seen


def _cases(label: str) -> int:
    return FEW if label == "POST /api/v1/imports" else CASES_EACH
