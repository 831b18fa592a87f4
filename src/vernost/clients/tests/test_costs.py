"""Costs of channels: one a month and channel, corrected by saving again, of marketing and directors."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.cast import Cast
from vernost.clients import selectors, services
from vernost.clients.models import ChannelCost
from vernost.core import clock
from vernost.core.errors import Invalid, NotAllowed
from vernost.journal.models import Entry

MAY = date(2026, 5, 17)


def saved(cast: Cast, who: str = "marketer", **values: Any) -> ChannelCost:
    said: dict[str, Any] = {"month": MAY, "source": "advertisement", "sum": Decimal("5000.50")}
    return services.cost_save(cast.actor(who), **{**said, **values})


def test_one_a_month_and_channel(cast: Cast) -> None:
    first = saved(cast, detail="Яндекс  Директ")
    assert (first.month, first.detail) == (date(2026, 5, 1), "Яндекс Директ")
    again = saved(cast, detail="яндекс директ", sum=Decimal(7000))
    assert (again.pk, again.sum) == (first.pk, Decimal(7000))
    saved(cast, detail="яндекс директ", sum=Decimal(7000))
    saved(cast)
    assert ChannelCost.objects.visible_to(cast.actor("marketer")).count() == 2
    assert Entry.objects.filter(kind="client.cost_saved", in_audit=True).count() == 3
    summed = selectors.costs_between(cast.actor("head"), date(2026, 5, 20), date(2026, 6, 1))
    assert summed == {
        ("advertisement", "яндекс директ"): (Decimal(7000), "яндекс директ"),
        ("advertisement", ""): (Decimal("5000.50"), ""),
    }
    assert selectors.costs_between(cast.actor("head"), date(2026, 6, 1), date(2026, 7, 1)) == {}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"month": clock.today() + timedelta(days=40)}, "month"),
        ({"source": ""}, "source"),
        ({"source": "pigeon"}, "source"),
        ({"sum": Decimal(0)}, ""),
        ({"sum": Decimal(-5)}, ""),
        ({"sum": Decimal("0.001")}, "sum"),
        ({"detail": "я" * 121}, "detail"),
    ],
)
def test_it_refuses(cast: Cast, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        saved(cast, **values)
    assert field in caught.value.fields
    assert not ChannelCost.objects.unscoped(reason="test").exists()


def test_it_refuses_who_may_not(cast: Cast) -> None:
    cost = saved(cast)
    for who in ("owner", "head", "support"):
        with pytest.raises(NotAllowed):
            saved(cast, who)
        with pytest.raises(NotAllowed):
            services.cost_remove(cast.actor(who), cost_id=cost.pk)
    for who in ("owner", "support"):
        with pytest.raises(NotAllowed):
            selectors.cost_list(cast.actor(who))


def test_the_page_saves_and_removes(cast: Cast) -> None:
    browser, url = cast.browser("marketer"), reverse("costs")
    data = {"month": "2026-05-17", "source": "webinar", "detail": "Обжарка", "sum": "1500.50"}
    assert browser.post(url, data).status_code == 302
    text = browser.get(url).content.decode()
    assert "Обжарка" in text and "Webinar" in text
    assert browser.post(url, {**data, "sum": ""}).status_code == 422
    assert browser.post(url, {**data, "sum": "-1"}).status_code == 422
    assert cast.browser("head").post(url, data).status_code == 403
    assert "Remove" not in cast.browser("head").get(url).content.decode()
    cost = ChannelCost.objects.unscoped(reason="test").get()
    assert browser.post(reverse("cost_remove", args=[cost.pk])).status_code == 302
    assert browser.post(reverse("cost_remove", args=[cost.pk])).status_code == 404
    assert "No costs yet" in browser.get(url).content.decode()


def test_the_database_itself_refuses(cast: Cast) -> None:
    cost = saved(cast)
    values: dict[str, Any] = {"month": cost.month, "source": cost.source, "key": ""}
    with pytest.raises(IntegrityError), transaction.atomic():
        ChannelCost.objects.create(**values, sum=Decimal(1))
    for wrong in ({"sum": Decimal(0)}, {"source": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ChannelCost.objects.unscoped(reason="test").filter(pk=cost.pk).update(**wrong)
