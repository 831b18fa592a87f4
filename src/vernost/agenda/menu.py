"""What the agenda adds to the shell."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from vernost.access.menu import entry

entry("agenda", pgettext_lazy("menu", "Today"), icon="sun", to="today", verb="agenda.see", place=5)
