"""Mystery visits and test orders: planned, in Today on their day, made with evidence, told as breaches."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.cast import Cast
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.standards import selectors, services
from vernost.standards.models import Check, Result
from vernost.standards.rules import Kept
from vernost.standards.tests.factories import breaches, standard


def planned(cast: Cast, who: str = "owner", **values: object) -> Check:
    said: dict[str, object] = {"way": "call", "where": "Магазин", "planned_on": clock.today(), **values}
    return services.check_plan(cast.actor(who), **said)  # type: ignore[arg-type]


def test_on_its_day_it_stands_in_today_until_it_is_made(cast: Cast) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    check = planned(cast, planned_on=tomorrow)
    browser, address = cast.browser("owner"), reverse("standard_check", args=[check.pk])
    assert address not in browser.get(reverse("today")).content.decode()
    with clock.stopped(clock.now() + timedelta(days=1)):
        assert address in browser.get(reverse("today")).content.decode()
        assert address not in cast.browser("stranger").get(reverse("today")).content.decode()
        services.check_make(
            cast.actor("owner"), check_id=check.pk, results={standard("rings").pk: (True, "")}
        )
        assert address not in browser.get(reverse("today")).content.decode()


def test_written_by_the_page_with_its_evidence(cast: Cast) -> None:
    check, rings, letter = planned(cast), standard("rings"), standard("letter")
    browser, address = cast.browser("owner"), reverse("standard_check", args=[check.pk])
    said = {
        f"kept_{rings.pk}": "0", f"words_{rings.pk}": "Девять гудков", f"kept_{letter.pk}": "1",
        "text": "Звонил в 10:05", "evidence": "call-17.mp3", "employee": str(cast.owner.pk),
    }  # fmt: skip
    assert browser.post(address, said).status_code == 302
    check.refresh_from_db()
    assert (check.done_on, check.evidence, check.employee) == (clock.today(), "call-17.mp3", cast.owner)
    page = browser.get(reverse("standard_checks")).content.decode()
    assert "Девять гудков" in page
    (breach,) = breaches()
    assert (breach.standard, breach.client, breach.employee) == (rings, None, cast.owner)
    assert browser.post(address, said).status_code == 302
    assert len(breaches()) == 1 and Result.objects.unscoped(reason="test").count() == 2
    browser.post(address, {**said, f"kept_{rings.pk}": "1"})
    assert breaches() == [], "it was no breach after all, and nobody had dealt with it"


def test_they_make_the_figure_of_a_standard_by_hand(cast: Cast) -> None:
    rings = standard("rings")
    for number in range(4):
        check = planned(cast)
        services.check_make(cast.actor("owner"), check_id=check.pk, results={rings.pk: (number > 0, "")})
    page = selectors.standard_page(cast.actor("owner"), rings.pk)
    assert page.line.now == Kept(4, 3) and page.line.meets is False and page.line.is_few
    shown = cast.browser("owner").get(reverse("standard", args=[rings.pk])).content.decode()
    assert "75" in shown and "too few cases" in shown


def test_who_plans_for_whom_and_who_sees(cast: Cast) -> None:
    with pytest.raises(Invalid):
        planned(cast, by_id=cast.stranger.pk)
    check = planned(cast, who="head", by_id=cast.owner.pk)
    assert check.by == cast.owner
    assert cast.browser("stranger").get(reverse("standard_check", args=[check.pk])).status_code == 404


def test_bad_input(cast: Cast) -> None:
    check, rings = planned(cast), standard("rings")
    actor = cast.actor("owner")
    with pytest.raises(Invalid):
        services.check_make(actor, check_id=check.pk, results={})
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(Invalid):
        services.check_make(actor, check_id=check.pk, results={rings.pk: (True, "")}, done_on=tomorrow)
    address = reverse("standard_check", args=[check.pk])
    assert cast.browser("owner").post(address, {"text": "x"}).status_code == 422
    assert cast.browser("owner").post(reverse("standard_check_add"), {"way": "spy"}).status_code == 422
    services.check_make(actor, check_id=check.pk, results={rings.pk: (True, "\x00<b>ok</b>")})
    assert "<b>ok</b>" not in cast.browser("owner").get(reverse("standard_checks")).content.decode()
