"""The anonymous poll of employees, and the brainstorm (rule 6.2).

An anonymous answer has nothing by which it could be led back: no employee, no time, a random key, and with
each answer every row of the poll is written anew in random order (``services.polls``), so that neither the
order in which rows lie nor the transaction that wrote them says whose is whose.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vernost.access.scopes import EveryoneScope, SelfScope
from vernost.access.scoping import ScopedModel
from vernost.core import clock
from vernost.winback.models.reasons import Group, Reason

LONGEST = 500


class Poll(ScopedModel):
    """``shown``: how many answers are shown; it grows by steps, and to the whole once the poll is closed."""

    scope = EveryoneScope()

    question = models.CharField(_("question"), max_length=200)
    opened_on = models.DateField(default=clock.today, editable=False)
    closed_on = models.DateField(null=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )

    class Meta:
        ordering = ("-id",)
        verbose_name = _("anonymous poll")
        verbose_name_plural = _("anonymous polls")

    def __str__(self) -> str:
        return self.question


class PollVoter(ScopedModel):
    """That somebody has answered, and not when: so that nobody answers twice. Read for oneself alone."""

    scope = SelfScope("employee")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="+", db_index=False)
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("voter of a poll")
        verbose_name_plural = _("voters of polls")
        constraints = (models.UniqueConstraint(fields=("poll", "employee"), name="winback_voted_once"),)

    def __str__(self) -> str:
        return str(self.poll_id)


class PollAnswer(ScopedModel):
    """Said by one of us. ``shown``: among those that everybody reads."""

    scope = EveryoneScope()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="answers", db_index=False)
    reason = models.ForeignKey(Reason, models.PROTECT, related_name="+", null=True, db_index=False)
    text = models.CharField(max_length=LONGEST, blank=True)
    shown = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)
        verbose_name = _("anonymous answer")
        verbose_name_plural = _("anonymous answers")
        constraints = (
            models.CheckConstraint(
                condition=Q(reason__isnull=False) | ~Q(text=""), name="winback_answer_says_something"
            ),
        )
        indexes = (models.Index(fields=("poll", "shown", "id"), name="winback_answers_of"),)

    def __str__(self) -> str:
        return self.text[:60]


class Brainstorm(ScopedModel):
    scope = EveryoneScope()

    question = models.CharField(_("question"), max_length=200)
    opened_on = models.DateField(default=clock.today, editable=False)
    closed_on = models.DateField(null=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )

    class Meta:
        ordering = ("-id",)
        verbose_name = _("brainstorm")
        verbose_name_plural = _("brainstorms")

    def __str__(self) -> str:
        return self.question


class Idea(ScopedModel):
    """Whose it was is not kept: ideas are judged, not people."""

    scope = EveryoneScope()

    storm = models.ForeignKey(Brainstorm, models.CASCADE, related_name="ideas", db_index=False)
    text = models.CharField(_("idea"), max_length=120)
    group = models.CharField(max_length=12, choices=Group.choices, blank=True)
    reason = models.ForeignKey(Reason, models.SET_NULL, related_name="+", null=True, editable=False)

    class Meta:
        ordering = ("id",)
        verbose_name = _("idea of a brainstorm")
        verbose_name_plural = _("ideas of brainstorms")
        indexes = (models.Index(fields=("storm", "id"), name="winback_ideas_of"),)

    def __str__(self) -> str:
        return self.text


class Vote(ScopedModel):
    scope = SelfScope("employee")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="votes", db_index=False)
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("vote for an idea")
        verbose_name_plural = _("votes for ideas")
        constraints = (models.UniqueConstraint(fields=("idea", "employee"), name="winback_vote_once"),)

    def __str__(self) -> str:
        return str(self.idea_id)
