"""The firm's terms: defaults, what a director sets, what is refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from vernost.core import terms
from vernost.core.errors import Invalid, NotAllowed
from vernost.core.models import TermValue
from vernost.core.practice import ABC_A, LETTERS_A_WEEK, LOST_LINE_FLOOR, TRAINING_FIRST, WORK_HOURS
from vernost.core.terms import TERMS
from vernost.journal.models import Entry
from vernost.staff.services.terms import terms_change

pytestmark = pytest.mark.django_db


def test_defaults_are_those_of_the_practice() -> None:
    assert LOST_LINE_FLOOR.value() == 14
    assert ABC_A.value() == Decimal(80)
    assert TRAINING_FIRST.value() is False


@pytest.mark.parametrize("name", TERMS)
def test_every_default_keeps_its_own_limits(name: str) -> None:
    term = TERMS[name]
    assert term.checked(term.stored(term.default)) == term.default
    assert term.label


def test_a_director_sets_them(cast: Cast) -> None:
    changes = terms_change(cast.actor("director"), values={"lost_line.floor": "21", "abc.a": "75,5"})
    assert (LOST_LINE_FLOOR.value(), ABC_A.value()) == (21, Decimal("75.5"))
    assert changes["lost_line.floor"] == (14, 21)
    entry = Entry.objects.get(kind="terms.changed")
    assert entry.changes["lost_line.floor"] == ["14", "21"]
    terms_change(cast.actor("director"), values={"lost_line.floor": 14})
    assert TermValue.objects.count() == 1


def test_zero_letters_a_week_means_zero(cast: Cast) -> None:
    """Peers: a cap of 0 was read as no cap, or a cap as nobody at all."""
    terms_change(cast.actor("director"), values={"letters.a_week": "0"})
    assert LETTERS_A_WEEK.value() == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("lost_line.floor", "0"),
        ("lost_line.floor", "1.5"),
        ("abc.a", "NaN"),
        ("abc.a", "x"),
        ("hours.week", "whenever"),
        ("firm.name", "a\x00"),
    ],
)
def test_it_refuses_what_cannot_be_and_changes_nothing(cast: Cast, name: str, value: str) -> None:
    with pytest.raises(Invalid) as refused:
        terms_change(cast.actor("director"), values={name: value, "nps.pause": "30"})
    assert list(refused.value.fields) == [name]
    assert not TermValue.objects.exists()


def test_it_refuses_everybody_else(cast: Cast) -> None:
    for who in ("owner", "head", "marketer", "support"):
        with pytest.raises(NotAllowed):
            terms_change(cast.actor(who), values={"nps.pause": "30"})


def test_the_page_saves_all_of_them(cast: Cast) -> None:
    browser = cast.browser("director")
    page = browser.get(reverse("terms"))
    data: dict[str, Any] = {
        field.html_name: field.initial for field in page.context["form"] if field.initial is not False
    }
    assert len(data) > 50
    saved = browser.post(reverse("terms"), data | {"hours.week": "1-6 10:00-19:00"})
    assert saved.status_code == 302, saved.context["form"].errors
    terms.refresh()
    assert WORK_HOURS.value() == "1-6 10:00-19:00"
    assert TermValue.objects.count() == 1
    refused = browser.post(reverse("terms"), data | {"nps.pause": "many"})
    assert refused.status_code == 422
    assert "cannot be understood" in refused.content.decode()
