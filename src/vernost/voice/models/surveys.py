"""What is asked: surveys with their questions, waves over the base, one invitation a client and asking."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.scopes import EveryoneScope, OwnerScope
from vernost.access.scoping import ScopedModel
from vernost.clients.models import Client
from vernost.core import clock
from vernost.core.errors import Text
from vernost.post.models import Letter
from vernost.voice import reasons

MOST_QUESTIONS = 5
LONGEST_QUESTION = 300


class SurveyKind(models.TextChoices):
    NPS = "nps", pgettext_lazy("survey", "Would they recommend us (NPS)")
    CSAT = "csat", pgettext_lazy("survey", "How content they are (CSAT)")
    CES = "ces", pgettext_lazy("survey", "How easy it was (CES)")
    POLL = "poll", pgettext_lazy("survey", "A poll of one to five questions")


class SurveyState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("survey", "Draft")
    OPEN = "open", pgettext_lazy("survey", "Open")
    CLOSED = "closed", pgettext_lazy("survey", "Closed")


class Channel(models.TextChoices):
    """How an answer came (rule 4.1). Kept with each."""

    LETTER = "letter", pgettext_lazy("survey", "Letter")
    LINK = "link", pgettext_lazy("survey", "Link")
    CARD = "card", pgettext_lazy("survey", "Printed card")
    SITE = "site", pgettext_lazy("survey", "Site")
    CALL = "call", pgettext_lazy("survey", "Telephone")
    MEETING = "meeting", pgettext_lazy("survey", "In person")
    MESSENGER = "messenger", pgettext_lazy("survey", "Messenger")


class Survey(ScopedModel):
    """``address`` stands in its link, card and widget. ``after_purchase``: days after a purchase at which its
    client is asked; empty, nobody is asked by itself. ``why_*`` is the second question of an NPS, by the
    first answer (rule 4.1); a text that is empty is said as shipped. Texts have two languages; one that is
    empty is said in the other."""

    scope = EveryoneScope()

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("what is asked"), max_length=4, choices=SurveyKind.choices)
    state = models.CharField(
        max_length=6, choices=SurveyState.choices, default=SurveyState.DRAFT, editable=False
    )
    address = models.CharField(max_length=32, unique=True, editable=False)
    after_purchase = models.PositiveSmallIntegerField(_("days after a purchase"), null=True, blank=True)
    asks_ru = models.CharField(_("first question, in Russian"), max_length=LONGEST_QUESTION, blank=True)
    asks_en = models.CharField(_("first question, in English"), max_length=LONGEST_QUESTION, blank=True)
    why_critic_ru = models.CharField(max_length=LONGEST_QUESTION, blank=True)
    why_critic_en = models.CharField(max_length=LONGEST_QUESTION, blank=True)
    why_passive_ru = models.CharField(max_length=LONGEST_QUESTION, blank=True)
    why_passive_en = models.CharField(max_length=LONGEST_QUESTION, blank=True)
    why_promoter_ru = models.CharField(max_length=LONGEST_QUESTION, blank=True)
    why_promoter_en = models.CharField(max_length=LONGEST_QUESTION, blank=True)
    thanks_ru = models.CharField(_("thanks, in Russian"), max_length=LONGEST_QUESTION, blank=True)
    thanks_en = models.CharField(_("thanks, in English"), max_length=LONGEST_QUESTION, blank=True)
    sites = models.TextField(_("sites with the widget, one address a line"), max_length=2000, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    made_at = models.DateTimeField(default=clock.now, editable=False)
    opened_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("-made_at", "-id")
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=SurveyKind.values), name="voice_survey_kind_known"),
            models.CheckConstraint(
                condition=Q(state__in=SurveyState.values), name="voice_survey_state_known"
            ),
        )

    def __str__(self) -> str:
        return self.name


class QuestionKind(models.TextChoices):
    SCALE = "scale", pgettext_lazy("question", "Scale")
    CHOICE = "choice", pgettext_lazy("question", "One of several")
    TEXT = "text", pgettext_lazy("question", "Own words")


class Question(ScopedModel):
    """A question of a poll. ``best``: the scale goes from 1 (0, where it is 10) to it. ``options``: of a
    choice, [{"ru": …, "en": …}]; an answer keeps the place, so texts can be mended."""

    scope = EveryoneScope()

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions", db_index=False)
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=6, choices=QuestionKind.choices)
    text_ru = models.CharField(_("question, in Russian"), max_length=LONGEST_QUESTION, blank=True)
    text_en = models.CharField(_("question, in English"), max_length=LONGEST_QUESTION, blank=True)
    best = models.PositiveSmallIntegerField(_("scale up to"), default=5)
    options: Any = models.JSONField(default=list, blank=True)
    required = models.BooleanField(_("must be answered"), default=True)

    class Meta:
        ordering = ("survey_id", "place")
        constraints = (
            models.UniqueConstraint(fields=("survey", "place"), name="voice_question_place_once"),
            models.CheckConstraint(
                condition=Q(place__gte=1, place__lte=MOST_QUESTIONS), name="voice_question_place_within"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=QuestionKind.values), name="voice_question_kind_known"
            ),
        )

    def __str__(self) -> str:
        return self.text_ru or self.text_en


class WaveState(models.TextChoices):
    PREPARING = "preparing", pgettext_lazy("wave", "Being prepared")
    READY = "ready", pgettext_lazy("wave", "Ready to begin")
    RUNNING = "running", pgettext_lazy("wave", "Asking")
    STOPPED = "stopped", pgettext_lazy("wave", "Stopped")
    DONE = "done", pgettext_lazy("wave", "All asked")


class Wave(ScopedModel):
    """One round over the base or a part of it, spread evenly over ``days``. ``sieve``: which clients, as the
    client list says it ({"tree": …, "name": the segment's}; empty, everybody its maker sees). ``reached``:
    the client up to whose key it is prepared, so that a killed preparation goes on. Prepared, it is READY
    and shows who is asked and who is not, and why; nothing leaves before a person begins it."""

    scope = EveryoneScope()

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="waves")
    name = models.CharField(_("name"), max_length=120)
    sieve: Any = models.JSONField(default=dict, blank=True)
    starts_on = models.DateField(_("first day"))
    days = models.PositiveSmallIntegerField(_("spread over days"), default=1)
    state = models.CharField(
        max_length=9, choices=WaveState.choices, default=WaveState.PREPARING, editable=False
    )
    reached = models.BigIntegerField(default=0, editable=False)
    asked = models.PositiveIntegerField(default=0, editable=False)
    left_out = models.PositiveIntegerField(default=0, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ("-starts_on", "-id")
        verbose_name = _("wave")
        verbose_name_plural = _("waves")
        constraints = (
            models.CheckConstraint(condition=Q(days__gte=1), name="voice_wave_has_days"),
            models.CheckConstraint(condition=Q(state__in=WaveState.values), name="voice_wave_state_known"),
        )

    def __str__(self) -> str:
        return self.name


class InvitationState(models.TextChoices):
    DUE = "due", pgettext_lazy("invitation", "Waits for its day")
    ASKED = "asked", pgettext_lazy("invitation", "Asked")
    ANSWERED = "answered", pgettext_lazy("invitation", "Answered")
    HELD = "held", pgettext_lazy("invitation", "Not asked")


class Invitation(ScopedModel):
    """One asking of one client. ``key`` makes it one however often its cause is seen («wave 3 client 7»);
    ``secret`` is what its link carries, from the moment it is asked; ``reason``: why it was held."""

    scope = OwnerScope("client__owner", client="client")

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="invitations", db_index=False)
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="invitations", null=True, db_index=False)
    client = models.ForeignKey(Client, models.CASCADE, related_name="invitations", db_index=False)
    key = models.CharField(max_length=80, unique=True)
    channel = models.CharField(max_length=9, choices=Channel.choices, default=Channel.LETTER)
    state = models.CharField(max_length=8, choices=InvitationState.choices, default=InvitationState.DUE)
    reason = models.CharField(max_length=40, blank=True)
    secret = models.CharField(max_length=43, blank=True)
    letter = models.ForeignKey(Letter, models.SET_NULL, related_name="+", null=True, db_index=False)
    product = models.CharField(max_length=200, blank=True)
    due_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-due_at", "-id")
        verbose_name = _("invitation to answer")
        verbose_name_plural = _("invitations to answer")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=InvitationState.values), name="voice_invitation_state_known"
            ),
            models.UniqueConstraint(
                fields=("secret",), name="voice_invitation_secret_once", condition=~Q(secret="")
            ),
        )
        indexes = (
            models.Index(fields=("client", "-asked_at"), name="voice_invitation_of_client"),
            models.Index(fields=("due_at", "id"), name="voice_invitation_due", condition=Q(state="due")),
            models.Index(fields=("survey", "asked_at"), name="voice_invitation_of_survey"),
            models.Index(fields=("wave", "state"), name="voice_invitation_of_wave"),
        )

    def __str__(self) -> str:
        return f"{self.survey}: {self.client}"

    @property
    def why(self) -> Text:
        """Why it was held, in words."""
        return reasons.words(self.reason)
