"""Leaves of core.errors."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vernost.core.errors import Conflict


class DraftMoved(Conflict):
    code = "draft_moved"
    message = _(
        "Somebody saved this draft meanwhile. Your text is below: save once more to put it over theirs."
    )


class NoDraft(Conflict):
    code = "no_draft"
    message = _("There is no draft any more: it was published or thrown away.")
