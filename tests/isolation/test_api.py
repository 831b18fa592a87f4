"""Every endpoint of the API's own document, everybody: who sees the owner's things, and who gets nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction

from tests.cast import NAMES, Cast
from tests.isolation.routes import SEE_OWNERS_CLIENT, a_client, a_request, a_survey
from vernost.api.root import api
from vernost.api.tests.asking import ROOT, Program

TOMORROW = "2099-01-01"


@dataclass(frozen=True, slots=True)
class Row:
    answers: dict[str, int]
    path: Callable[[Cast], dict[str, Any]] = lambda cast: {}
    data: Callable[[Cast], dict[str, Any] | None] = lambda cast: None
    forbidden: tuple[str, ...] = field(default=())


def everyone(status: int = 200, *, forbidden: tuple[str, ...] = (), **more: Any) -> Row:
    return Row({**dict.fromkeys(NAMES, status), **dict.fromkeys(forbidden, 403)}, **more)


def of_owner(status: int = 200, *, forbidden: tuple[str, ...] = (), **more: Any) -> Row:
    answers = {name: status if name in SEE_OWNERS_CLIENT else 404 for name in NAMES}
    return Row({**answers, **dict.fromkeys(forbidden, 403)}, **more)


def about_client(**values: Any) -> Callable[[Cast], dict[str, Any]]:
    return lambda cast: {"client_id": a_client(cast).pk, **values}


ENDPOINTS: dict[str, Row] = {
    "GET /requests": everyone(),
    "POST /requests": everyone(201, data=lambda cast: {"phone": "+79161234567"}),
    "GET /requests/{pk}": of_owner(path=a_request),
    "POST /requests/{pk}/answer": of_owner(path=a_request, data=lambda cast: {}),
    "GET /clients": everyone(),
    "GET /clients/{pk}": of_owner(path=lambda cast: {"pk": a_client(cast).pk}),
    "GET /orders": everyone(),
    "POST /orders": of_owner(201, data=about_client(amount="100")),
    "GET /reviews": everyone(),
    "POST /reviews": of_owner(201, data=about_client(stars=5)),
    # What the firm's site shows: for everybody, a token or none.
    "GET /reviews/published": Row({**dict.fromkeys(NAMES, 200), "anonymous": 200}),
    "POST /contacts": of_owner(201, data=about_client(text="x")),
    "GET /promises": everyone(forbidden=("marketer",)),
    "POST /promises": of_owner(201, data=about_client(text="x", due_on=TOMORROW)),
    "GET /surveys": everyone(),
    "POST /surveys/{pk}/responses": of_owner(201, path=a_survey, data=about_client(score=9)),
    "GET /tasks": everyone(forbidden=("marketer",)),
    "GET /indicators": everyone(),
    "POST /tasks": of_owner(201, data=about_client(due_on=TOMORROW)),
}
# Lists hold nothing of the owner's for whoever does not see it.
LISTS = ("GET /requests", "GET /clients", "GET /orders", "GET /promises", "GET /tasks")


def test_every_endpoint_has_its_row() -> None:
    document = api.get_openapi_schema()["paths"]
    found = {f"{how.upper()} {path.removeprefix(ROOT)}" for path, every in document.items() for how in every}
    assert len(found) >= 10, "the sweep looked at nothing"
    assert found == set(ENDPOINTS), "say here who gets what there"


@pytest.mark.parametrize("name", ENDPOINTS)
def test_everybody_gets_what_the_table_says(cast: Cast, name: str) -> None:
    row, (method, path) = ENDPOINTS[name], name.split()
    address, data = path.format(**row.path(cast)), row.data(cast)
    wrong = {}
    for who in (*NAMES, "anonymous"):
        with transaction.atomic():
            program = Program(cast, who)
            answer = program.post(address, data) if method == "POST" else program.get(address)
            transaction.set_rollback(True)
        promised = row.answers.get(who, 401)
        if answer.status_code != promised:
            wrong[who] = (answer.status_code, promised, answer.content[:200])
    assert not wrong, f"{name}: who: (got, promised, said) {wrong}"


@pytest.mark.parametrize("name", LISTS)
def test_lists_hold_ones_own_alone(cast: Cast, name: str) -> None:
    from decimal import Decimal

    from vernost.agenda import services as agenda
    from vernost.core import clock
    from vernost.orders import services as orders

    owner, client = cast.actor("owner"), a_client(cast, "Seen")
    a_request(cast)
    orders.order_add(owner, client_id=client.pk, amount=Decimal(1))
    agenda.promise_make(owner, client_id=client.pk, text="x", due_on=clock.today())
    agenda.step_set(owner, client_id=client.pk, due_on=clock.today())
    looked = 0
    for who in NAMES:
        answer = Program(cast, who).get(name.split()[1])
        if answer.status_code == 200:
            looked += 1
            assert bool(answer.json()["items"]) == (who in SEE_OWNERS_CLIENT), who
    assert looked >= 7
