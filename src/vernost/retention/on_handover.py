"""What the figures add to splitting a manager's clients: their class."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from vernost.clients.handing import Group, Grouping, register
from vernost.retention.models import ClientFacts


def by_class(client_ids: Sequence[int]) -> dict[int, Group]:
    rows = ClientFacts._base_manager.filter(client__in=client_ids).exclude(abc="")
    return {pk: (abc, abc) for pk, abc in rows.values_list("client_id", "abc")}


def register_own() -> None:
    register(Grouping("abc", _("By class"), by_class))
