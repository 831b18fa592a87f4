"""The register: shipped in both languages, the firm's own, what competitors do; nothing shipped is lost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from tests.cast import Cast
from vernost.core import terms
from vernost.core.errors import Invalid, NotAllowed
from vernost.core.models import TermValue
from vernost.journal.models import Entry
from vernost.standards import services, shipped
from vernost.standards.models import Rival, Standard
from vernost.standards.tests.factories import standard


def test_five_come_with_the_program_and_say_the_firms_figures(cast: Cast) -> None:
    with translation.override("en"):
        names = [str(one) for one in Standard.objects.unscoped(reason="test")]
        assert names[:2] == [
            "The phone is answered within 5 rings", "A letter is answered within 4 working hours",
        ]  # fmt: skip
        TermValue.objects.create(name="standard.letter", value=1)
        terms.refresh()
        assert str(standard("letter")) == "A letter is answered within 1 working hour"
    with translation.override("ru"):
        assert str(standard("rings")) == "На звонок отвечают за 5 гудков"
    assert len(names) == 5


def test_reworded_it_stays_the_firms_after_an_upgrade(cast: Cast) -> None:
    actor, rings = cast.actor("head"), standard("rings")
    services.standard_save(actor, standard_id=rings.pk, name="Трубку берут сразу", target=Decimal("99.5"))
    services.standard_retire(actor, standard_id=rings.pk, retired=True)
    shipped.ship()
    rings.refresh_from_db()
    assert (str(rings), rings.target, rings.is_retired) == ("Трубку берут сразу", Decimal("99.5"), True)
    page = cast.browser("owner").get(reverse("standards")).content.decode()
    assert "Трубку берут сразу" not in page
    everything = cast.browser("head").get(reverse("standards") + "?all=1").content.decode()
    assert "Трубку берут сразу" in everything
    assert Entry.objects.filter(kind="standard.saved").count() == 1


def test_one_of_their_own(cast: Cast) -> None:
    browser = cast.browser("head")
    said = {"name": "Смета за два дня", "measure": "hand", "target": "80", "way": "order"}
    assert browser.post(reverse("standard_add"), said).status_code == 302
    assert "Смета за два дня" in browser.get(reverse("standards")).content.decode()
    assert browser.post(reverse("standard_add"), {**said, "name": " "}).status_code == 422
    assert browser.post(reverse("standard_add"), {**said, "target": "101"}).status_code == 422
    own = Standard.objects.unscoped(reason="test").get(name="Смета за два дня")
    edit = reverse("standard_edit", args=[own.pk])
    assert browser.post(edit, {"name": "Смета за день", "target": "85", "way": "order"}).status_code == 302
    own.refresh_from_db()
    assert (own.name, own.target, own.measure) == ("Смета за день", 85, "hand")
    with pytest.raises(NotAllowed):
        services.standard_save(cast.actor("owner"), name="x", target=Decimal(90))


def test_what_competitors_do(cast: Cast) -> None:
    letter, browser = standard("letter"), cast.browser("owner")
    address = reverse("standard_rival", args=[letter.pk])
    assert browser.post(address, {"name": "Жёлтая обжарка", "does": "Отвечают за час"}).status_code == 302
    page = browser.get(reverse("standard", args=[letter.pk])).content.decode()
    assert "Отвечают за час" in page
    assert "Жёлтая обжарка" in browser.get(reverse("standards")).content.decode()
    with pytest.raises(Invalid):
        services.rival_add(cast.actor("owner"), standard_id=letter.pk, name="", does="x")
    rival = Rival.objects.unscoped(reason="test").get()
    browser.post(reverse("standard_rival_drop", args=[rival.pk]))
    assert not Rival.objects.unscoped(reason="test").exists()
