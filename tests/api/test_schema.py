"""Hundreds of requests made from the API's own description: whatever comes, there is an answer, never a crash."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from tests.api.workbooks import member, roster

CHECKS = [not_a_server_error, response_schema_conformance, content_type_conformance]
BOUNDED = settings(
    max_examples=6, deadline=None, database=None, phases=[Phase.generate], derandomize=True,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.fixture
def token(caller_of) -> str:
    """Of somebody who may do most, with an import to find."""
    who = caller_of("section")
    who.upload("/imports", file=roster(member(2, "钱一")), on="2020-06-30")
    return who.token


@pytest.fixture
def served_token(token) -> Iterator[str]:
    """Served as WSGI, a request begins and ends by closing a connection inside a transaction: the test's own, here.

    Disconnected only after the last use of Django's test client, which does the same for itself and then undoes it.
    """
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield token
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.once
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_no_request_that_the_description_allows_or_forbids_breaks_the_server(served_token, mode):
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    operations = [found.ok() for found in described.get_all_operations()]

    for operation in operations:
        _try(operation, mode, served_token)

    assert len(operations) == 25


#: What there is, so that not every request ends in 404.
THERE = {
    "type": "membership", "record": 1, "organisation": 1, "figure": "members", "sheet": "members", "format": "csv", "job": 1,
}  # fmt: skip


def _try(operation, mode: GenerationMode, token: str) -> None:
    @BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case) -> None:
        case.path_parameters = {
            name: THERE[name] if len(str(value)) % 2 else value for name, value in (case.path_parameters or {}).items()
        }
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {token}"}
        case.call_and_validate(checks=CHECKS)

    ask()
