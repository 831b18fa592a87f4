"""Letters of courtesy/: they answer an order, and offer nothing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vernost.post.letter_kinds import letter_kind

FORM = letter_kind("courtesy.form", _("Is all well with the order"), asks=True)
