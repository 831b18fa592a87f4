"""Whole kopecks in the database, Decimal in Python, on both databases."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Avg, F, Max, Sum
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast
from tests.scoped.models import Pot
from vernost.core.money import BIGGEST, from_minor, rounded, to_minor

D = Decimal


def test_it_comes_back_as_it_went(cast: Cast) -> None:
    Pot.objects.create(label="a", worth=D("1500.50"))
    Pot.objects.create(label="b", worth=D("0.01"))
    Pot.objects.create(label="c", worth=None)
    rows = Pot.objects.unscoped(reason="test")
    assert list(rows.order_by("label").values_list("worth", flat=True)) == [D("1500.50"), D("0.01"), None]
    assert rows.aggregate(total=Sum("worth"), most=Max("worth")) == {
        "total": D("1500.51"),
        "most": D("1500.50"),
    }
    assert rows.aggregate(mean=Avg("worth", output_field=Pot._meta.get_field("worth")))["mean"] == D("750.25")
    assert rows.filter(worth__gte=D("1500.50")).count() == 1
    rows.filter(label="b").update(worth=F("worth") * 3)
    assert rows.get(label="b").worth == D("0.03")


@pytest.mark.parametrize("value", ["1.005", "abc", "NaN", "Infinity", "1e20"])
def test_what_is_no_sum_is_refused(cast: Cast, value: str) -> None:
    with pytest.raises(ValidationError):
        Pot(label="a", worth=value).full_clean()


def test_a_form_takes_and_shows_roubles(cast: Cast) -> None:
    field = Pot._meta.get_field("worth").formfield()
    assert field is not None
    assert field.clean("12.5") == D("12.5")
    with pytest.raises(ValidationError):
        field.clean("12.555")


@given(st.decimals(-BIGGEST, BIGGEST, places=2))
def test_nothing_is_lost_on_the_way(amount: Decimal) -> None:
    assert from_minor(to_minor(amount)) == amount


def test_halves_go_away_from_zero() -> None:
    assert [rounded(D(text)) for text in ("0.005", "-0.005", "2.675")] == [D("0.01"), D("-0.01"), D("2.68")]
