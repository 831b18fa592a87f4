"""Adding a client: whoever works here may, and it is theirs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import NAMES, Cast
from vernost.access.actor import ANONYMOUS
from vernost.clients import services
from vernost.clients.models import Client, Email, Phone
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.core.errors import Invalid, NotAllowed, NotSignedIn
from vernost.journal.models import Entry


def test_it_works(cast: Cast) -> None:
    client = make(
        cast,
        "  ООО «Ёлка»\x00 ",
        kind="company",
        phones=["8 (916) 123-45-67", "+7 916 123 45 67"],
        emails=["Info@ELKA.ru "],
        inn="7707083893",
        bond="forced",
        held_by="contract",
    )
    assert client.name == "ООО «Ёлка»"
    assert client.owner == cast.owner
    assert client.name_key == "елка"
    assert [phone.number for phone in Phone.objects.unscoped(reason="test")] == ["+79161234567"]
    assert [email.address for email in Email.objects.unscoped(reason="test")] == ["info@elka.ru"]
    for part in ("елка", "79161234567", "info@elka.ru", "7707083893"):
        assert part in client.search
    assert Entry.objects.get(client_id=client.pk).kind == "client.added"


@pytest.mark.parametrize("name", NAMES)
def test_everybody_who_works_here_may_and_sees_what_they_added(cast: Cast, name: str) -> None:
    client = make(cast, whose=name)
    assert Client.objects.visible_to(cast.actor(name)).filter(pk=client.pk).exists()


def test_it_refuses_nobody(db: None) -> None:
    with pytest.raises(NotSignedIn):
        services.client_add(ANONYMOUS, name="A")


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("name", {"name": " \x00 "}),
        ("name", {"name": "я" * 201}),
        ("inn", {"inn": "7707083894"}),
        ("time_zone", {"time_zone": "Mars/Phobos"}),
        ("birthday", {"birthday": clock.today() + timedelta(1)}),
        ("phone", {"phones": ["12"]}),
        ("email", {"emails": ["nothing"]}),
        ("level", {"level": "heaven"}),
        ("recommended_by", {"recommended_by": Client(pk=10**9)}),
    ],
)
def test_it_says_what_is_wrong(cast: Cast, field: str, values: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as error:
        make(cast, **{"name": "A", **values})
    assert field in error.value.fields
    assert not Client.objects.unscoped(reason="test").exists()
    assert not Entry.objects.exists()


def test_giving_it_to_another_at_once_is_handing_over(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        make(cast, owner_id=cast.teammate.pk)
    assert make(cast, whose="head", owner_id=cast.teammate.pk).owner == cast.teammate


def test_who_recommended_them_must_be_in_sight(cast: Cast) -> None:
    theirs = make(cast, "B", whose="stranger")
    with pytest.raises(Invalid):
        make(cast, "A", recommended_by=theirs)
    assert make(cast, "A", whose="stranger", recommended_by=theirs).recommended_by == theirs
