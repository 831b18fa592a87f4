"""A real shop's log in the base: its facts and its overview say what the report says of the same file."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Count, Sum

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.cli import main as cli
from vernost.clients.models import ExternalId
from vernost.core import clock
from vernost.orders.models import ImportState
from vernost.orders.tests.factories import imported
from vernost.retention import selectors, services
from vernost.retention.models import ClientFacts

ASKED = datetime(2011, 12, 10, 9, tzinfo=UTC)
DAYS = ("first_purchase", "last_purchase", "lost_line")
WORDS = ("rhythm_source", "lifecycle", "abc", "xyz", "rfm", "winback_class")
MONEY = ("revenue", "average_check", "money_lost_a_year")


@pytest.mark.slow
def test_the_base_and_the_report_agree(cast: Cast, shared_data: Path, tmp_path: Path) -> None:
    path = shared_data / "online_retail.parquet"
    outs = {"--json": tmp_path / "figures.json", "--clients": tmp_path / "clients.csv"}
    words = [str(word) for pair in outs.items() for word in pair]
    assert cli(["report", str(path), "--as-of", f"{ASKED:%Y-%m-%d}", *words]) == 0
    told = json.loads(outs["--json"].read_text())
    with clock.stopped(ASKED):
        run = imported(cast.actor("director"), path)
        assert run.state == ImportState.DONE, run.trouble or run.last_error
        services.facts_refresh(SYSTEM)
        _sums(cast, told)
        with outs["--clients"].open(encoding="utf-8", newline="") as file:
            _each(list(csv.DictReader(file)))
        page = cast.browser("director").get("/").content.decode().replace("\u00a0", " ")
        assert "1,709" in page or "1 709" in page, "the overview names the lost"


def _sums(cast: Cast, told: dict[str, object] | dict) -> None:  # type: ignore[type-arg]
    facts = ClientFacts.objects.unscoped(reason="test")
    whole = selectors.totals(cast.actor("director"))
    assert {stage: number for stage, number in whole.counts.items() if stage != "closed"} == told["lifecycle"]
    assert whole.bought == told["loss"]["total"] and whole.counts["lost"] == told["loss"]["lost"]
    assert whole.money_lost == Decimal(str(told["loss"]["money_a_year"]))
    back = told["loss"]["came_back_unasked"]
    assert whole.back_cases == back["cases"] and whole.back_share == pytest.approx(back["share"], abs=1e-6)
    assert whole.to_win_back == told["winback"]["first"] + told["winback"]["must"]
    sums = facts.aggregate(purchases=Sum("purchases"), revenue=Sum("revenue"))
    assert sums["purchases"] == told["purchases"]
    # Rule 2.1 nets within a client; the file's net has no client who ends below zero hidden in it.
    assert (told["gross"], told["refunds"], told["revenue"]) == (8911407.90, -611342.09, 8300065.81)
    # Whoever never bought has no class in the base, where such clients may be many; in a log: C and Z.
    never = told["lifecycle"]["potential"]
    for name, column, last in (("xyz", "xyz", "Z"), ("abc", "abc", "C"), ("winback", "winback_class", "")):
        found = dict(facts.exclude(**{column: ""}).values_list(column).annotate(n=Count("pk")))
        counts = {key: one["clients"] if isinstance(one, dict) else one for key, one in told[name].items()}
        assert found == {key: n - (never if key == last else 0) for key, n in counts.items()}, name
    profit = dict(facts.filter(abc__in="AB").values_list("abc").annotate(sum=Sum("profit")))
    assert profit == {name: Decimal(str(told["abc"][name]["profit"])) for name in "AB"}


def _each(rows: list[dict[str, str]]) -> None:
    """Client by client, by their number in the shop's books."""
    numbers = dict(ExternalId.objects.unscoped(reason="test").values_list("value", "client"))
    facts = ClientFacts.objects.unscoped(reason="test").in_bulk()
    assert len(rows) == len(facts) == 4372
    for row in rows:
        mine = facts[numbers[row["client"]]]
        assert str(mine.purchases) == row["purchases"], row
        assert [str(getattr(mine, name) or "") for name in DAYS] == [row[name] for name in DAYS], row
        words = WORDS if mine.purchases else WORDS[:2]
        assert [getattr(mine, name) for name in words] == [row[name] for name in words], row
        for name in MONEY:
            value = getattr(mine, name)
            assert (value is None) == (row[name] == ""), row
            # An average may fall on half a kopeck.
            most = Decimal("0.01") if name == "average_check" else 0
            assert value is None or abs(Decimal(row[name]) - value) <= most, row
        for name in ("rhythm_days", "purchases_a_year"):
            value = getattr(mine, name)
            assert (value is None) == (row[name] == ""), row
            assert value is None or value == pytest.approx(float(row[name]), abs=1e-4), row
