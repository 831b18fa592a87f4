"""A real log of deals with its dirt: won and lost as another count of the same file has them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.sales import services
from vernost.sales.models import Deal
from vernost.sales.selectors.analysis import Period, analysis
from vernost.sales.tests.factories import TEST

pytestmark = pytest.mark.slow


def test_the_real_thing(cast: Cast, shared_data: Path) -> None:
    """8 800 deals of 85 accounts and 35 sellers, 1 425 of them without an account."""
    folder = shared_data / "maven_crm"
    path, names = folder / "sales_pipeline.csv", folder / "products.csv"
    brought = services.deals_import(SYSTEM, path, system="maven", names=names)
    assert (brought.rows, brought.rejected) == (8800, 1425)
    assert (brought.counts["deals_new"], brought.counts["clients_new"]) == (7375, 85)
    again = services.deals_import(SYSTEM, path, system="maven", names=names)
    assert (again.counts["deals_new"], again.counts["deals_known"]) == (0, 7375)
    rows = Deal.objects.unscoped(reason=TEST)
    assert not rows.filter(title="GTXPro").exists() and rows.filter(title="GTX Pro").count() > 1000
    assert {state: rows.filter(state=state).count() for state in ("won", "lost")} == {
        "won": 4238,
        "lost": 2473,
    }
    found = analysis(cast.actor("director"), Period.of(date(2016, 1, 1), date(2018, 12, 31)))
    assert (found.whole.won, found.whole.lost, found.whole.won_money) == (4238, 2473, Decimal(10005534))
    assert found.whole.rate == pytest.approx(0.6315, abs=1e-4)
    assert len(found.sellers) == 30  # of 35 sellers, those who ended a deal
    everybody = services.deals_import(SYSTEM, path, system="maven", names=names, unnamed="No account")
    assert (everybody.rejected, everybody.counts["deals_new"]) == (0, 1425)
    assert {str(one.stage) for one in rows.filter(state="open").select_related("stage")} == {
        "Prospecting", "Engaging",
    }  # fmt: skip
