"""Decisions about employees that need no database."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from vernost.core.errors import Invalid

LONGEST_DEPUTY = timedelta(days=366)


def clean_email(text: str) -> str:
    """Always lower-case: people write their address as it comes."""
    email = text.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Invalid(email=_("This is not an e-mail address.")) from error
    if len(email) > 254:
        raise Invalid(email=_("This address is too long."))
    return email


def clean_phone(text: str, country: str) -> str:
    """E.164, or empty."""
    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException as error:
        raise Invalid(phone=_("This is not a phone number.")) from error
    if not phonenumbers.is_possible_number(number):
        raise Invalid(phone=_("A digit is missing, or there is one too many."))
    e164: str = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return e164


def clean_name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise Invalid(name=_("Enter the name."))
    if not name.isprintable():
        raise Invalid(name=_("There is a sign in it that cannot be read."))
    return name


def clean_zone(text: str) -> str:
    if text and text not in zoneinfo.available_timezones():
        raise Invalid(time_zone=_("There is no such time zone."))
    return text


CLEANERS: dict[str, Callable[..., Any]] = {"email": clean_email, "name": clean_name, "time_zone": clean_zone}


def cleaned(values: dict[str, Any], *, country: str) -> dict[str, Any]:
    """The values as they are kept; all that is wrong is said at once."""
    kept: dict[str, Any] = {}
    wrong: dict[str, Any] = {}
    for field, value in values.items():
        try:
            cleaner: Callable[..., Any] = CLEANERS.get(field, _same)
            kept[field] = clean_phone(value, country) if field == "phone" else cleaner(value)
        except Invalid as error:
            wrong |= error.fields
    if wrong:
        raise Invalid(**wrong)
    return kept


def _same(value: Any) -> Any:
    return value


def check_deputy_days(since: date, until: date, today: date) -> None:
    if until < since:
        raise Invalid(until=_("The last day is before the first one."))
    if until < today:
        raise Invalid(until=_("These days are over."))
    if until - since > LONGEST_DEPUTY:
        raise Invalid(until=_("A year at most: for longer, hand the clients over."))
