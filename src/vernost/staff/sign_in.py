"""How allauth and axes are bent to this house: nobody signs up, one lock, our pages."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from vernost.core.addresses import client_address
from vernost.core.errors import TooMany
from vernost.staff.models import Employee


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """A director adds employees; nobody adds themselves."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def can_delete_email(self, email_address: Any) -> bool:
        return False


def display_name(employee: Employee) -> str:
    return employee.name


def tried_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Whom somebody tried to be: the same person however the e-mail is written."""
    given = credentials or {}
    name = given.get("email") or given.get("username") or request.POST.get("login") or ""
    return str(name).strip().casefold()[:254]


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    error = TooMany(
        _(
            "Too many wrong passwords. Signing in as this person from this address is closed for 15 minutes; "
            "if you forgot the password, ask for a new one."
        )
    )
    return render(request, "errors/error.html", {"error": error, "status": error.status}, status=error.status)
