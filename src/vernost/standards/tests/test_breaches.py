"""A breach asks for an apology and its cause: once, one a client and day, and never for history."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.agenda import services as of_agenda
from vernost.agenda.models import Kept, Step
from vernost.clients import services as of_clients
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.core.errors import NotAllowed
from vernost.intake.models import Channel
from vernost.journal.models import Entry
from vernost.orders.models import ImportRun, Order
from vernost.standards import services
from vernost.standards.models import BreachCause
from vernost.standards.tests.factories import answered, breaches, delivered, promised


def tasks() -> list[Step]:
    return list(Step.objects.unscoped(reason="test").filter(key__startswith="breach:").order_by("pk"))


def test_a_late_answer_asks_for_an_apology_once(cast: Cast) -> None:
    client = make(cast)
    answered(cast, 40, client=client)
    assert services.breaches_see(SYSTEM) == 1 and services.breaches_see(SYSTEM) == 0
    (breach,) = breaches()
    assert (breach.standard.code, breach.client, breach.minutes) == ("request", client, 40)
    (task,) = tasks()
    assert (task.client, task.due_on, task.moment) == (client, clock.today(), "promise_broken")
    assert Entry.objects.filter(kind="standard.broken", client_id=client.pk).count() == 1


def test_what_was_kept_and_what_is_no_clients_asks_for_nothing(cast: Cast) -> None:
    answered(cast, 15, client=make(cast))
    answered(cast, 239, client=make(cast, name="Анна"), channel=Channel.EMAIL)
    delivered(cast, late=0)
    answered(cast, 40)
    assert services.breaches_see(SYSTEM) == 1
    assert breaches()[0].client is None and tasks() == []


def test_one_apology_a_client_and_day(cast: Cast) -> None:
    client = make(cast)
    answered(cast, 40, client=client)
    answered(cast, 400, client=client, channel=Channel.EMAIL)
    delivered(cast, late=2, client=client)
    promised(cast, Kept.LATE, client=client)
    assert services.breaches_see(SYSTEM) == 4
    (task,) = tasks()
    assert "; " in task.text
    answered(cast, 50, client=client)
    services.breaches_see(SYSTEM)
    assert len(tasks()) == 1


def test_what_went_wrong_after_the_apology_asks_anew(cast: Cast) -> None:
    client = make(cast)
    answered(cast, 40, client=client)
    services.breaches_see(SYSTEM)
    of_agenda.step_settle(cast.actor("owner"), step_id=tasks()[0].pk, done=True)
    services.breaches_see(SYSTEM)
    assert breaches()[0].apologised_by == cast.owner
    with clock.stopped(clock.now() + timedelta(seconds=5)):
        answered(cast, 50, client=client)
        services.breaches_see(SYSTEM)
        services.breaches_see(SYSTEM)
    assert len(tasks()) == 2 and breaches()[1].apologised_at is None


def test_a_broken_promise_has_its_apology_already(cast: Cast) -> None:
    """reactions/promise_broken asks for it; the breach is listed, and no second task is set."""
    promised(cast, Kept.BROKEN)
    assert services.breaches_see(SYSTEM) == 1 and tasks() == []


def test_history_asks_for_nothing(cast: Cast) -> None:
    answered(cast, 40, client=make(cast), at=clock.now() - timedelta(days=5))
    order = delivered(cast, late=3)
    run = ImportRun.objects.create(kind="orders")
    Order.objects.unscoped(reason="test").filter(pk=order.pk).update(run=run)
    assert services.breaches_see(SYSTEM) == 0


def test_a_closed_client_is_left_in_peace(cast: Cast) -> None:
    client = make(cast)
    answered(cast, 40, client=client)
    of_clients.client_close(cast.actor("owner"), client_id=client.pk, reason="bankrupt")
    services.breaches_see(SYSTEM)
    assert len(breaches()) == 1 and tasks() == []


def test_apologised_and_why(cast: Cast) -> None:
    client, actor = make(cast), cast.actor("owner")
    answered(cast, 40, client=client)
    services.breaches_see(SYSTEM)
    (breach,) = breaches()
    browser, address = cast.browser("owner"), reverse("standard_breach", args=[breach.pk])
    cause = BreachCause.objects.visible_to(actor).get(code="overload")
    assert "not yet" in browser.get(reverse("standard_breaches")).content.decode()
    browser.post(address, {"apologised": "on", "cause": cause.pk, "note": "Праздничный день"})
    (breach,) = breaches()
    assert (breach.apologised_by, breach.cause, breach.note) == (cast.owner, cause, "Праздничный день")
    page = browser.get(reverse("standard_breaches")).content.decode()
    assert "Every client has heard" in page and "Too much at once" in page
    assert "No such breaches" in browser.get(reverse("standard_breaches") + "?state=open").content.decode()


def test_strangers_neither_see_nor_settle_it(cast: Cast) -> None:
    client = make(cast, name="Пётр Ёлкин")
    answered(cast, 40, client=client)
    services.breaches_see(SYSTEM)
    address = reverse("standard_breach", args=[breaches()[0].pk])
    assert cast.browser("stranger").get(address).status_code == 404
    assert cast.browser("stranger").post(address, {}).status_code == 404
    assert "Пётр Ёлкин" not in cast.browser("stranger").get(reverse("standard_breaches")).content.decode()
    with pytest.raises(NotAllowed):
        services.breaches_see(cast.actor("director"))


def test_erased_nothing_of_the_client_stays(cast: Cast) -> None:
    client = make(cast)
    promised(cast, Kept.LATE, client=client)
    services.breaches_see(SYSTEM)
    assert breaches()[0].what == "Прайс"
    of_clients.client_erase(cast.actor("director"), client_id=client.pk)
    (breach,) = breaches()
    assert (breach.what, breach.note) == ("", "") and breach.day == clock.today()


def test_merged_they_follow(cast: Cast) -> None:
    one, other = make(cast), make(cast, name="Анна Ли")
    answered(cast, 40, client=other)
    services.breaches_see(SYSTEM)
    of_clients.clients_merge(cast.actor("head"), survivor_id=one.pk, absorbed_id=other.pk)
    assert breaches()[0].client_id == one.pk


def test_a_bad_morning_does_not_drown_the_day(cast: Cast) -> None:
    for number in range(9):
        answered(cast, 40, client=make(cast, name=f"Клиент {number}"))
    assert services.breaches_see(SYSTEM) == 9 and services.breaches_see(SYSTEM) == 0
    assert len(tasks()) == 5
    assert sum(one.task_key != "" for one in breaches()) == 5
