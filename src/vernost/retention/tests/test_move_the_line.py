"""The director moves a threshold on the page; whoever is measured by it is measured anew."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.core import clock, terms
from vernost.core.hints import HINTS
from vernost.core.models import SweepRun
from vernost.core.terms import TERMS
from vernost.journal.models import Entry
from vernost.retention.models import ClientFacts, Lifecycle
from vernost.retention.services import facts_refresh
from vernost.retention.tests import factories

pytestmark = pytest.mark.django_db


def stands(pk: int) -> ClientFacts:
    found: ClientFacts = ClientFacts.objects.unscoped(reason="test").get(pk=pk)
    return found


def test_a_later_line_brings_the_lost_back_to_slipping(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    client = factories.clients(cast, 1)[0]
    factories.every(client, 30, 6, last=clock.today() - timedelta(days=50))
    facts_refresh(SYSTEM)
    assert stands(client.pk).lifecycle == Lifecycle.LOST
    SweepRun.objects.update_or_create(name="facts", defaults={"due_at": clock.now() + timedelta(days=3000)})
    told: dict[str, Any] = {}
    page = cast.browser("director")
    for group in page.get(reverse("terms")).context["form"].groups():
        told |= {row["field"].html_name: row["field"].value() for row in group[1]}
    told = {name: value for name, value in told.items() if value is not False}
    with django_capture_on_commit_callbacks(execute=True):
        answer = page.post(reverse("terms"), told | {"lost_line.times": "2.5"})
    assert answer.status_code == 302
    after = stands(client.pk)
    assert after.lifecycle == Lifecycle.SLIPPING
    assert after.last_purchase is not None
    assert after.lost_line == after.last_purchase + timedelta(days=75)
    entry = Entry.objects.get(kind="terms.changed")
    assert entry.changes == {"lost_line.times": ["1.3333", "2.5"]}


def test_a_threshold_of_something_else_computes_nothing(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    later = clock.now() + timedelta(days=3000)
    SweepRun.objects.update_or_create(name="facts", defaults={"due_at": later})
    with django_capture_on_commit_callbacks(execute=True):
        terms.tell(["nps.pause"])
    assert SweepRun.objects.get(name="facts").due_at == later


def test_every_threshold_stands_on_the_page_with_what_it_is_for(cast: Cast) -> None:
    assert set(HINTS) == set(TERMS)
    page = cast.browser("director").get(reverse("terms"))
    shown = [row["term"].name for _label, rows in page.context["form"].groups() for row in rows]
    assert sorted(shown) == sorted(TERMS)
    for term in TERMS.values():
        assert f'name="{term.name}"' in page.content.decode()
    bad = cast.browser("director").post(reverse("terms"), {"lost_line.times": "0", "abc.a": "x"})
    assert bad.status_code == 422
    assert {"lost_line.times", "abc.a"} <= set(bad.context["form"].errors)
    assert not Entry.objects.filter(kind="terms.changed").exists()
