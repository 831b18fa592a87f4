"""Tokens: whose they are, how far they reach, when they end."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from vernost.api import tokens
from vernost.api.tests.asking import Program
from vernost.clients.tests.factories import make
from vernost.core.errors import Invalid, NotVisible, TooMany
from vernost.journal.models import Entry
from vernost.staff.models import ApiToken, Deputy
from vernost.staff.services.employees import employee_deactivate
from vernost.staff.services.tokens import MOST, token_end, token_make


def test_it_sees_what_its_employee_sees(cast: Cast) -> None:
    make(cast, "Mine")
    make(cast, "Theirs", whose="stranger")
    seen = {
        who: [one["name"] for one in Program(cast, who).get("/clients").json()["items"]]
        for who in ("owner", "deputy", "head", "director", "stranger", "marketer")
    }
    assert seen == {
        "owner": ["Mine"],
        "deputy": ["Mine"],
        "head": ["Mine"],
        "director": ["Mine", "Theirs"],
        "stranger": ["Theirs"],
        "marketer": [],
    }


def test_as_they_are_today(cast: Cast) -> None:
    make(cast, "Mine")
    program = Program(cast, "deputy")
    assert len(program.get("/clients").json()["items"]) == 1
    Deputy.objects.all().delete()
    assert program.get("/clients").json()["items"] == []


def test_nothing_without_one_and_nothing_with_a_session(cast: Cast) -> None:
    for browser in (Client(), cast.browser("director")):
        answer = browser.get("/api/v1/clients")
        assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
        assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("given", ["Bearer ", "Bearer x", "Basic eDp4", "Bearer \udcff", "nonsense"])
def test_made_up_ones_open_nothing(cast: Cast, given: str) -> None:
    answer = Client().get("/api/v1/clients", headers={"authorization": given})
    assert answer.status_code == 401


def test_it_ends_by_hand_and_with_the_access(cast: Cast) -> None:
    one, other = Program(cast, "owner"), Program(cast, "teammate")
    token_end(cast.actor("owner"), token_id=ApiToken.objects.get(employee=cast.owner).pk)
    employee_deactivate(cast.actor("director"), employee_id=cast.teammate.pk)
    assert one.get("/clients").status_code == other.get("/clients").status_code == 401
    assert not ApiToken.objects.filter(ended_at=None).exists()


def test_nobody_ends_anothers(cast: Cast) -> None:
    Program(cast, "owner")
    with pytest.raises(NotVisible):
        token_end(cast.actor("director"), token_id=ApiToken.objects.get().pk)


def test_less_than_the_employee_may(cast: Cast) -> None:
    client = make(cast)
    reads, sends = Program(cast, "owner", reach="read"), Program(cast, "owner", reach="requests")
    assert reads.get("/clients").status_code == 200
    promise = {"client_id": client.pk, "text": "x", "due_on": "2099-01-01"}
    assert reads.post("/promises", promise).status_code == 403
    assert sends.get("/clients").status_code == 403
    assert sends.post("/requests", {"phone": "+79161234567"}).status_code == 201


def test_the_secret_is_kept_nowhere(cast: Cast) -> None:
    token, secret = token_make(cast.actor("owner"), name="shop")
    assert secret not in str(ApiToken.objects.values().get())
    assert token.hint == secret[-4:]
    assert not any(secret in f"{one.data} {one.changes}" for one in Entry.objects.all())
    assert Entry.objects.filter(kind="token.made").count() == 1


def test_so_many_and_with_a_name(cast: Cast) -> None:
    actor = cast.actor("owner")
    with pytest.raises(Invalid):
        token_make(actor, name=" ")
    with pytest.raises(Invalid):
        token_make(actor, name="x", reach="everything")
    for number in range(MOST):
        token_make(actor, name=f"x{number}")
    with pytest.raises(TooMany):
        token_make(actor, name="x")


def test_too_often_is_held_back(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "TIMES", 3)
    monkeypatch.setattr(tokens, "WRONG", 2)
    one, other = Program(cast, "owner"), Program(cast, "teammate")
    assert [one.get("/clients").status_code for _ in range(5)] == [200] * 3 + [429] * 2
    assert other.get("/clients").status_code == 200
    assert [Client().get("/api/v1/clients").status_code for _ in range(3)] == [401, 401, 429]


def test_made_and_ended_on_the_page_of_myself(cast: Cast) -> None:
    browser = cast.browser("owner")
    text = browser.post(reverse("my_token_make"), {"name": "Магазин", "reach": "read"}).content.decode()
    secret = re.search(r"Bearer (vernost_[\w-]+)", text)
    assert secret
    assert (
        Client().get("/api/v1/clients", headers={"authorization": f"Bearer {secret[1]}"}).status_code == 200
    )
    mine = browser.get(reverse("myself")).content.decode()
    assert "Магазин" in mine
    assert secret[1] not in mine
    pk = ApiToken.objects.get().pk
    assert cast.browser("director").post(reverse("my_token_end", args=[pk])).status_code == 404
    browser.post(reverse("my_token_end", args=[pk]))
    assert "Магазин" not in browser.get(reverse("myself")).content.decode()
