"""The journal's rows. Nothing here knows a client or an employee but by number."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from vernost.core import clock
from vernost.journal.errors import AppendOnly
from vernost.journal.kinds import EntryKind, known


class EntryQuerySet(models.QuerySet["Entry"]):
    """The database refuses too (triggers.py); here the mistake is named where it is made."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly


class Entry(models.Model):
    at = models.DateTimeField(default=clock.now)
    kind = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=10)
    # Without a constraint: at fifty million rows a check per insert is dear, and employees are never deleted.
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    address = models.CharField(max_length=45, blank=True)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True)
    client_id = models.BigIntegerField(null=True)
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    in_timeline = models.BooleanField()
    in_audit = models.BooleanField()
    erased_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Entry]] = models.Manager.from_queryset(EntryQuerySet)()

    class Meta:
        # Each reader has its own index in its own order, over its own rows only.
        indexes = (
            models.Index(
                fields=("client_id", "-at", "-id"), name="journal_timeline", condition=Q(in_timeline=True)
            ),
            models.Index(
                fields=("client_id", "kind"), name="journal_client", condition=Q(client_id__isnull=False)
            ),
            models.Index(fields=("-at", "-id"), name="journal_audit", condition=Q(in_audit=True)),
            models.Index(
                fields=("employee", "-at", "-id"), name="journal_audit_who", condition=Q(in_audit=True)
            ),
            models.Index(
                fields=("kind", "-at", "-id"), name="journal_audit_what", condition=Q(in_audit=True)
            ),
            models.Index(
                fields=("subject_type", "subject_id", "-at", "-id"),
                name="journal_audit_of",
                condition=Q(in_audit=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    @property
    def declared(self) -> EntryKind | None:
        return known(self.kind)

    @property
    def actor_name(self) -> str:
        if self.employee is not None:
            return self.employee.name
        return _("the client") if self.actor_kind == "token" else _("Vernost")

    @property
    def text(self) -> str:
        """One sentence of what happened; an entry of a kind that a later release dropped shows its name."""
        return self.declared.say(self.actor_name, self.data) if self.declared else self.kind


class Activity(models.Model):
    """How many cards an employee opened, and rows exported, on a day: kept small, to notice the unusual."""

    employee = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()
    cards = models.PositiveIntegerField(default=0)
    exported = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("employee", "day"), name="journal_activity_once_a_day"),
        )
        indexes = (models.Index(fields=("day",), name="journal_activity_day"),)

    def __str__(self) -> str:
        return f"{self.employee_id} {self.day}: {self.cards}, {self.exported}"


class Look(models.Model):
    """Which card an employee opened on a day, first when: what a director reads when it was unusually many.
    The number of a client alone; kept for ninety days (journal/jobs.py)."""

    employee = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    client_id = models.BigIntegerField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("employee", "day", "client_id"), name="journal_look_once_a_day"),
        )
        indexes = (models.Index(fields=("day",), name="journal_look_day"),)

    def __str__(self) -> str:
        return f"{self.employee_id} {self.day}: {self.client_id}"
