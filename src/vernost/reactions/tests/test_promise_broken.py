"""A broken promise asks for an apology, and the head sees it (rule 5.2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import Cast
from vernost.agenda import services
from vernost.clients.services import client_close
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.reactions.tests.reacting import react, settle_in, tasks


@pytest.fixture
def broken(cast: Cast) -> Any:
    settle_in()
    client, actor = make(cast), cast.actor("owner")
    promise = services.promise_make(actor, client_id=client.pk, text="Price list", due_on=clock.today())
    services.promise_settle(actor, promise_id=promise.pk, kept=False)
    return promise


def test_it_works(cast: Cast, broken: Any) -> None:
    react()
    assert tasks(broken.client) == [
        ("promise_broken", "Apologise: a promise was broken. “Price list”", None),
        (
            "promise_broken",
            "Owner did not keep a promise: “Price list”. See that the client hears from us.",
            cast.head.pk,
        ),
    ]


def test_a_slip_of_the_finger_asks_for_nothing(cast: Cast, broken: Any) -> None:
    services.promise_reopen(cast.actor("owner"), promise_id=broken.pk)
    react()
    assert tasks(broken.client) == []


def test_nothing_is_planned_for_a_closed_client(cast: Cast, broken: Any) -> None:
    client_close(cast.actor("owner"), client_id=broken.client_id, reason="let_go")
    react()
    assert tasks(broken.client) == []


def test_a_kept_one_asks_for_nothing(cast: Cast) -> None:
    settle_in()
    client, actor = make(cast), cast.actor("owner")
    with clock.stopped(clock.now() - timedelta(hours=1)):
        promise = services.promise_make(actor, client_id=client.pk, text="Call", due_on=clock.today())
    services.promise_settle(actor, promise_id=promise.pk, kept=True)
    react()
    assert tasks(client) == []


def test_it_speaks_the_readers_language(cast: Cast, broken: Any) -> None:
    cast.owner.language = "ru"
    cast.owner.save()
    react()
    assert tasks(broken.client)[0][1] == "Извинитесь: обещание не выполнено. «Price list»"
