"""Hours as clients read them: lunch, holidays ahead, open now, and the marks that search engines read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from vernost.core import clock, terms
from vernost.core.models import TermValue
from vernost.core.practice import FIRM_NAME, FIRM_PHONE, HOLIDAYS, WORK_HOURS


@pytest.fixture
def firm(db: None) -> None:
    said = {
        WORK_HOURS.name: "1-5 09:00-13:00 14:00-18:00; 6 10:00-14:00",
        HOLIDAYS.name: "2026-12-01 +2026-12-06",
        FIRM_NAME.name: "Тихий двор <b>",
        FIRM_PHONE.name: "+7 495 000-00-00",
    }
    for name, value in said.items():
        TermValue.objects.create(name=name, value=value)
    terms.refresh()


def page(day: int, hour: int, minute: int = 0) -> str:
    """By the clock of Moscow, in November and December of 2026."""
    month = 11 if day > 20 else 12
    with clock.stopped(datetime(2026, month, day, hour - 3, minute, tzinfo=UTC)):
        answer = Client(headers={"accept-language": "en"}).get(reverse("opening_hours"))
    assert answer.status_code == 200
    return answer.content.decode().replace("\xa0", " ")


def test_open_now_at_lunch_and_at_night(firm: None) -> None:
    assert "We are there now" in page(30, 10) and "until 13:00" in page(30, 10)
    assert "Nobody is there now" in page(30, 13, 30)
    assert "Nobody is there now" in page(30, 20)
    assert "We are there now" in page(5, 11) and "Nobody is there now" in page(1, 11)


def test_the_week_with_its_lunch_and_the_days_that_differ(firm: None) -> None:
    text = page(30, 10)
    assert "09:00–18:00" in text and "break 13:00–14:00" in text and "Sunday" in text
    assert "1 December" in text and "6 December" in text
    assert 'itemprop="openingHours" content="Mo 09:00-13:00"' in text
    assert 'itemprop="openingHours" content="Sa 10:00-14:00"' in text and 'content="Su' not in text
    assert "+7 495 000-00-00" in text


def test_nothing_of_the_house_and_no_markup_of_strangers(firm: None) -> None:
    text = page(30, 10)
    assert "Тихий двор &lt;b&gt;" in text and "двор <b>" not in text and 'href="/clients/' not in text
