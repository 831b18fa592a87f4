"""What programs read and write, and what they are told when it is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast
from vernost.agenda.models import Contact
from vernost.api.tests.asking import Program
from vernost.clients.tests.factories import make
from vernost.intake.models import Request
from vernost.journal.models import Activity, Look
from vernost.orders.models import Order

PHONE = "+79161234567"


def test_a_request_comes_is_listed_and_answered(cast: Cast) -> None:
    client = make(cast, phones=[PHONE])
    shop, owner = Program(cast, "director", reach="requests"), Program(cast, "owner")
    made = shop.post("/requests", {"phone": "8 916 123-45-67", "text": "Почём?", "name": "Пё\x00тр"})
    assert made.status_code == 201
    assert set(made.json()) == {"id", "answer_by"}
    (listed,) = owner.get("/requests").json()["items"]
    assert (listed["client_id"], listed["name"], listed["channel"]) == (client.pk, "Пётр", "api")
    answer = {"text": "Сто", "step": "Прислать", "step_on": "2099-01-01"}
    done = owner.post(f"/requests/{listed['id']}/answer", answer)
    assert (done.status_code, done.json()["state"]) == (200, "answered")
    assert owner.get(f"/requests/{listed['id']}").json()["in_time"] is True
    assert Contact.objects.visible_to(cast.actor("owner")).get().text == "Сто"
    assert Program(cast, "stranger").get(f"/requests/{listed['id']}").status_code == 404


def test_whoever_sends_for_anothers_client_learns_nothing(cast: Cast) -> None:
    make(cast, phones=[PHONE])
    known = Program(cast, "stranger").post("/requests", {"phone": PHONE}).json()
    unknown = Program(cast, "stranger").post("/requests", {"phone": "+79160000009"}).json()
    assert known["id"] is None is unknown["id"]


def test_clients_are_found_paged_and_counted(cast: Cast) -> None:
    for number in range(5):
        make(cast, f"Client {number}", emails=[f"c{number}@firm.ru"])
    program = Program(cast, "owner")
    names, after = [], ""
    while True:
        page = program.get("/clients", limit=2, after=after).json()
        names += [one["name"] for one in page["items"]]
        after = page["next"]
        if not after:
            break
    assert names == [f"Client {number}" for number in range(5)]
    (found,) = program.get("/clients", text="c3@firm.ru").json()["items"]
    whole = program.get(f"/clients/{found['id']}").json()
    assert whole["emails"] == ["c3@firm.ru"]
    assert Activity.objects.get(employee=cast.owner).exported == 6, "read by a program counts as read"
    assert Look.objects.get(employee=cast.owner).client_id == found["id"]


def test_orders(cast: Cast) -> None:
    client, program = make(cast), Program(cast, "owner")
    lines = [{"product": "Кения", "quantity": "2.5", "price": "100.10"}]
    made = program.post("/orders", {"client_id": client.pk, "number": "7", "lines": lines})
    assert (made.status_code, made.json()["amount"]) == (201, "250.25")
    assert program.get("/orders", client_id=client.pk).json()["items"][0]["number"] == "7"
    assert Order.objects.visible_to(cast.actor("owner")).get().client == client
    assert (
        Program(cast, "stranger").post("/orders", {"client_id": client.pk, "amount": "1"}).status_code == 404
    )
    assert Program(cast, "stranger").get("/orders").json()["items"] == []


def test_talks_promises_and_tasks(cast: Cast) -> None:
    client, program = make(cast), Program(cast, "owner")
    of: dict[str, Any] = {"client_id": client.pk}
    talk = program.post("/contacts", {**of, "channel": "meeting", "began": "they", "text": "x", "minutes": 5})
    assert (talk.status_code, talk.json()["began"]) == (201, "they")
    program.post("/promises", {**of, "text": "Прайс", "due_on": "2099-01-01"})
    program.post("/tasks", {**of, "due_on": "2099-01-02"})
    assert [one["text"] for one in program.get("/promises").json()["items"]] == ["Прайс"]
    assert [one["due_on"] for one in program.get("/tasks", client_id=client.pk).json()["items"]] == [
        "2099-01-02"
    ]
    assert Program(cast, "stranger").get("/promises").json()["items"] == []
    assert Program(cast, "marketer").get("/tasks").status_code == 403


@pytest.mark.parametrize(
    ("path", "data", "status", "field"),
    [
        ("/requests", {}, 422, "phone"),
        ("/requests", {"phone": "12"}, 422, "phone"),
        ("/requests", {"phone": PHONE, "is_spam": True}, 422, "is_spam"),
        ("/requests", {"phone": PHONE, "channel": "pigeon"}, 422, "channel"),
        ("/promises", {"client_id": 10**30, "text": "x", "due_on": "2099-01-01"}, 422, "client_id"),
        ("/orders", {"client_id": 1, "amount": "NaN"}, 422, "amount"),
        ("/orders", {"client_id": 1, "lines": [{"product": "x", "quantity": "0"}]}, 422, "lines.0.quantity"),
        ("/promises", {"client_id": 999999, "text": "x", "due_on": "2099-01-01"}, 404, ""),
        ("/nothing", {}, 404, ""),
    ],
)
def test_one_shape_of_error(cast: Cast, path: str, data: Any, status: int, field: str) -> None:
    answer = Program(cast, "owner").post(path, data)
    assert answer.status_code == status
    if path == "/nothing":
        return
    told = answer.json()
    assert told["message"] and told["code"]
    assert (field in told["fields"]) if field else ("fields" not in told)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[]", b"null", b'"x"', b"[" * 5000])
def test_what_is_no_json_is_told_so(cast: Cast, body: bytes) -> None:
    program = Program(cast, "owner")
    answer = program.browser.post(
        "/api/v1/requests", body, content_type="application/json", headers=program.headers
    )
    assert answer.status_code in (400, 422)
    assert not Request.objects.unscoped(reason="test").exists()


def test_limits_are_capped(cast: Cast) -> None:
    program = Program(cast, "owner")
    for query in ({"limit": 0}, {"limit": 101}, {"limit": -1}, {"limit": "x"}, {"after": "x" * 2001}):
        assert program.get("/clients", **query).status_code == 422
    assert program.get("/clients", after="made up\x00").status_code == 200


def test_errors_speak_the_readers_language(cast: Cast) -> None:
    program = Program(cast, "owner")
    program.headers["accept-language"] = "ru"
    assert program.post("/requests", {}).json()["fields"]["phone"] == [
        "Оставьте телефон или почту: иначе ответить некуда."
    ]
