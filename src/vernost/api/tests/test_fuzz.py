"""The API asked from its own document with whatever comes to mind: it may refuse, it may not break."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings

from tests.cast import Cast
from vernost.api.root import api
from vernost.api.tests.asking import Program
from vernost.clients.tests.factories import make

EXAMPLES = 15


def operations() -> list[Any]:
    from vernost.config.wsgi import application

    schema = schemathesis.openapi.from_dict(api.get_openapi_schema())
    schema.app = application
    found: list[Any] = list(schema.get_all_operations())
    return [one.ok() for one in found]


@pytest.fixture
def program(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    from vernost.api import tokens

    monkeypatch.setattr(tokens, "TIMES", 10**6)
    make(cast, phones=["+79161234567"])
    # Between requests a server lets go of its connection; here the transaction of the test lives in it.
    ends = (signals.request_started, signals.request_finished)
    for one in ends:
        one.disconnect(close_old_connections)
    yield Program(cast, "director")
    for one in ends:
        one.connect(close_old_connections)


@pytest.mark.parametrize("operation", operations(), ids=lambda one: f"{one.method} {one.path}")
def test_nothing_breaks(program: Program, operation: Any) -> None:
    looked = 0

    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def asked(case: Any) -> None:
        nonlocal looked
        looked += 1
        answer = case.call(headers={"Authorization": program.headers["authorization"]})
        assert answer.status_code < 500, (answer.status_code, case.as_curl_command())
        if answer.status_code >= 400:
            assert {"code", "message"} <= answer.json().keys()

    asked()
    assert looked
