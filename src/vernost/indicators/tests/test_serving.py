"""Who brings the profit and whom the time goes to: places by the share before a client, time,"
" costs, levels."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import numpy as np
import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests.cast import Cast
from tests.costs import SHELL
from vernost.access.actor import SYSTEM
from vernost.agenda.models import Contact
from vernost.complaints.models import Complaint
from vernost.core import clock, terms
from vernost.core.errors import NotVisible
from vernost.core.models import TermValue
from vernost.indicators import services
from vernost.indicators.serving import serving
from vernost.indicators.sums.serving import Place, places_of
from vernost.retention.services import facts_refresh
from vernost.retention.tests.factories import bought, clients

TODAY = clock.today()


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(some.lists(some.integers(-50, 1000), max_size=40))
def test_places_by_the_share_before(profits: list[int]) -> None:
    places = places_of(np.array(profits, np.int64), 0.8, 0.15)
    whole = sum(one for one in profits if one > 0)
    order = sorted(
        (one for one in range(len(profits)) if profits[one] > 0), key=lambda one: (-profits[one], one)
    )
    before = 0
    for one in order:
        share = before / whole
        wanted = Place.FIRST if share < 0.8 - 1e-12 else Place.BETWEEN if share < 0.85 - 1e-12 else Place.LAST
        assert places[one] == wanted
        before += profits[one]
    assert all(places[one] == Place.NOTHING for one in range(len(profits)) if profits[one] <= 0)


@pytest.mark.django_db
def test_the_page(cast: Cast, django_assert_max_num_queries: object) -> None:
    assert "Nothing was counted yet" in cast.browser("director").get(reverse("serving")).content.decode()
    best, small, idle = clients(cast, 3)
    other = clients(cast, 1, whose="stranger")[0]
    bought(best, TODAY - timedelta(days=5), amount=10_000, margin=9_000)
    bought(small, TODAY - timedelta(days=5), amount=1000, margin=500)
    bought(other, TODAY - timedelta(days=5), amount=1000, margin=500)
    bought(idle, TODAY - timedelta(days=600), amount=1000, margin=500)
    for client, minutes in ((best, 30), (small, 60), (idle, 30)):
        Contact.objects.create(
            client=client, minutes=minutes, author=cast.owner, at=clock.now() - timedelta(days=2)
        )
    Complaint.objects.create(client=small, text="x", channel="call", cost=Decimal(100))
    TermValue.objects.create(name="cost.hour", value="600")
    terms.refresh()
    facts_refresh(SYSTEM)
    services.tallies_rebuild(SYSTEM)
    whole = serving(cast.actor("director"))
    assert [line.clients for line in whole.lines] == [1, 0, 2, 1]
    assert whole.tail_time == 0.75 and whole.first_share == 0.25
    assert whole.whole.profit == 1_000_000 and whole.whole.left == 1_000_000 - 120_000 - 10_000
    own = serving(cast.actor("owner"))
    assert own.whole.profit == 950_000 and own.whole.minutes == 120
    assert serving(cast.actor("head")).whole.profit == 950_000
    with pytest.raises(NotVisible):
        serving(cast.actor("owner"), key=f"manager-{cast.stranger.pk}")
    browser = cast.browser("director")
    browser.get(reverse("serving"))
    with django_assert_max_num_queries(SHELL + 8):  # type: ignore[operator]
        page = browser.get(reverse("serving")).content.decode()
    assert "75%" in page and "25%" in page
