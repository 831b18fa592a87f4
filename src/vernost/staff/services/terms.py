from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.core import clock, terms
from vernost.core.errors import Invalid
from vernost.core.models import TermValue
from vernost.core.terms import TERMS
from vernost.journal.write import record
from vernost.staff import kinds


@transaction.atomic
def terms_change(actor: Actor, *, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Set the firm's terms; all or none.

    A value equal to the default is forgotten, and follows later defaults.
    """
    require(actor, "terms.edit")
    terms.refresh()
    new: dict[str, Any] = {}
    wrong: dict[str, Any] = {}
    for name, given in values.items():
        try:
            new[name] = TERMS[name].checked(given)
        except Invalid as error:
            wrong |= error.fields
    if wrong:
        raise Invalid(**wrong)
    changes = {
        name: (TERMS[name].value(), value) for name, value in new.items() if value != TERMS[name].value()
    }
    for name, (_before, after) in changes.items():
        _keep(name, after)
    if changes:
        told = {name: (str(before), str(after)) for name, (before, after) in changes.items()}
        record(actor, kinds.TERM_CHANGED, changes=told)
        terms.tell(changes)
    transaction.on_commit(terms.refresh)
    terms.refresh()
    return changes


def _keep(name: str, value: Any) -> None:
    if value == TERMS[name].default:
        TermValue.objects.filter(pk=name).delete()
    else:
        row = {"value": TERMS[name].stored(value), "changed_at": clock.now()}
        TermValue.objects.update_or_create(pk=name, defaults=row)
