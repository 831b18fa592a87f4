"""What the agenda adds to the shell: Today in the menu, what presses behind the bell, pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor
from vernost.access.menu import Found, entry, news, pages
from vernost.agenda import selectors, wording

SOON = timedelta(hours=1)
PAGES = (
    ("agenda.see", _("The week"), "today_week", "calendar-range"),
    ("agenda.see", _("The month"), "today_month", "calendar-days"),
    ("agenda.see", _("Promises"), "promises", "handshake"),
    ("agenda.see", _("Trust index"), "trust", "hand-heart"),
    ("agenda.see_team", _("The day of the team"), "today_team", "users"),
    ("agenda.see", _("Calendar and letter"), "today_mine", "calendar-cog"),
)


def _news(actor: Actor, text: str) -> Sequence[Found]:
    """What is overdue, and what has its hour within the next one."""
    return [
        Found(
            f"{line.client.name}: {wording.why(line)}",
            reverse("client", args=[line.client.pk]),
            "alarm-clock" if line.at and not line.overdue else "clock-alert",
        )
        for line in selectors.pressing(actor, within=SOON)
    ]


entry("agenda", pgettext_lazy("menu", "Today"), icon="sun", to="today", verb="agenda.see", place=5)
pages("agenda_pages", _("Your days"), PAGES, place=41)
news("agenda", _("What presses today"), _news, place=5)
