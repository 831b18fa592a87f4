"""Sign-ins and changes of keys, written into the journal; allauth and axes tell of them by signals only."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set, user_logged_in
from allauth.mfa.signals import authenticator_added, authenticator_removed
from axes.signals import user_locked_out
from django.core.cache import cache
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from vernost.access.actor import SYSTEM, Actor
from vernost.core.addresses import client_address
from vernost.journal.kinds import EntryKind
from vernost.journal.write import record
from vernost.staff import kinds
from vernost.staff.actors import actor_of
from vernost.staff.models import Employee, Session

LOCK_TOLD_ONCE_IN = 15 * 60


@receiver(user_logged_in)
def _signed_in(sender: Any, request: HttpRequest, user: Employee, **kwargs: Any) -> None:
    _write(request, user, kinds.SIGNED_IN)


@receiver([password_changed, password_reset, password_set])
def _password(sender: Any, request: HttpRequest, user: Employee, **kwargs: Any) -> None:
    """Whoever knew the old password is out: every other session ends."""
    with transaction.atomic():
        Session.objects.filter(employee=user).exclude(pk=request.session.session_key).delete()
        _write(request, user, kinds.PASSWORD_CHANGED)


@receiver(authenticator_added)
def _key_added(sender: Any, request: HttpRequest, user: Employee, authenticator: Any, **kwargs: Any) -> None:
    _write(request, user, kinds.KEY_ADDED, key=str(authenticator.type))


@receiver(authenticator_removed)
def _key_removed(
    sender: Any, request: HttpRequest, user: Employee, authenticator: Any, **kwargs: Any
) -> None:
    _write(request, user, kinds.KEY_REMOVED, key=str(authenticator.type))


@receiver(user_locked_out)
def _locked(sender: Any, request: HttpRequest, username: str, ip_address: str, **kwargs: Any) -> None:
    """Once for each lock: whoever goes on guessing does not fill the journal."""
    if not cache.add(f"locked {username} {ip_address}".encode().hex()[:200], True, LOCK_TOLD_ONCE_IN):
        return
    with transaction.atomic():
        record(SYSTEM, kinds.LOCKED, data={"name": username[:100], "address": ip_address or ""})


def _write(request: HttpRequest, employee: Employee, kind: EntryKind, **data: Any) -> None:
    actor: Actor = actor_of(employee, address=client_address(request))
    with transaction.atomic():
        record(actor, kind, subject=employee, data=data)
