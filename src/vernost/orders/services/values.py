"""What a service was given, made fit for the row: texts tidied, sums of whole kopecks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from vernost.clients.services import saving
from vernost.core.errors import Invalid
from vernost.core.money import MoneyField, to_minor


def tidied(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """A part of a kopeck is refused, never rounded unseen."""
    clean = saving.tidied(model, values)
    for name, value in clean.items():
        if value is not None and isinstance(model._meta.get_field(name), MoneyField):
            try:
                to_minor(value)
            except ValueError as error:
                raise Invalid(**{name: _("Enter a sum such as 1500.50.")}) from error
    return clean
