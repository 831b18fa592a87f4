"""What requests add to the shell."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor
from vernost.access.menu import Found, news, pages, part
from vernost.intake import selectors

PAGES = (
    ("request.add", _("Write down a request"), "request_add", "phone-incoming"),
    ("request.see", _("Requests: how fast we answer"), "request_times", "timer"),
    ("request.desk", _("Requests: who is given them"), "request_desk", "waypoints"),
    ("request.form", _("Forms on the site"), "site_forms", "square-pen"),
)


def _news(actor: Actor, text: str) -> Sequence[Found]:
    return [
        Found(
            f"{line.request.who}: {line.clock}",
            reverse("request", args=[line.request.pk]),
            "clock-alert" if line.left and line.left.is_over else "message-square-warning",
        )
        for line in selectors.told(actor)
    ]


part("deals", pgettext_lazy("menu", "Requests"), to="requests", verb="request.see", place=10)
pages("requests_pages", _("What can be done with requests"), PAGES, place=42)
news("requests", _("Requests that wait for an answer"), _news, place=10)
