"""Answers counted once: sums of each day, so that a score over a million answers adds up few rows."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from vernost.access.scopes import OwnerScope
from vernost.access.scoping import ScopedModel
from vernost.voice.models.surveys import Survey


class What(models.TextChoices):
    """By what the answers of a day are split; ``value`` of a tally then says which part it is."""

    ALL = "all", "all"
    SCORE = "score", "score"
    CHANNEL = "channel", "channel"
    SEGMENT = "segment", "segment"
    ABC = "abc", "abc"
    PRODUCT = "product", "product"
    QUESTION = "question", "question"  # «key:number»
    GUESS = "guess", "guess"  # in no other part
    INVITED = "invited", "invited"
    ASKED = "asked", "asked"  # clients asked that day, by whose they were then


class TalliedDay(models.Model):
    """A day of a survey that is tallied. The database itself takes the row and the day's tallies away when an
    answer of that day is written, changed or deleted (``tallying``); the day is then counted out of its
    answers until a sweep has tallied it again."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("survey", "day"), name="voice_day_tallied_once"),)

    def __str__(self) -> str:
        return f"{self.survey_id} {self.day}"


class Tally(ScopedModel):
    """Answers of a survey, a day and an owner of then (rule 4.3), in one part of one split.

    ``whole``: the sum over all owners, for whoever sees all. ``high`` and ``low``: promoters and critics, or
    the content and the discontented (``rules``); ``points``: the sum of scores. No client is named in it: a
    manager's score keeps answers of clients whom others look after now, and shows none of them.
    """

    scope = OwnerScope("owner")

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    whole = models.BooleanField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )
    what = models.CharField(max_length=8, choices=What.choices)
    value = models.CharField(max_length=200, blank=True)
    number = models.PositiveIntegerField()
    high = models.PositiveIntegerField(default=0)
    low = models.PositiveIntegerField(default=0)
    points = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = (
            models.Index(fields=("survey", "whole", "what", "day"), name="voice_tally_of_survey"),
            models.Index(fields=("survey", "owner", "day"), name="voice_tally_of_owner"),
            models.Index(fields=("survey", "day"), name="voice_tally_of_day"),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.what} {self.value}: {self.number}"
