"""A refresh that is killed leaves yesterday's facts whole; whose order changed is computed again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.core import clock, jobs
from vernost.retention import selectors, services, writing
from vernost.retention.models import BaseFacts, ClientFacts, LifecycleChange, Refresh, Stale
from vernost.retention.tests.factories import bought, clients, every

pytestmark = pytest.mark.django_db(transaction=True)
ALL = "the test looks at everybody"


class Killed(BaseException):
    """As SIGKILL: nothing on the way may catch it."""


@pytest.mark.parametrize("where", ["facts", "changes", "months"])
def test_killed_in_the_middle_it_leaves_yesterdays_facts(cast: Cast, monkeypatch: Any, where: str) -> None:
    start = clock.now()
    with clock.stopped(start) as watch:
        client = clients(cast, 1)[0]
        every(client, 30, 5, last=clock.today() - timedelta(days=39))
        services.facts_refresh(SYSTEM)
        yesterday = clock.today()
        watch.pass_by(days=2)

        def killed(*args: Any, **kwargs: Any) -> None:
            raise Killed

        monkeypatch.setattr(writing, where, killed)
        with pytest.raises(Killed):
            services.facts_refresh(SYSTEM)
        facts = ClientFacts.objects.unscoped(reason=ALL).get()
        assert facts.lifecycle == "slipping" and facts.as_of == yesterday
        assert BaseFacts.objects.get().as_of == yesterday
        assert not LifecycleChange.objects.unscoped(reason=ALL).filter(after="lost").exists()
        assert selectors.freshness().is_stale
        monkeypatch.undo()
        services.facts_refresh(SYSTEM)
        assert ClientFacts.objects.unscoped(reason=ALL).get().lifecycle == "lost"


def test_a_failure_is_kept_with_the_run(cast: Cast, monkeypatch: Any) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise ValueError("disk full")

    monkeypatch.setattr(writing, "facts", broken)
    with pytest.raises(ValueError, match="disk full"):
        services.facts_refresh(SYSTEM)
    run = Refresh.objects.get()
    assert run.state == Refresh.State.FAILED and "disk full" in run.error


def test_a_new_order_moves_its_client_at_once(cast: Cast) -> None:
    client = clients(cast, 1)[0]
    every(client, 30, 5, last=clock.today() - timedelta(days=100))
    services.facts_refresh(SYSTEM)
    jobs.due()  # the clock has ticked once: every sweep is known
    bought(client, clock.today())
    services.orders_changed([client.pk])
    facts = ClientFacts.objects.unscoped(reason=ALL).get()
    assert facts.lifecycle == "returned" and facts.returned_on == clock.today()
    assert not Stale.objects.exists()


def test_while_a_whole_run_is_on_the_changed_wait_for_its_end(cast: Cast) -> None:
    client = clients(cast, 1)[0]
    services.facts_refresh(SYSTEM)
    Refresh.objects.create(as_of=clock.today())
    Stale.objects.create(client=client)
    assert services.facts_work_off() == 0 and Stale.objects.count() == 1
    Refresh.objects.filter(state=Refresh.State.RUNNING).update(state=Refresh.State.FAILED)
    assert services.facts_work_off() == 1 and not Stale.objects.exists()
