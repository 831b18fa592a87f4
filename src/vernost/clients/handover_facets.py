"""Who is at risk after a change of manager (rules 1.7, 6.3 «staff»): a preset of the client list."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vernost.access.actor import Actor
from vernost.clients.facets import Facet, Preset, register
from vernost.clients.models import Handover, HandoverClient
from vernost.core import clock

SHOWN_FOR = timedelta(days=90)


def at_risk(actor: Actor) -> Q:
    """Found from the few who were handed over, not client by client."""
    rows = HandoverClient._base_manager.filter(
        personal=True,
        back="",
        handover__state=Handover.State.DONE,
        handover__done_at__gte=clock.now() - SHOWN_FOR,
    )
    return Q(pk__in=rows.values("client"))


def register_own() -> None:
    preset = Preset(
        name="new_manager",
        label=_("At risk after a new manager"),
        phrase=_("may leave after the change of their manager"),
        where=at_risk,
    )
    register(Facet(name="handover", label=_("Handover"), presets=(preset,)))
