"""How they are won back: templates, rounds with a control group, plans and their steps (rules 6.4, 6.5)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.scopes import EveryoneScope, OwnerScope
from vernost.access.scoping import ScopedModel
from vernost.agenda.models import Step
from vernost.clients.models import Client
from vernost.core import clock
from vernost.core.money import MoneyField
from vernost.retention.models import Winback
from vernost.winback.models.reasons import Reason
from vernost.winback.models.standing import Recency
from vernost.winback.words import TEMPLATES

AGAIN = 3  # days until the next try after nobody answered
AT_ONCE = 500  # clients in one round


class Channel(models.TextChoices):
    CALL = "call", pgettext_lazy("win-back", "Call")
    VISIT = "visit", pgettext_lazy("win-back", "Visit")
    LETTER = "letter", pgettext_lazy("win-back", "Letter")
    CHAT = "chat", pgettext_lazy("win-back", "Message")
    INVITATION = "invitation", pgettext_lazy("win-back", "Invitation")
    # Of templates alone: rule 6.4 decides when the plan is made.
    NEAR = "near", pgettext_lazy("win-back", "Call; a visit if lost long ago")


class Template(ScopedModel):
    """What is done for which clients. A plan copies it, so a change never touches plans that run."""

    scope = EveryoneScope()

    code = models.SlugField(max_length=40, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=120, blank=True)
    winback_class = models.CharField(
        _("for the class"), max_length=12, blank=True, choices=[*Winback.choices[1:4]]
    )
    reason = models.ForeignKey(
        Reason, models.PROTECT, related_name="+", verbose_name=_("for the reason"), null=True, blank=True
    )
    answer = models.TextField(_("best answer to the reason"), max_length=1000, blank=True)
    offer = models.CharField(_("what we come with"), max_length=300, blank=True)
    offer_cost = MoneyField(_("what the offer costs us"), default=0)
    tries = models.PositiveSmallIntegerField(_("tries when nobody answers"), default=3)
    version = models.PositiveIntegerField(default=1, editable=False)
    place = models.PositiveSmallIntegerField(default=0, editable=False)
    is_retired = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ("place", "id")
        verbose_name = _("template of a plan")
        verbose_name_plural = _("templates of plans")
        constraints = (
            models.CheckConstraint(
                condition=~Q(code="") | (~Q(name="") & ~Q(offer="")), name="winback_template_offers"
            ),
            models.CheckConstraint(
                condition=Q(offer_cost__gte=0),
                name="winback_template_cost",
                violation_error_message=_("A sum is zero or more."),
            ),
            models.CheckConstraint(
                condition=Q(tries__gte=1, tries__lte=20),
                name="winback_template_tries",
                violation_error_message=_("From 1 to 20 tries."),
            ),
            models.UniqueConstraint(
                fields=("code",), condition=~Q(code=""), name="winback_template_shipped_once"
            ),
        )

    def __str__(self) -> str:
        return self.name or str(TEMPLATES[self.code].name if self.code in TEMPLATES else self.code)

    @property
    def answers(self) -> str:
        return self.answer or str(TEMPLATES[self.code].answer if self.code in TEMPLATES else "")

    @property
    def offers(self) -> str:
        return self.offer or str(TEMPLATES[self.code].offer if self.code in TEMPLATES else "")


class TemplateStep(ScopedModel):
    scope = EveryoneScope()

    template = models.ForeignKey(Template, models.CASCADE, related_name="steps", db_index=False)
    place = models.PositiveSmallIntegerField()
    channel = models.CharField(_("how"), max_length=10, choices=Channel.choices, default=Channel.CALL)
    day = models.PositiveSmallIntegerField(_("on which day"), default=0)
    minutes = models.PositiveSmallIntegerField(_("minutes of work"), default=15)
    text = models.CharField(_("what to do"), max_length=300, blank=True)
    moment = models.SlugField(_("playbook"), max_length=40, default="winback", db_index=False)
    by_head = models.BooleanField(_("by the head"), default=False)

    class Meta:
        ordering = ("place",)
        verbose_name = _("step of a template")
        verbose_name_plural = _("steps of templates")
        constraints = (
            models.UniqueConstraint(fields=("template", "place"), name="winback_template_step_once"),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="winback_template_channel_known"
            ),
        )

    def __str__(self) -> str:
        shipped = TEMPLATES.get(self.template.code)
        told = shipped.steps[self.place].text if shipped and self.place < len(shipped.steps) else ""
        return self.text or str(told)


class Round(ScopedModel):
    """A mass start: whom, when, by whom, and by which dice a part was left alone (rule 6.5).

    ``seed``: with it anybody can draw the control group again and find the same one. ``token``: of the form,
    so that one sent twice is one round.
    """

    scope = EveryoneScope()

    name = models.CharField(_("name"), max_length=120)
    seed = models.BigIntegerField(editable=False)
    share = models.DecimalField(_("left alone, %"), max_digits=5, decimal_places=2)
    horizon = models.PositiveSmallIntegerField()
    token = models.CharField(max_length=40, unique=True, editable=False)
    started_on = models.DateField(default=clock.today, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    called_off_on = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ("-id",)
        verbose_name = _("round of winning back")
        verbose_name_plural = _("rounds of winning back")

    def __str__(self) -> str:
        return self.name


class Arm(models.TextChoices):
    ASKED = "asked", pgettext_lazy("win-back", "Asked back")
    ALONE = "alone", pgettext_lazy("win-back", "Left alone")


class Standing(models.TextChoices):
    OPEN = "open", pgettext_lazy("win-back plan", "Under way")
    AGREED = "agreed", pgettext_lazy("win-back plan", "Agreed, waiting for the purchase")
    RETURNED = "returned", pgettext_lazy("win-back plan", "Bought again")
    REFUSED = "refused", pgettext_lazy("win-back plan", "Refused")
    THROUGH = "through", pgettext_lazy("win-back plan", "Through, without a purchase")
    CALLED_OFF = "called_off", pgettext_lazy("win-back plan", "Called off")
    CLOSED = "closed", pgettext_lazy("win-back plan", "The client is closed")


OPEN = (Standing.OPEN, Standing.AGREED)
ENDED = tuple(one for one in Standing if one not in OPEN)


class Plan(ScopedModel):
    """A lost client being won back, or left alone for comparison: one open plan a client, in either group.

    What the template said is copied. ``until``: the last day on which a purchase counts for the results;
    ``bought_on``: the first purchase since the start, whatever became of the plan.
    """

    scope = OwnerScope("client__owner", client="client")

    client = models.ForeignKey(Client, models.CASCADE, related_name="winback_plans", db_index=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="plans", null=True, editable=False)
    arm = models.CharField(max_length=6, choices=Arm.choices, default=Arm.ASKED, editable=False)
    template = models.ForeignKey(Template, models.PROTECT, related_name="+", null=True, editable=False)
    template_version = models.PositiveIntegerField(default=1, editable=False)
    winback_class = models.CharField(max_length=12, choices=Winback.choices, editable=False)
    recency = models.CharField(max_length=6, choices=Recency.choices, editable=False)
    reason = models.ForeignKey(Reason, models.PROTECT, related_name="+", null=True, blank=True)
    answer = models.TextField(_("best answer to the reason"), max_length=1000, blank=True)
    offer = models.CharField(_("what we come with"), max_length=300, blank=True)
    offer_cost = MoneyField(_("what the offer costs us"), default=0)
    tries = models.PositiveSmallIntegerField(default=3)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("responsible")
    )
    worth = MoneyField(null=True, editable=False)
    state = models.CharField(max_length=10, choices=Standing.choices, default=Standing.OPEN, editable=False)
    started_on = models.DateField(default=clock.today, editable=False)
    until = models.DateField(editable=False)
    ended_on = models.DateField(null=True, editable=False)
    bought_on = models.DateField(null=True, editable=False)
    money_back = MoneyField(default=0, editable=False)
    note = models.CharField(max_length=500, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )

    class Meta:
        ordering = ("-started_on", "-id")
        verbose_name = _("win-back plan")
        verbose_name_plural = _("win-back plans")
        constraints = (
            models.UniqueConstraint(
                fields=("client",), condition=Q(ended_on=None), name="winback_one_open_plan"
            ),
            models.CheckConstraint(
                condition=Q(arm=Arm.ALONE) | ~Q(offer=""), name="winback_never_empty_hands"
            ),
            models.CheckConstraint(condition=Q(arm__in=Arm.values), name="winback_arm_known"),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, ended_on=None) | Q(state__in=ENDED, ended_on__isnull=False),
                name="winback_open_or_ended",
            ),
            models.CheckConstraint(
                condition=~Q(state=Standing.RETURNED) | Q(bought_on__isnull=False),
                name="winback_returned_by_a_purchase",
            ),
        )
        indexes = (
            models.Index(fields=("client", "-id"), name="winback_plans_of"),
            models.Index(fields=("state", "-started_on", "-id"), name="winback_plans_by_state"),
            models.Index(fields=("until",), name="winback_plans_until"),
        )

    def __str__(self) -> str:
        return f"№ {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.ended_on is None


class StepState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("step of a plan", "Ahead")
    GIVEN = "given", pgettext_lazy("step of a plan", "In Today")
    DONE = "done", pgettext_lazy("step of a plan", "Done")
    SKIPPED = "skipped", pgettext_lazy("step of a plan", "Not needed")


AHEAD = (StepState.WAITING, StepState.GIVEN)


class Answer(models.TextChoices):
    AGREED = "agreed", pgettext_lazy("win-back answer", "Agrees")
    LATER = "later", pgettext_lazy("win-back answer", "Later")
    NO_ANSWER = "no_answer", pgettext_lazy("win-back answer", "No answer")
    TALKED = "talked", pgettext_lazy("win-back answer", "Talked, not decided")
    REFUSED = "refused", pgettext_lazy("win-back answer", "Refuses")


class PlanStep(ScopedModel):
    """``tried``: how often nobody answered; ``task``: the line of Today, once its day has come."""

    scope = OwnerScope("plan__client__owner", client="plan__client")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="steps", db_index=False)
    place = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=10, choices=[*Channel.choices[:-1]])
    day = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    text = models.CharField(max_length=300)
    minutes = models.PositiveSmallIntegerField(default=15)
    moment = models.SlugField(max_length=40, default="winback", db_index=False)
    by_head = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=StepState.choices, default=StepState.WAITING)
    answer = models.CharField(max_length=9, choices=Answer.choices, blank=True)
    tried = models.PositiveSmallIntegerField(default=0)
    task = models.ForeignKey(Step, models.SET_NULL, related_name="+", null=True)
    done_on = models.DateField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )

    class Meta:
        ordering = ("place",)
        verbose_name = _("step of a plan")
        verbose_name_plural = _("steps of plans")
        constraints = (
            models.UniqueConstraint(fields=("plan", "place"), name="winback_step_once"),
            models.CheckConstraint(condition=Q(state__in=StepState.values), name="winback_step_state_known"),
        )
        indexes = (
            models.Index(fields=("due_on", "plan"), name="winback_steps_due", condition=Q(state="waiting")),
        )

    def __str__(self) -> str:
        return self.text
