"""Sent again with its key a request changes nothing and is told the same."""

from __future__ import annotations

from datetime import timedelta

from tests.cast import Cast
from vernost.agenda.models import Promise
from vernost.api.models import Answered
from vernost.api.once import forget_old_answers
from vernost.api.tests.asking import Program
from vernost.clients.tests.factories import make
from vernost.core import clock


def promise(cast: Cast) -> dict[str, object]:
    return {"client_id": make(cast).pk, "text": "Прайс", "due_on": "2099-01-01"}


def test_the_same_answer_and_nothing_twice(cast: Cast) -> None:
    program, data = Program(cast, "owner"), promise(cast)
    first, again = (program.post("/promises", data, key="k1") for _ in range(2))
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert first.status_code == 201
    assert program.post("/promises", data, key="k2").json()["id"] != first.json()["id"]
    assert Promise.objects.visible_to(cast.actor("owner")).count() == 2


def test_another_request_under_the_same_key_is_refused(cast: Cast) -> None:
    program, data = Program(cast, "owner"), promise(cast)
    program.post("/promises", data, key="k")
    answer = program.post("/promises", {**data, "text": "Образцы"}, key="k")
    assert (answer.status_code, answer.json()["code"]) == (409, "other_under_this_key")


def test_keys_of_two_employees_do_not_meet(cast: Cast) -> None:
    data = promise(cast)
    ids = {Program(cast, who).post("/promises", data, key="k").json()["id"] for who in ("owner", "deputy")}
    assert len(ids) == 2


def test_what_was_refused_may_be_mended_under_its_key(cast: Cast) -> None:
    program, data = Program(cast, "owner"), promise(cast)
    assert program.post("/promises", {**data, "due_on": "2001-01-01"}, key="k").status_code == 422
    assert not Answered.objects.exists()
    assert program.post("/promises", data, key="k").status_code == 201


def test_a_key_that_is_none_is_refused(cast: Cast) -> None:
    program, data = Program(cast, "owner"), promise(cast)
    assert program.post("/promises", data, key="k" * 121).status_code == 422
    assert program.post("/promises", data).status_code == 201


def test_old_answers_are_forgotten(cast: Cast) -> None:
    program, data = Program(cast, "owner"), promise(cast)
    program.post("/promises", data, key="old")
    program.post("/promises", data, key="new")
    Answered.objects.filter(key="old").update(at=clock.now() - timedelta(days=8))
    assert forget_old_answers() == 1
    assert Answered.objects.get().key == "new"
