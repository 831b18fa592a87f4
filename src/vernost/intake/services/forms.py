"""Forms for the firm's site."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.clients.rules import tidy
from vernost.core.errors import Invalid
from vernost.intake import kinds
from vernost.intake.models import SiteForm
from vernost.journal.write import apply, record

TEXTS = ("slug", "title", "lead", "button", "source", "source_detail", "sites", "language")
FIELDS = (*TEXTS, "asks_company", "is_open", "is_for_complaints")


@transaction.atomic
def form_save(actor: Actor, *, form_id: int | None = None, **values: Any) -> SiteForm:
    """A new form, or a changed one. An address that stands on sites already may not be taken by another."""
    require(actor, "request.form")
    unknown = values.keys() - set(FIELDS)
    if unknown:
        raise TypeError(f"not for editing: {', '.join(sorted(unknown))}")
    form: SiteForm = fetch(actor, SiteForm, form_id, lock=True) if form_id else SiteForm()
    if "sites" in values:
        values["sites"] = "\n".join(_origins(values["sites"]))
    for name in values.keys() - {"sites"}:
        if isinstance(values[name], str):
            values[name] = tidy(values[name])
    changes = apply(form, values)
    try:
        form.full_clean()
    except ValidationError as error:
        raise Invalid.of(error) from error
    form.save()
    record(actor, kinds.FORM_SAVED, subject=form, changes=changes, data={"form": form.title})
    return form


def _origins(text: str) -> list[str]:
    """https://firm.ru of whatever was pasted from the browser's line."""
    found = []
    for word in text.split():
        parts = urlsplit(word)
        if parts.scheme not in ("http", "https") or not parts.hostname or "*" in parts.netloc or ";" in word:
            text = _("Write the sites like this: https://firm.ru, one a line.")
            raise Invalid(sites=text)
        found.append(f"{parts.scheme}://{parts.netloc}".lower())
    return list(dict.fromkeys(found))
