"""The ways to split clients that this context knows of itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vernost.clients.handing import Grouping, by_segment, by_tag, register


def register_own() -> None:
    register(Grouping("segment", _("By market segment"), by_segment))
    register(Grouping("tag", _("By tag"), by_tag))
