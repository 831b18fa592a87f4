"""The dossier of a key client (rule 1.8): the account on one page, its past kept, erased with them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.costs import SHELL
from vernost.clients import selectors, services
from vernost.clients.models import About, Client, DossierEntry
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.core.errors import Conflict, Invalid, NotVisible
from vernost.journal.models import Entry


@pytest.fixture
def client(cast: Cast) -> Client:
    return make(cast, "ООО «Ромашка»", kind="company", is_key=True)


def entries(client: Client) -> list[DossierEntry]:
    return list(DossierEntry.objects.unscoped(reason="test").filter(client=client))


def risk(cast: Cast, client: Client, **values: object) -> DossierEntry:
    return services.dossier_add(
        cast.actor("owner"), client_id=client.pk, about="risk", **{"title": "Новый закупщик", **values}
    )


def test_it_works(cast: Cast, client: Client) -> None:
    actor = cast.actor("owner")
    risk(cast, client, amount=Decimal("350000"), day=clock.today() + timedelta(days=30))
    services.person_add(actor, client_id=client.pk, name="Анна", decides="decides", known_by=[cast.owner.pk])
    found = selectors.dossier_of(actor, client)
    assert [(part.about, len(part.now)) for part in found.parts if part.now] == [(About.RISK, 1)]
    assert (found.nobody_decides, found.against, found.risks) == (False, 0, 1)
    assert found.people[0].known_by == ["Owner"]


def test_what_is_no_longer_so_is_kept_apart(cast: Cast, client: Client) -> None:
    actor, entry = cast.actor("owner"), risk(cast, client)
    services.dossier_end(actor, entry_id=entry.pk, over=True)
    services.dossier_end(actor, entry_id=entry.pk, over=True)
    part = next(one for one in selectors.dossier_of(actor, client).parts if one.about is About.RISK)
    assert (part.now, [one.pk for one in part.over]) == ([], [entry.pk])
    assert Entry.objects.filter(kind="dossier.ended").count() == 1
    services.dossier_end(actor, entry_id=entry.pk, over=False)
    assert not entries(client)[0].is_over


@pytest.mark.parametrize(
    ("values", "field"),
    [({"title": " "}, "title"), ({"amount": Decimal(-1)}, ""), ({"title": "x" * 201}, "title")],
)
def test_it_refuses(cast: Cast, client: Client, values: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as told:
        risk(cast, client, **values)
    assert field in told.value.fields
    assert not entries(client)


def test_it_refuses_a_stranger(cast: Cast, client: Client) -> None:
    entry, actor = risk(cast, client), cast.actor("stranger")
    for act in (
        lambda: services.dossier_add(actor, client_id=client.pk, about="risk", title="x"),
        lambda: services.dossier_change(actor, entry_id=entry.pk, version=1, title="x"),
        lambda: services.dossier_end(actor, entry_id=entry.pk, over=True),
        lambda: services.dossier_remove(actor, entry_id=entry.pk),
        lambda: selectors.dossier_of(actor, client),
    ):
        with pytest.raises(NotVisible):
            act()
    assert entries(client)[0].title == "Новый закупщик"


def test_the_second_window_is_told_and_loses_nothing(cast: Cast, client: Client) -> None:
    entry = risk(cast, client)
    services.dossier_change(cast.actor("head"), entry_id=entry.pk, version=1, title="Ушёл директор")
    with pytest.raises(Conflict):
        services.dossier_change(cast.actor("owner"), entry_id=entry.pk, version=1, title="Цена")
    browser, address = cast.browser("owner"), reverse("dossier_edit", args=[client.pk, entry.pk])
    answer = browser.post(address, {"title": "Цена", "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Ушёл директор" in page and "Цена" in page
    assert browser.post(address, {"title": "Цена", "version": "2"}).status_code == 302
    assert entries(client)[0].title == "Цена"


def test_it_goes_with_the_client(cast: Cast, client: Client) -> None:
    """Merged into the survivor, given back by the undoing; erased with the person, journal and all."""
    actor, other = cast.actor("owner"), make(cast, "ООО «Ромашка плюс»", kind="company")
    entry = risk(cast, other)
    merge = services.clients_merge(actor, survivor_id=client.pk, absorbed_id=other.pk)
    assert entries(client)[0].pk == entry.pk
    services.merge_undo(actor, merge_id=merge.pk)
    assert entries(other)[0].pk == entry.pk
    services.client_erase(cast.actor("director"), client_id=other.pk)
    assert not entries(other)
    told = Entry.objects.filter(client_id=other.pk, kind__startswith="dossier.")
    assert told and not any("закупщик" in str((one.data, one.changes)) for one in told)


def test_the_page(cast: Cast, client: Client, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    risk(cast, client, day=clock.today() - timedelta(days=1))
    for name in ("Анна", "Борис"):
        services.person_add(cast.actor("owner"), client_id=client.pk, name=name, decides="against")
    browser = cast.browser("owner")
    browser.get(reverse("client_dossier", args=[client.pk]))  # the first look of the day is counted
    with django_assert_num_queries(SHELL + 13):
        page = browser.get(reverse("client_dossier", args=[client.pk])).content.decode()
    assert "Who decides there is not known yet." in page
    assert "this day has gone by" in page
    assert browser.get(reverse("dossier_add", args=[client.pk, "nothing"])).status_code == 404


def test_an_entry_by_the_page(cast: Cast, client: Client) -> None:
    browser = cast.browser("owner")
    address = reverse("dossier_add", args=[client.pk, "growth"])
    assert browser.post(address, {"title": ""}).status_code == 422
    data = {"title": "Вторая точка", "amount": "1,200,000", "day": "2027-05-01"}
    assert browser.post(address, data).status_code == 302
    found = entries(client)[0]
    assert (found.about, found.amount, str(found.day)) == ("growth", Decimal(1200000), "2027-05-01")
    page = browser.get(reverse("client_dossier", args=[client.pk])).content.decode()
    assert "Вторая точка" in page
