"""Signing in with a password; the lock; what is told of it."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD, Cast
from vernost.journal.models import Entry
from vernost.staff.models import Session

pytestmark = pytest.mark.django_db


def sign_in(browser: Client, email: str, password: str, **extra: str) -> int:
    data = {"login": email, "password": password}
    return browser.post(reverse("account_login"), data, **extra).status_code  # type: ignore[arg-type]


def test_it_works_however_the_address_is_written(cast: Cast) -> None:
    browser = Client()
    assert sign_in(browser, "OWNER@firm.test", PASSWORD) == 302
    page = browser.get(reverse("home"))
    assert page.status_code == 200
    assert "Owner" in page.content.decode()
    session = Session.objects.get()
    assert (session.employee, session.address) == (cast.owner, "127.0.0.1")
    assert Entry.objects.get(kind="sign_in.done").text == "Owner signed in"


def test_a_wrong_password_says_the_same_as_an_unknown_address(cast: Cast) -> None:
    pages = [
        Client().post(reverse("account_login"), {"login": email, "password": "wrong"}).content.decode()
        for email in ("owner@firm.test", "nobody@firm.test")
    ]
    assert "owner@firm.test" in pages[0]
    tidy = [
        page.replace("owner@", "x@").replace("nobody@", "x@").split("notice--loss")[1][:300] for page in pages
    ]
    assert tidy[0] == tidy[1]


def test_it_locks_by_person_and_address(cast: Cast) -> None:
    browser = Client()
    answers = [sign_in(browser, "owner@firm.test", "wrong") for _ in range(7)]
    assert answers == [200, 200, 200, 200, 429, 429, 429]
    page = browser.post(
        reverse("account_login"),
        {"login": "Owner@firm.test", "password": PASSWORD},
        headers={"Accept-Language": "ru"},
    )
    assert page.status_code == 429
    assert "15 минут" in page.content.decode()
    assert Entry.objects.filter(kind="sign_in.locked").count() == 1
    assert sign_in(Client(), "teammate@firm.test", PASSWORD) == 302
    assert sign_in(Client(), "owner@firm.test", PASSWORD, REMOTE_ADDR="10.1.1.1") == 302


def test_who_left_is_not_let_in(cast: Cast) -> None:
    browser = cast.browser("owner")
    cast.owner.is_active = False
    cast.owner.save()
    assert browser.get(reverse("home")).status_code == 302
    sign_in(Client(), "owner@firm.test", PASSWORD)
    assert not Session.objects.filter(employee=cast.owner).exclude(pk=browser.session.session_key).exists()


def test_nobody_signs_up(cast: Cast) -> None:
    page = Client().post(reverse("account_signup"), {"email": "new@firm.test", "password1": PASSWORD})
    assert "Employees are added by the director" in page.content.decode()
    assert not mail.outbox


def test_a_new_password_by_letter_ends_every_session(cast: Cast) -> None:
    signed_in, browser = cast.browser("owner"), Client()
    browser.post(reverse("account_reset_password"), {"email": "owner@firm.test"})
    link = next(word for word in str(mail.outbox[0].body).split() if "/password/reset/key/" in word)
    form = browser.get(link, follow=True).redirect_chain[-1][0]
    fresh = "violet-harbour-91"
    assert browser.post(form, {"password1": fresh, "password2": fresh}).status_code == 302
    assert signed_in.get(reverse("home")).status_code == 302
    assert sign_in(Client(), "owner@firm.test", fresh) == 302
    assert Entry.objects.filter(kind="sign_in.password_changed").count() == 1


def test_a_letter_for_an_unknown_address_betrays_nothing(cast: Cast) -> None:
    known = Client().post(reverse("account_reset_password"), {"email": "owner@firm.test"})
    unknown = Client().post(reverse("account_reset_password"), {"email": "nobody@firm.test"})
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )


def test_pages_may_not_be_framed_cached_or_scripted_from_elsewhere(cast: Cast) -> None:
    answer = cast.browser("owner").get(reverse("home"))
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_forged_form_is_refused_in_words(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post(reverse("account_login"), {"login": "owner@firm.test", "password": PASSWORD})
    assert answer.status_code == 403
    assert "Nothing was saved" in answer.content.decode() or "Ничего не сохранено" in answer.content.decode()
