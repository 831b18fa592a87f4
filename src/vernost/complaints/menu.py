"""What complaints add to the shell."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor
from vernost.access.menu import entry, pages, part
from vernost.access.policies import may
from vernost.complaints.models import Complaint
from vernost.complaints.selectors.cases import OPEN
from vernost.core import clock

PAGES = (
    ("complaint.see", _("What clients complain of"), "complaint_analysis", "chart-no-axes-column"),
    ("complaint.causes", _("Causes of complaints"), "complaint_causes", "list"),
)


def _late(actor: Actor) -> QuerySet[Complaint] | None:
    """Broken deadlines: only these wait."""
    if not may(actor, "complaint.see"):
        return None
    now = clock.now()
    late = Q(due_at__lt=now) | Q(silent_at__lt=now)
    rows: QuerySet[Complaint] = Complaint.objects.visible_to(actor).filter(OPEN & late)
    return rows


entry(
    "complaints",
    pgettext_lazy("menu", "Complaints"),
    icon="message-circle-warning",
    to="complaints",
    verb="complaint.see",
    place=50,
    waits=_late,
    also=("complaint_causes",),
)
part("complaints", pgettext_lazy("complaints", "By steps"), to="complaints", verb="complaint.see", place=10)
part("complaints", pgettext_lazy("complaints", "List"), to="complaint_list", verb="complaint.see", place=20)
part(
    "complaints", pgettext_lazy("complaints", "Why they complain"), to="complaint_analysis",
    verb="complaint.see", place=30,
)  # fmt: skip
pages("complaints_pages", _("What can be done with complaints"), PAGES, place=46)
