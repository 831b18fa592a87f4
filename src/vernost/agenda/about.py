"""What a promise is about: its thing, found again by the name that the journal would use.

Any model with a key to Client can carry promises. Its page, if it has one, is the address named as the model
(«order», «request», «deal»).
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Model
from django.urls import NoReverseMatch, reverse

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.scoping import ScopedModel
from vernost.agenda.models import Promise
from vernost.core.errors import NotVisible, Text


def model_of(name: str) -> type[ScopedModel] | None:
    """«orders.order» → the model, if it is one of a client's things."""
    try:
        model: Any = apps.get_model(name)
    except (LookupError, ValueError):
        return None
    fields = {one.name for one in model._meta.concrete_fields}
    return model if issubclass(model, ScopedModel) and "client" in fields else None


def thing(actor: Actor, said: str) -> Model | None:
    """«orders.order:12» of an address → the order, if the actor sees it; nothing said, nothing meant."""
    if not said:
        return None
    name, _colon, pk = said.partition(":")
    model = model_of(name)
    if model is None:
        raise NotVisible
    found: Model = fetch(actor, model, pk)
    return found


def label(promise: Promise) -> Text:
    """«order», as people call it; empty where it is about nothing in particular."""
    model = model_of(promise.about_type) if promise.about_type else None
    return model._meta.verbose_name or "" if model else ""


def address(promise: Promise) -> str:
    """Of the page of its thing; empty where it has none."""
    model = model_of(promise.about_type) if promise.about_type else None
    if model is None:
        return ""
    try:
        return reverse(str(model._meta.model_name), args=[promise.about_id])
    except NoReverseMatch:
        return ""
