"""Saved filters of the client list."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vernost.access.actor import Actor, Kind
from vernost.access.scopes import NOTHING, SelfScope
from vernost.access.scoping import ScopedModel
from vernost.core import clock


class SegmentScope(SelfScope):
    """One's own, and those that were shared with everybody."""

    def rows(self, actor: Actor) -> Q:
        if actor.kind not in (Kind.EMPLOYEE, Kind.SYSTEM):
            return NOTHING
        mine = super().rows(actor)
        return mine | Q(shared=True) if mine else mine

    def holds(self, actor: Actor, row: Any) -> bool:
        if actor.kind not in (Kind.EMPLOYEE, Kind.SYSTEM):
            return False
        return bool(row.shared) or super().holds(actor, row)


class Segment(ScopedModel):
    """A filter with a name. Who is in it is asked anew each time, and is what the asker may see."""

    scope = SegmentScope("owner")

    name = models.CharField(_("name"), max_length=120)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="segments")
    shared = models.BooleanField(_("everybody may use it"), default=False)
    tree = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("name", "id")
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="clients_segment_named"),
            models.UniqueConstraint(
                fields=("owner", "name"),
                name="clients_segment_name_once",
                violation_error_message=_("You have a segment of this name."),
            ),
        )

    def __str__(self) -> str:
        return self.name
