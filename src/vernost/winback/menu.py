"""What winning back adds to the shell."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.menu import entry, pages, part

PAGES = (
    ("winback.results", _("Did winning back work"), "winback_results", "scale"),
    ("winback.templates", _("Templates of winning back"), "winback_templates", "list-checks"),
    ("winback.answer", _("Polls and brainstorms of ours"), "winback_polls", "message-square-lock"),
    ("winback.see", _("Why clients leave"), "winback_reasons", "circle-question-mark"),
)

entry(
    "winback",
    pgettext_lazy("menu", "Winning back"),
    icon="undo-2",
    to="winback",
    verb="winback.see",
    place=70,
)
part("winback", pgettext_lazy("winback", "Whom"), to="winback", verb="winback.see", place=10)
part("winback", pgettext_lazy("winback", "Plans"), to="winback_plans", verb="winback.see", place=20)
part(
    "winback", pgettext_lazy("winback", "Why they leave"), to="winback_reasons", verb="winback.see", place=30
)
part(
    "winback", pgettext_lazy("winback", "Did it work"), to="winback_results", verb="winback.results", place=40
)
part("winback", pgettext_lazy("winback", "Came back"), to="winback_returned", verb="winback.see", place=50)
pages("winback_pages", pgettext_lazy("menu", "Winning back"), PAGES, place=48)
