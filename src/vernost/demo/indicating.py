"""The thirty-five of the sample firm: three years of days, what its director wants of some, who answers."""

from __future__ import annotations

from vernost.access.actor import SYSTEM
from vernost.indicators.alarms import corridors_check
from vernost.indicators.measures import by_slug
from vernost.indicators.models import Aim
from vernost.indicators.services import tallies_rebuild
from vernost.staff.models import Employee

# Slug: target, alarm below, alarm above, who answers. Money in kopecks, shares 0…1, a month of 30 days.
AIMS = {
    "new-clients": (60, 20, None, "marketer"),
    "revenue": (900_000_000, 500_000_000, None, "director"),
    "loss-ratio": (0.25, None, 0.4, "head"),
    "on-time": (0.95, 0.9, None, "support"),
    "promises-kept": (0.95, 0.8, None, "head"),
    "average-check": (1_500_000, None, None, "head"),
    "complaints": (1, None, 3, "support"),
}


def fill(people: dict[str, Employee]) -> None:
    for slug, (target, low, high, who) in AIMS.items():
        Aim.objects.create(
            indicator=by_slug(slug).number, target=target, low=low, high=high, responsible=people.get(who)
        )
    tallies_rebuild(SYSTEM)
    corridors_check(SYSTEM)
