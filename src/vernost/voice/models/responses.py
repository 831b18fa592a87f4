"""What clients said: responses, their answers to each question, the firm's own causes behind them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vernost.access.scopes import EveryoneScope, OwnerScope
from vernost.access.scoping import ScopedModel
from vernost.clients.models import Client
from vernost.core import clock
from vernost.core.typed import in_russian
from vernost.voice.models.surveys import Channel, Invitation, Question, Survey, Wave

LONGEST_COMMENT = 10_000


class Response(ScopedModel):
    """One person's answer in one round. ``score``: the scale of the survey's first question (NPS 0–10, CSAT
    and CES 1–5), empty in a poll without one. ``client`` empty: it came by an open link, nobody knows whose.

    ``owner``, ``segment``, ``abc``, ``product`` are as they were when it was given: a handover or a change of
    class does not change the past (rule 4.3). ``is_guess``: an employee's guess in the client's place, kept
    apart and never counted (rule 4.2). ``key``: the same answer sent twice is one (API, double click).
    """

    scope = OwnerScope("client__owner", client="client")

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="responses", db_index=False)
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="responses", null=True, db_index=False)
    invitation = models.OneToOneField(Invitation, models.PROTECT, related_name="response", null=True)
    client = models.ForeignKey(
        Client, models.CASCADE, related_name="responses", null=True, blank=True, db_index=False
    )
    channel = models.CharField(max_length=9, choices=Channel.choices)
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    comment = models.TextField(_("comment"), max_length=LONGEST_COMMENT, blank=True)
    day = models.DateField(db_index=False)  # in the firm's time zone, for sums by week and month
    answered_at = models.DateTimeField(default=clock.now)
    corrected_at = models.DateTimeField(null=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )
    is_guess = models.BooleanField(_("an employee’s guess"), default=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )
    segment = models.CharField(max_length=120, blank=True)
    abc = models.CharField(max_length=1, blank=True)
    product = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("-answered_at", "-id")
        verbose_name = _("answer to a survey")
        verbose_name_plural = _("answers to surveys")
        constraints = (
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="voice_channel_known"),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=0, score__lte=10), name="voice_score_within"
            ),
            models.CheckConstraint(
                condition=Q(is_guess=False) | Q(entered_by__isnull=False), name="voice_guess_has_an_author"
            ),
            models.UniqueConstraint(
                fields=("survey", "key"), name="voice_response_once", condition=~Q(key="")
            ),
        )
        indexes = (
            models.Index(fields=("client", "-answered_at"), name="voice_response_of_client"),
            models.Index(fields=("survey", "-answered_at", "-id"), name="voice_response_of_survey"),
            models.Index(fields=("-answered_at", "-id"), name="voice_response_by_time"),
            # Days that are not tallied, and scores narrowed by anything, are counted out of this index alone.
            models.Index(
                fields=("survey", "day", "score", "owner", "channel", "abc", "segment", "is_guess"),
                name="voice_response_counted",
            ),
        )

    def __str__(self) -> str:
        return f"{self.survey}: {self.score}" if self.score is not None else str(self.survey)


class Answer(ScopedModel):
    """What was said to one question of a poll: ``number`` of a scale or place of an option, or words."""

    scope = OwnerScope("response__client__owner", client="response__client")

    response = models.ForeignKey(Response, models.CASCADE, related_name="answers", db_index=False)
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    number = models.SmallIntegerField(null=True)
    text = models.TextField(max_length=LONGEST_COMMENT, blank=True)

    class Meta:
        ordering = ("response_id", "question_id")
        constraints = (models.UniqueConstraint(fields=("response", "question"), name="voice_answer_once"),)

    def __str__(self) -> str:
        return self.text or str(self.number)


class Cause(ScopedModel):
    """The firm's own list of why clients answer as they do; put away, never deleted. ``trains``: what one is
    taught to mend it (rule 4.4)."""

    scope = EveryoneScope()

    name = models.CharField(_("cause"), max_length=120)
    name_en = models.CharField(_("cause, in English"), max_length=120, blank=True)
    trains = models.CharField(_("topic of training"), max_length=200, blank=True)
    trains_en = models.CharField(_("topic of training, in English"), max_length=200, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    place = models.PositiveSmallIntegerField(default=0)
    shipped = models.SlugField(max_length=40, blank=True, editable=False)

    class Meta:
        ordering = ("place", "id")
        verbose_name = _("cause behind answers")
        verbose_name_plural = _("causes behind answers")
        constraints = (
            models.UniqueConstraint(
                fields=("shipped",), name="voice_cause_shipped_once", condition=~Q(shipped="")
            ),
        )

    def __str__(self) -> str:
        return self.name if in_russian() else self.name_en or self.name

    @property
    def topic(self) -> str:
        return self.trains if in_russian() else self.trains_en or self.trains


class Theme(ScopedModel):
    """A cause that an employee saw in an answer."""

    scope = OwnerScope("response__client__owner", client="response__client")

    response = models.ForeignKey(Response, models.CASCADE, related_name="themes", db_index=False)
    cause = models.ForeignKey(Cause, models.PROTECT, related_name="themes")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("cause__place", "id")
        constraints = (models.UniqueConstraint(fields=("response", "cause"), name="voice_theme_once"),)

    def __str__(self) -> str:
        return str(self.cause)
