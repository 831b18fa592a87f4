"""The four real address books become clients: phones in E.164, each person once, broken cards counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.cast import Cast
from vernost.clients.models import Client, Email, Phone
from vernost.orders import services
from vernost.orders.importing import keeping
from vernost.orders.importing.clients import REASONS
from vernost.orders.models import ImportRun, ImportState
from vernost.orders.tests.factories import imported
from vernost.staff.services.terms import terms_change

FILES = ("ANDROID", "GMAIL", "IPHONE", "MS_OUTLOOK")


def brought_all(cast: Cast, shared_data: Path) -> dict[str, ImportRun]:
    found = {}
    for name in FILES:
        path = shared_data / "vcard" / f"John_Doe_{name}.vcf"
        found[name] = imported(cast.actor("head"), path, "clients", source="phone")
        assert found[name].state == ImportState.DONE, found[name].trouble
    return found


def test_they_become_clients(cast: Cast, shared_data: Path) -> None:
    runs = brought_all(cast, shared_data)
    clients = {one.name: one for one in Client.objects.unscoped(reason="test")}
    assert len(clients) == 6, "three books know one and the same John Doe"
    john = next(one for name, one in clients.items() if name.startswith("Mr. John Richter"))
    numbers = Phone.objects.unscoped(reason="test").filter(client=john).order_by("number")
    assert [one.number for one in numbers] == [
        "+79052221234", "+79055551234", "+79056661234", "+79057771234",
    ]  # fmt: skip
    mails = Email.objects.unscoped(reason="test").filter(client=john).order_by("address")
    assert [one.address for one in mails] == ["john.doe@ibm.cm", "john.doe@ibm.com"]
    assert john.birthday == date(1980, 3, 22)
    assert john.about.startswith("IBM, Money Counter")
    assert "Crescent moon drive" in john.address
    assert {"john.doe@company.com", "jane.doe@company.com", "Ñ Ñ Ñ Ñ Ñ"} <= clients.keys()
    of_inner_numbers = clients["Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ"]
    assert "123456, 234567" in of_inner_numbers.about, "what is no phone stays as words"
    counts = runs["ANDROID"].counts
    assert (counts["rows"], counts["accepted"], counts["rejected"]) == (6, 5, 1)
    assert counts["reasons"] == {REASONS["card_letters"]: 1}
    assert "card_letters" in keeping.errors_of(runs["ANDROID"].pk).read_text("utf-8-sig")
    assert [runs[name].counts["clients_new"] for name in FILES] == [5, 1, 0, 0]


def test_brought_again_they_add_nobody(cast: Cast, shared_data: Path) -> None:
    brought_all(cast, shared_data)
    before = list(Client.objects.unscoped(reason="test").order_by("pk").values_list("pk", "version"))
    again = brought_all(cast, shared_data)
    assert list(Client.objects.unscoped(reason="test").order_by("pk").values_list("pk", "version")) == before
    assert sum(run.counts["clients_new"] for run in again.values()) == 0


def test_numbers_are_read_by_the_firms_country(cast: Cast, shared_data: Path) -> None:
    terms_change(cast.actor("director"), values={"firm.country": "US"})
    imported(cast.actor("head"), shared_data / "vcard" / "John_Doe_GMAIL.vcf", "clients")
    assert {one.number for one in Phone.objects.unscoped(reason="test")} == {"+19055551234", "+19056661234"}


def test_pictures_are_not_kept(cast: Cast, shared_data: Path) -> None:
    path = shared_data / "vcard" / "John_Doe_IPHONE.vcf"
    run = services.import_start(
        cast.actor("head"), kind="clients", name=path.name, pieces=keeping.pieces_of(path)
    )
    kept = keeping.path_of(run.place)
    assert kept.suffix == ".csv"
    assert kept.stat().st_size < 2000 < path.stat().st_size
    assert not list(kept.parent.glob("*.part")) and not list(kept.parent.glob("*.cards"))


def test_contacts_are_no_orders(cast: Cast, shared_data: Path) -> None:
    path = shared_data / "vcard" / "John_Doe_GMAIL.vcf"
    run = services.import_start(
        cast.actor("head"), kind="orders", name=path.name, pieces=keeping.pieces_of(path)
    )
    assert services.import_look(cast.actor("head"), run).problem is not None
