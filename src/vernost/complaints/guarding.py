"""While a complaint is open its client gets no advertising (rule 5.1): asked by everything that sends."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vernost.complaints.selectors import with_open_complaint
from vernost.post.guards import Guard, register


def register_own() -> None:
    register(
        Guard(
            name="complaint_open",
            why=_("A complaint of this client is open: until it is settled they get no advertising."),
            holds=with_open_complaint,
        )
    )
