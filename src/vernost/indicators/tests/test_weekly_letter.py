"""The letter of a Monday: to each director once, with pictures inside and a sheet, through a real"
" mail server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.cast import Cast
from vernost.core import clock
from vernost.indicators import jobs, weekly
from vernost.indicators.models import Counting, Level, Tally, Weekly
from vernost.post.sending import send_due
from vernost.post.tests.servers import Mailbox

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 30, 7, tzinfo=UTC)  # ten o'clock in Moscow


@pytest.fixture(autouse=True)
def on_monday() -> Iterator[Any]:
    with clock.stopped(MONDAY) as moment:
        yield moment


def counted(day: datetime = MONDAY) -> None:
    for back in range(1, 40):
        then = day.date() - timedelta(days=back)
        Tally.objects.create(day=then, indicator=9, level=Level.FIRM, top=100_000 + back)
        Tally.objects.create(day=then, indicator=20, level=Level.FIRM, top=5_000 + back, bottom=9)
        Tally.objects.create(day=then, indicator=16, level=Level.FIRM, top=50, bottom=60)
    Counting.objects.create(state=Counting.State.DONE, since=day.date(), until=day.date())


def parts(letter: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for part in letter.walk():
        found.setdefault(part.get_content_type(), []).append(part)
    return found


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_director_gets_it_with_pictures_and_a_sheet(
    cast: Cast,
    mailbox: Mailbox,
    language: str,
) -> None:
    type(cast.director).objects.filter(pk=cast.director.pk).update(language=language)
    counted()
    for _time in range(3):
        jobs.write_to_directors()
    send_due()
    (letter,) = mailbox.letters
    assert letter["To"] == "director@firm.test"
    found = parts(letter)
    html = found["text/html"][0].get_payload(decode=True).decode()
    pictures = found["image/png"]
    assert len(pictures) == 3
    for picture in pictures:
        assert f"cid:{picture['Content-ID'].strip('<>')}" in html
        assert picture.get_payload(decode=True).startswith(b"\x89PNG")
        assert picture.get_content_disposition() == "inline"
    (sheet,) = found["application/pdf"]
    assert sheet.get_payload(decode=True).startswith(b"%PDF") and sheet.get_filename().endswith(
        "2026-11-30.pdf"
    )
    text = found["text/plain"][0].get_payload(decode=True).decode()
    assert ("Выручка" if language == "ru" else "Revenue") in text
    assert ("Неделя по 29" if language == "ru" else "The week up to 29") in mailbox.subjects()[0]


@pytest.mark.parametrize(
    "at", [MONDAY - timedelta(hours=5), MONDAY + timedelta(days=1), MONDAY + timedelta(hours=11)]
)
def test_not_at_night_not_too_late_not_on_another_day(cast: Cast, at: datetime) -> None:
    counted(at)
    with clock.stopped(at):
        assert weekly.letters_plan() == 0


def test_not_before_sunday_is_counted(cast: Cast) -> None:
    counted(MONDAY - timedelta(days=1))
    assert weekly.letters_plan() == 0


def test_killed_between_the_letter_and_the_mark_it_is_one_letter(cast: Cast, mailbox: Mailbox) -> None:
    counted()
    weekly.letters_plan()
    row = Weekly.objects.get()
    assert weekly.letter_send(weekly_id=row.pk)
    Weekly.objects.update(sent_at=None)
    weekly.letter_send(weekly_id=row.pk)
    send_due()
    assert len(mailbox.letters) == 1


def test_a_house_without_figures_writes_no_letter(cast: Cast, mailbox: Mailbox) -> None:
    Counting.objects.create(state=Counting.State.DONE, since=MONDAY.date(), until=MONDAY.date())
    jobs.write_to_directors()
    send_due()
    assert mailbox.letters == [] and Weekly.objects.get().sent_at is not None
