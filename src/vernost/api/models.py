"""What the API remembers: answers to requests sent with a key, so that sending again changes nothing."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from vernost.core import clock


class Answered(models.Model):
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=120)
    asked = models.CharField(max_length=64)  # hash of method, address and body
    status = models.PositiveSmallIntegerField(default=0)
    body = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("employee", "key"), name="api_answered_once"),)
        indexes = (models.Index(fields=("at",), name="api_answered_at"),)

    def __str__(self) -> str:
        return self.key
