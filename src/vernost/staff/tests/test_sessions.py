"""Signed-in browsers: listed, ended; one's own by anybody, anybody's by a director."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.cast import Cast
from vernost.core import clock
from vernost.core.errors import NotAllowed, NotVisible
from vernost.journal.models import Entry
from vernost.staff import selectors
from vernost.staff.models import Session
from vernost.staff.services.sign_in import session_end, sessions_end

pytestmark = pytest.mark.django_db


def test_one_ends_ones_other_browsers(cast: Cast) -> None:
    here, elsewhere = cast.browser("owner"), cast.browser("owner")
    elsewhere.get(reverse("home"), headers={"User-Agent": "Telephone"})
    page = here.get(reverse("myself")).content.decode()
    assert "Telephone" in page
    assert str(here.session.session_key) not in page
    assert str(elsewhere.session.session_key) not in page
    here.post(reverse("my_other_sessions_end"))
    assert elsewhere.get(reverse("home")).status_code == 302
    assert here.get(reverse("home")).status_code == 200
    assert Entry.objects.get(kind="sessions.ended").data["count"] == 1


def test_one_ends_one_of_them(cast: Cast) -> None:
    here, elsewhere = cast.browser("owner"), cast.browser("owner")
    name = selectors.open_name(Session.objects.get(pk=elsewhere.session.session_key))
    assert here.post(reverse("my_session_end", args=[name])).status_code == 302
    assert elsewhere.get(reverse("home")).status_code == 302


def test_nobody_ends_or_sees_anothers(cast: Cast) -> None:
    theirs = cast.browser("owner")
    name = selectors.open_name(Session.objects.get(pk=theirs.session.session_key))
    with pytest.raises(NotVisible):
        session_end(cast.actor("stranger"), employee_id=cast.stranger.pk, session=name)
    for who in ("stranger", "head"):
        with pytest.raises(NotAllowed):
            sessions_end(cast.actor(who), employee_id=cast.owner.pk)
    assert theirs.get(reverse("home")).status_code == 200


def test_a_director_ends_them_all(cast: Cast) -> None:
    theirs = cast.browser("owner")
    assert (
        cast.browser("director").post(reverse("employee_sessions_end", args=[cast.owner.pk])).status_code
        == 302
    )
    assert theirs.get(reverse("home")).status_code == 302


def test_a_session_remembers_since_when_and_until_when(cast: Cast) -> None:
    browser = cast.browser("owner")
    with clock.stopped(clock.now()) as standing:
        browser.get(reverse("home"))
        begun = Session.objects.get(employee=cast.owner)
        standing.pass_by(minutes=30)
        browser.get(reverse("home"))
        later = Session.objects.get(employee=cast.owner)
    assert later.created_at == begun.created_at
    assert later.seen_at - begun.seen_at == timedelta(minutes=30)


def test_seeing_a_page_writes_the_session_once_in_a_while(
    cast: Cast, django_assert_num_queries: object
) -> None:
    browser = cast.browser("owner")
    browser.get(reverse("account_inactive"))
    with django_assert_num_queries(3):  # type: ignore[operator]
        browser.get(reverse("account_inactive"))  # session, employee, deputyships
