"""Tokens of programs: made by an employee for themselves, ended by them, and with their access."""

from __future__ import annotations

import secrets

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor
from vernost.access.fetch import key
from vernost.access.policies import POLICIES, require
from vernost.core import clock
from vernost.core.errors import Invalid, NotAllowed, NotVisible, TooMany
from vernost.journal.write import record
from vernost.staff import kinds
from vernost.staff.actors import hashed
from vernost.staff.models import ApiToken, Employee

MOST = 20
PREFIX = "vernost_"


class Reach(models.TextChoices):
    """How far a program may reach; never further than the employee."""

    ALL = "all", pgettext_lazy("token", "Whatever I may")
    READ = "read", pgettext_lazy("token", "Only read")
    REQUESTS = "requests", pgettext_lazy("token", "Only send requests")


_VERBS: dict[str, list[str] | None] = {
    Reach.ALL: None,
    Reach.READ: sorted(verb for verb in POLICIES if verb.endswith(".see")),
    Reach.REQUESTS: ["request.add"],
}


@transaction.atomic
def token_make(actor: Actor, *, name: str, reach: str = Reach.ALL) -> tuple[ApiToken, str]:
    """The token and its secret, which nobody can read afterwards."""
    require(actor, "token.make")
    if actor.employee_id is None:
        raise NotAllowed(verb="token.make")
    if reach not in Reach.values:
        raise Invalid(reach=_("There is no such reach."))
    if not name.strip():
        raise Invalid(name=_("Say what it is for."))
    alive = ApiToken.objects.filter(employee=actor.employee_id, ended_at=None).count()
    if alive >= MOST:
        raise TooMany(_("At most {limit} tokens: end one first.").format(limit=MOST))
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        employee_id=actor.employee_id,
        name="".join(sign for sign in name.strip() if sign.isprintable())[:80],
        hashed=hashed(secret),
        hint=secret[-4:],
        verbs=_VERBS[reach],
    )
    token.save(force_insert=True)
    record(actor, kinds.TOKEN_MADE, subject=token, data={"token": str(token)})
    return token, secret


@transaction.atomic
def token_end(actor: Actor, *, token_id: int) -> None:
    require(actor, "token.make")
    rows = ApiToken.objects.select_for_update().filter(employee=actor.employee_id)
    token = rows.filter(pk=key(token_id)).first()
    if token is None:
        raise NotVisible
    if token.ended_at is None:
        token.ended_at = clock.now()
        token.save(update_fields=["ended_at"])
        record(actor, kinds.TOKEN_ENDED, subject=token, data={"token": str(token)})


def tokens_end(actor: Actor, employee: Employee) -> int:
    """All of them, with the employee's access (``staff.leaving``)."""
    return ApiToken.objects.filter(employee=employee, ended_at=None).update(ended_at=clock.now())
