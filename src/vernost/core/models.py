"""The two tables of the ground floor: the firm's own terms, and when each sweep ran."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from vernost.core import clock


class TermValue(models.Model):
    """A term that the firm has set otherwise than by default; terms.py holds names, types and defaults."""

    name = models.CharField(max_length=60, primary_key=True)
    value = models.JSONField(encoder=DjangoJSONEncoder)
    changed_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"


class SweepRun(models.Model):
    """When a sweep is due next, and who is at it now: the queue only wakes workers, the state is here."""

    name = models.CharField(max_length=60, primary_key=True)
    due_at = models.DateTimeField(default=clock.now)
    lease_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    handled = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class Leased(models.Model):
    """Base of rows that a sweep works off: due, claimed with a lease, done or tried again."""

    due_at = models.DateTimeField(default=clock.now, null=True)  # null: nothing left to do
    lease_until = models.DateTimeField(null=True, editable=False)
    lease_token = models.CharField(max_length=32, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    last_error = models.TextField(blank=True, editable=False)

    class Meta:
        abstract = True
