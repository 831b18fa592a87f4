"""A cause seen in an answer: said and taken back with one click."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.core.errors import Invalid
from vernost.journal.write import record
from vernost.voice import theme_kinds
from vernost.voice.models import Cause, Response, Theme


@transaction.atomic
def theme_set(actor: Actor, *, response_id: int, cause_id: int) -> Theme:
    """Said twice, it is said once. A cause that was put away is not said any more."""
    response: Response = fetch(actor, Response, response_id, verb="voice.theme", lock=True)
    cause: Cause = fetch(actor, Cause, cause_id)
    if not cause.is_active:
        raise Invalid(cause=_("This cause is put away."))
    theme: Theme
    theme, is_new = Theme.objects.visible_to(actor).get_or_create(
        response=response, cause=cause, defaults={"by_id": actor.employee_id}
    )
    if is_new:
        _told(actor, response, cause, theme_kinds.THEMED)
    return theme


@transaction.atomic
def theme_unset(actor: Actor, *, response_id: int, cause_id: int) -> None:
    response: Response = fetch(actor, Response, response_id, verb="voice.theme", lock=True)
    cause: Cause = fetch(actor, Cause, cause_id)
    gone, _rows = Theme.objects.visible_to(actor).filter(response=response, cause=cause).delete()
    if gone:
        _told(actor, response, cause, theme_kinds.UNTHEMED)


def _told(actor: Actor, response: Response, cause: Cause, kind: theme_kinds.EntryKind) -> None:
    data = {"cause": cause.name, "cause_id": cause.pk, "response": response.pk}
    record(actor, kind, subject=response, client_id=response.client_id, data=data)
