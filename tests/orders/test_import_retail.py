"""A real shop's half a million rows: not a kopeck more or less than a plain sum over the file."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from django.db.models import Sum

from tests.cast import Cast
from vernost.core.money import from_minor
from vernost.orders.models import ImportState, Order, OrderLine, Refund
from vernost.orders.tests.factories import imported

FILE = "online_retail.parquet"


@pytest.mark.slow
def test_gross_refunds_and_net_are_those_of_the_file(cast: Cast, shared_data: Path) -> None:
    path = shared_data / FILE
    run = imported(cast.actor("director"), path)
    assert run.state == ImportState.DONE, run.trouble or run.last_error
    # Written out once more, with nothing of ours in it.
    back = "(InvoiceNo LIKE 'C%' OR Quantity < 0)"
    gross, refunds, lines = duckdb.execute(
        f"SELECT sum(sum) FILTER (NOT back), sum(sum) FILTER (back), count_if(NOT back AND named) FROM ("
        f"  SELECT CAST(round(Quantity * CAST(UnitPrice AS DECIMAL(18, 3)) * 100) AS BIGINT) AS sum,"
        f"  {back} AS back, Description IS NOT NULL AS named FROM read_parquet('{path}')"
        "  WHERE CustomerID IS NOT NULL)"
    ).fetchall()[0]
    sold = Order.objects.unscoped(reason="test").aggregate(sum=Sum("amount"))["sum"]
    given = Refund.objects.unscoped(reason="test").aggregate(sum=Sum("amount"))["sum"]
    assert (sold, -given) == (from_minor(gross), from_minor(refunds))
    assert sold - given == from_minor(gross + refunds)
    of_lines = OrderLine.objects.unscoped(reason="test").aggregate(sum=Sum("amount"))["sum"]
    assert of_lines == sold
    assert OrderLine.objects.unscoped(reason="test").count() == lines
    taken = Order.objects.unscoped(reason="test").aggregate(sum=Sum("refunded"))["sum"]
    loose = Refund.objects.unscoped(reason="test").filter(order=None).aggregate(sum=Sum("amount"))["sum"]
    assert taken + loose == given
