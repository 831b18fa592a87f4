"""TOTP: set up, asked for at sign-in, recovery codes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD, Cast
from vernost.journal.models import Entry
from vernost.staff.services.employees import employee_add

pytestmark = pytest.mark.django_db


def code(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return f"{hotp_value(secret, counter):06d}"


def signed_in(email: str) -> Client:
    browser = Client()
    browser.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    assert (
        browser.get(reverse("mfa_add_webauthn"))
        .headers["Location"]
        .startswith(reverse("account_reauthenticate"))
    )
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return browser


def test_an_app_is_set_up_and_then_asked_for(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    email = "careful@firm.test"
    employee_add(cast.actor("director"), email=email, name="Careful", password=PASSWORD, language="en")
    browser = signed_in(email)
    page = browser.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        done = browser.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert (done.status_code, done.headers["Location"]) == (302, reverse("mfa_view_recovery_codes"))
    assert Entry.objects.filter(kind="sign_in.key_added").count() >= 1

    other = Client()
    step = other.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    assert step.headers["Location"] == reverse("mfa_authenticate")
    assert other.get(reverse("home")).status_code == 302
    codes = browser.get(reverse("mfa_view_recovery_codes")).content.decode()
    recovery = re.findall(r"\b\d{8}\b", codes)
    assert recovery
    assert other.post(reverse("mfa_authenticate"), {"code": recovery[0]}).status_code == 302
    assert other.get(reverse("home")).status_code == 200


def test_passkeys_may_be_added(cast: Cast) -> None:
    email = "modern@firm.test"
    employee_add(cast.actor("director"), email=email, name="Modern", password=PASSWORD, language="en")
    page = signed_in(email).get(reverse("mfa_add_webauthn"))
    assert page.status_code == 200
    assert "publicKey" in page.content.decode()
