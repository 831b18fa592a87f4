"""The dossier of one client, and the list of those who have one (rule 1.8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.clients.facets import Panel, Place
from vernost.clients.models import About, Client, Decides, DossierEntry
from vernost.clients.selectors.card import Person, panels_of, people_of
from vernost.core.errors import Text

TITLES: dict[About, Text] = {
    About.RIVAL: pgettext_lazy("dossier", "Competitors in the account"),
    About.AGREEMENT: pgettext_lazy("dossier", "Agreements"),
    About.RISK: pgettext_lazy("dossier", "Risks"),
    About.GROWTH: pgettext_lazy("dossier", "Plan of growth"),
    About.SAVED: pgettext_lazy("dossier", "Saved or gained with us"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """What is known about one thing, and what was."""

    about: About
    title: Text
    now: list[DossierEntry]
    over: list[DossierEntry]


@dataclass(frozen=True, slots=True)
class Dossier:
    client: Client
    people: list[Person]
    parts: list[Part]
    panels: list[tuple[Panel, dict[str, Any]]]

    @property
    def nobody_decides(self) -> bool:
        """Whether the one who decides is still to be found."""
        return not any(one.row.decides == Decides.DECIDES for one in self.people)

    @property
    def against(self) -> int:
        return sum(one.row.decides == Decides.AGAINST for one in self.people)

    @property
    def risks(self) -> int:
        return sum(len(part.now) for part in self.parts if part.about is About.RISK)


def dossier_of(actor: Actor, client: Client) -> Dossier:
    """Two queries, and those of the panels."""
    require(actor, "client.see", client)
    rows = DossierEntry.objects.visible_to(actor).filter(client=client).select_related("author")
    entries: list[DossierEntry] = list(rows)
    parts = [
        Part(
            about,
            title,
            [one for one in entries if one.about == about and not one.is_over],
            [one for one in entries if one.about == about and one.is_over],
        )
        for about, title in TITLES.items()
    ]
    return Dossier(client, people_of(actor, client), parts, panels_of(actor, client, Place.DOSSIER))


def gained_with_us(actor: Actor, client: Client) -> list[DossierEntry]:
    """What the client saved or gained with us, as far as it still holds: for the page sent to them."""
    rows = DossierEntry.objects.visible_to(actor).filter(client=client, about=About.SAVED, ended_on=None)
    return list(rows)
