"""How far each reaction has read the journal, and what it is to do yet."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from vernost.core import clock
from vernost.core.models import Leased


class Place(models.Model):
    """Up to which entry a reaction has read. Born at the end of the journal: what happened before a reaction
    was installed is none of its business."""

    reaction = models.CharField(max_length=60, primary_key=True)
    after_id = models.BigIntegerField()
    installed_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.reaction}: {self.after_id}"


class Shore(models.Model):
    """Up to which entry nothing can come in any more (shore.py). One row."""

    settled_id = models.BigIntegerField(default=0)
    asked_id = models.BigIntegerField(default=0)
    writers = models.JSONField(default=list)

    def __str__(self) -> str:
        return str(self.settled_id)


class Due(Leased):
    """An entry that a reaction answers to. ``done_at`` is set in the transaction of the effect itself."""

    reaction = models.CharField(max_length=60)
    entry_id = models.BigIntegerField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("reaction", "entry_id"), name="reactions_due_once"),)
        indexes = (
            models.Index(
                fields=("due_at", "id"), name="reactions_waiting", condition=Q(due_at__isnull=False)
            ),
            models.Index(fields=("done_at",), name="reactions_done", condition=Q(done_at__isnull=False)),
            models.Index(
                fields=("reaction",),
                name="reactions_given_up",
                condition=Q(due_at__isnull=True, done_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.reaction} {self.entry_id}"
