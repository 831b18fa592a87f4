"""Why they left: the firm's list, several on a client, one real; ranked; asked about in Today (6.2, 6.3)."""

from __future__ import annotations

import pytest
from django.utils import translation

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.agenda import selectors as agenda
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.winback import on_today, selectors, services
from vernost.winback.models import Candidate, ClientReason, Group, Reason, Sure
from vernost.winback.tests.factories import lost


def of(code: str) -> Reason:
    found: Reason = Reason.objects.visible_to(SYSTEM).get(code=code)
    return found


def test_ten_common_reasons_come_with_a_remedy_in_both_languages(cast: Cast) -> None:
    for language in ("ru", "en"):
        with translation.override(language):
            shipped = selectors.catalogue(cast.actor("owner"))
            assert len(shipped) == 10 and all(str(one) and one.helps for one in shipped)
            assert {one.group for one in shipped} == set(Group.values)


def test_several_reasons_and_one_real(cast: Cast) -> None:
    client, actor = lost(cast)[0], cast.actor("owner")
    guess = services.why_say(actor, client_id=client.pk, reason_id=of("rival").pk, sure=Sure.GUESS)
    sure = services.why_say(
        actor, client_id=client.pk, reason_id=of("neglect").pk, sure=Sure.SURE, says="client"
    )
    assert Candidate.objects.visible_to(SYSTEM).get().reason == of("neglect").pk
    services.why_confirm(cast.actor("head"), why_id=guess.pk)
    services.why_confirm(cast.actor("head"), why_id=sure.pk)
    real = ClientReason.objects.visible_to(SYSTEM).get(is_real=True)
    assert (real.pk, real.confirmed_by_id) == (sure.pk, cast.head.pk)


def test_the_same_reason_again_corrects_what_was_said(cast: Cast) -> None:
    client, actor = lost(cast)[0], cast.actor("owner")
    for note in ("first", "second"):
        services.why_say(actor, client_id=client.pk, reason_id=of("staff").pk, note=note)
    assert ClientReason.objects.visible_to(SYSTEM).get().note == "second"


def test_ranked_by_clients_and_by_money(cast: Cast) -> None:
    many, dear = lost(cast, 3), lost(cast, 1, amount=50_000)
    for client in many:
        services.why_say(cast.actor("owner"), client_id=client.pk, reason_id=of("neglect").pk)
    services.why_say(cast.actor("owner"), client_id=dear[0].pk, reason_id=of("rival").pk, real=True)
    actor = cast.actor("director")
    assert [str(one.reason.code) for one in selectors.ranked_reasons(actor)] == ["rival", "neglect"]  # type: ignore[union-attr]
    by_clients = selectors.ranked_reasons(actor, by="clients")
    assert [(one.clients, one.confirmed) for one in by_clients] == [(3, 0), (1, 1)]
    assert [one.clients for one in selectors.ranked_reasons(actor, group=Group.COMPETITORS)] == [1]
    assert selectors.ranked_reasons(cast.actor("stranger")) == []


def test_a_reason_is_put_away_not_deleted(cast: Cast) -> None:
    client = lost(cast)[0]
    services.why_say(cast.actor("owner"), client_id=client.pk, reason_id=of("budget").pk)
    services.reason_put_away(cast.actor("director"), reason_id=of("budget").pk, away=True)
    assert of("budget") not in selectors.catalogue(cast.actor("owner"))
    assert selectors.ranked_reasons(cast.actor("owner"))[0].reason == of("budget")
    with pytest.raises(Invalid):
        services.why_say(cast.actor("owner"), client_id=lost(cast)[0].pk, reason_id=of("budget").pk)


def test_what_the_firm_wrote_is_not_touched_by_an_upgrade(cast: Cast) -> None:
    from vernost.winback.shipped import ship

    services.reason_edit(
        cast.actor("director"),
        reason_id=of("rival").pk,
        name="The shop next door",
        group="competitors",
        remedy="",
    )
    ship()
    assert str(of("rival")) == "The shop next door" and Reason.objects.visible_to(SYSTEM).count() == 10
    with pytest.raises(Invalid):
        services.reason_add(cast.actor("director"), name="the shop next DOOR")


def test_today_asks_about_a_few_of_the_best_and_is_content_with_them(cast: Cast) -> None:
    people = lost(cast, 6)
    Candidate.objects.visible_to(SYSTEM).update(winback_class="must")
    actor, today = cast.actor("owner"), clock.today()

    def asked() -> list[int]:
        return [one.client.pk for one in on_today.to_ask(actor, [cast.owner.pk], today)]

    assert len(asked()) == 3
    first = asked()[0]
    services.why_say(actor, client_id=first, reason_id=of("neglect").pk)
    Candidate.objects.visible_to(SYSTEM).update(winback_class="must")
    assert len(asked()) == 2 and first not in asked(), "three a day, and one is written down"
    assert agenda.today(actor) is not None and people


def test_today_does_not_ask_about_those_who_may_go(cast: Cast) -> None:
    lost(cast, 3)
    Candidate.objects.visible_to(SYSTEM).update(winback_class="let_go")
    assert on_today.to_ask(cast.actor("owner"), [cast.owner.pk], clock.today()) == []
