"""What standards add to the shell: pages behind «Complaints», for both are about what clients may expect."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.menu import pages, part

PAGES = (
    ("standard.see", _("Standards of service"), "standards", "badge-check"),
    ("breach.see", _("Broken standards"), "standard_breaches", "list-x"),
    ("standard.check", _("Checks of standards"), "standard_checks", "clipboard-check"),
    ("standard.edit", _("Add a standard"), "standard_add", "plus"),
)

part("complaints", pgettext_lazy("standards", "Standards"), to="standards", verb="standard.see", place=40)
pages("standards_pages", _("Standards"), PAGES, place=47)
