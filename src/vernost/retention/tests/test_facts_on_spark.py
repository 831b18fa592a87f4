"""Where Spark is away or lost, the old facts stay, whole and with their date (equal facts: tests/spark)."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from tests.cast import Cast
from tests.spark.clusters import free_port
from vernost.access.actor import SYSTEM
from vernost.cli import main
from vernost.core import clock
from vernost.retention import history, services
from vernost.retention.models import ClientFacts, LifecycleChange, Refresh
from vernost.retention.tests.factories import at_random, clients
from vernost.spark import SparkProblem

pytestmark = pytest.mark.django_db
ALL = "the test looks at everybody"


def kept() -> list[Any]:
    facts = ClientFacts.objects.unscoped(reason=ALL).order_by("pk").values_list()
    changes = LifecycleChange.objects.unscoped(reason=ALL).order_by("pk").values_list()
    return [*facts, *changes]


@pytest.mark.django_db(transaction=True)  # the command migrates, which PostgreSQL does not do half-way
def test_a_master_that_is_away_leaves_the_old_facts_with_their_date(
    cast: Cast, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    at_random(clients(cast, 5), clock.today(), 1)
    services.facts_refresh(SYSTEM)
    before = kept()
    at_random(clients(cast, 5), clock.today(), 1)
    settings.ANALYTICS_URL = f"spark://127.0.0.1:{free_port()}"
    with pytest.raises(SparkProblem, match="does not answer"):
        services.facts_refresh(SYSTEM)
    assert kept() == before
    failed, done = Refresh.objects.all()[:2]
    assert (failed.state, done.state) == (Refresh.State.FAILED, Refresh.State.DONE)
    assert "does not answer" in failed.error
    with translation.override("ru"):
        assert main(["refresh"]) == 2
    assert "не отвечает" in capsys.readouterr().err
    assert kept() == before


def test_spark_lost_in_the_middle_writes_nothing(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after everything but the last table was fetched: the writing has not begun."""
    at_random(clients(cast, 5), clock.today(), 1)
    services.facts_refresh(SYSTEM)
    before = kept()
    at_random(clients(cast, 5), clock.today(), 1)

    def lost(*_: object, **__: object) -> Any:
        raise SparkProblem("lost", "Spark was lost in the middle of the work.")

    monkeypatch.setattr(history, "since", lost)
    with pytest.raises(SparkProblem):
        services.facts_refresh(SYSTEM)
    assert kept() == before
    assert Refresh.objects.first().state == Refresh.State.FAILED  # type: ignore[union-attr]
