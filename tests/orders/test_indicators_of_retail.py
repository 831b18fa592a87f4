"""A real shop's log in the base: its indicators say what the report says of the same file."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db.models import Sum

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.cli import main as cli
from vernost.core import clock, terms
from vernost.core.models import TermValue
from vernost.indicators import selectors, services
from vernost.indicators.measures import INDICATORS
from vernost.indicators.models import Level, Tally
from vernost.indicators.periods import Period, Span
from vernost.orders.models import ImportState
from vernost.orders.tests.factories import imported
from vernost.retention.services import facts_refresh

ASKED = datetime(2011, 12, 10, 9, tzinfo=UTC)


@pytest.mark.slow
def test_the_indicators_and_the_report_agree(cast: Cast, shared_data: Path, tmp_path: Path) -> None:
    path = shared_data / "online_retail.parquet"
    assert (
        cli(["report", str(path), "--as-of", f"{ASKED:%Y-%m-%d}", "--json", str(tmp_path / "told.json")]) == 0
    )
    told = json.loads((tmp_path / "told.json").read_text())
    with clock.stopped(ASKED):
        # The file carries no margin: the report counts by revenue, and so do we then.
        TermValue.objects.create(name="margin.share", value="100")
        terms.refresh()
        run = imported(cast.actor("director"), path)
        assert run.state == ImportState.DONE, run.trouble or run.last_error
        facts_refresh(SYSTEM)
        services.tallies_rebuild(SYSTEM)
        rows = Tally.objects.unscoped(reason="test").filter(level=Level.FIRM)
        whole = {
            number: rows.filter(indicator=number).aggregate(top=Sum("top"), bottom=Sum("bottom"))
            for number in (9, 11)
        }
        assert round(whole[9]["top"]) == round(told["revenue"] * 100)  # 9
        assert whole[11]["bottom"] == told["purchases"]
        assert whole[11]["top"] / whole[11]["bottom"] == pytest.approx(
            told["revenue"] * 100 / told["purchases"]
        )
        period = Period(Span.YEAR, ASKED.date() - timedelta(days=1))
        at_end = [INDICATORS[number] for number in (12, 16, 17, 18, 19, 20, 24)]
        lines = selectors.lines_of(SYSTEM, selectors.FIRM, at_end, period)
        value = {line.indicator.number: line.value or 0 for line in lines}
        assert value[12] == pytest.approx(told["ltv"]["purchases_a_month"], abs=1e-6)
        for number, stage in ((16, "active"), (17, "slipping"), (18, "lost")):
            assert value[number] == told["lifecycle"][stage], stage
        assert value[19] * 100 == pytest.approx(told["loss"]["ratio"], abs=1e-6)
        assert round(value[20]) == round(told["loss"]["money_a_year"] * 100)
        assert value[24] == pytest.approx(told["ltv"]["formula"] * 100, abs=1)
