"""How the firm's site shows its reviews."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.clients.rules import tidy
from vernost.clients.services.saving import checked
from vernost.core.errors import Invalid
from vernost.journal.write import apply, record
from vernost.reviews import kinds
from vernost.reviews.models import Widget
from vernost.reviews.selectors import widget

FIELDS = (
    "address", "title", "look", "theme", "shown", "shows_answers", "takes", "language", "sites", "is_open",
)  # fmt: skip


@transaction.atomic
def widget_change(actor: Actor, **values: Any) -> Widget:
    """The firm's one widget, made by its first change."""
    require(actor, "review.widget")
    unknown = values.keys() - set(FIELDS)
    if unknown:
        raise TypeError(f"not for editing: {', '.join(sorted(unknown))}")
    row = widget(actor)
    if "sites" in values:
        values["sites"] = "\n".join(_origins(values["sites"]))
    for name in ("address", "title"):
        if name in values:
            values[name] = tidy(values[name])
    changes = apply(row, values)
    checked(row)
    row.save()
    record(actor, kinds.WIDGET_CHANGED, subject=row, changes=changes)
    return row


def _origins(text: str) -> list[str]:
    """https://firm.ru of whatever was pasted from the browser's line."""
    found = []
    for word in text.split():
        try:
            parts = urlsplit(word)
            host = parts.hostname
        except ValueError:
            host = None
        if not host or parts.scheme not in ("http", "https") or "*" in parts.netloc or ";" in word:
            raise Invalid(sites=_("Write the sites like this: https://firm.ru, one a line."))
        found.append(f"{parts.scheme}://{parts.netloc}".lower())
    return list(dict.fromkeys(found))
