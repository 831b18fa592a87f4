"""What people want of the firm before it is a deal (rule 7.1): who, what, by which way, until when."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor, Kind, Role
from vernost.access.scopes import EVERYTHING, NOTHING, EveryoneScope, OwnerScope
from vernost.access.scoping import ScopedModel
from vernost.clients.models import Client, Source
from vernost.clients.rules import phone_shown
from vernost.core import clock

LONGEST_TEXT = 4000
GIVES_OUT = (Role.HEAD, Role.SUPPORT, Role.DIRECTOR)  # who sees what nobody has been given yet


class Channel(models.TextChoices):
    FORM = "form", pgettext_lazy("request", "Form on the site")
    EMAIL = "email", pgettext_lazy("request", "E-mail")
    PHONE = "phone", pgettext_lazy("request", "Phone")
    CHAT = "chat", pgettext_lazy("request", "Chat")
    HAND = "hand", pgettext_lazy("request", "In person")
    API = "api", pgettext_lazy("request", "Another program")


class State(models.TextChoices):
    NEW = "new", pgettext_lazy("request", "New")
    TAKEN = "taken", pgettext_lazy("request", "Taken")
    ANSWERED = "answered", pgettext_lazy("request", "Answered")
    CLOSED = "closed", pgettext_lazy("request", "Closed")
    SPAM = "spam", pgettext_lazy("request", "Spam")


OPEN = (State.NEW, State.TAKEN)


class Why(models.TextChoices):
    """Why it was closed: with or without an answer."""

    NONE = "", pgettext_lazy("request", "Not closed")
    NOT_NEEDED = "not_needed", pgettext_lazy("request", "They need it no more")
    ELSEWHERE = "elsewhere", pgettext_lazy("request", "They bought elsewhere")
    NOT_OURS = "not_ours", pgettext_lazy("request", "We do not do this")
    UNREACHABLE = "unreachable", pgettext_lazy("request", "They could not be reached")
    COMPLAINT = "complaint", pgettext_lazy("request", "It is a complaint: a case is open")
    DOUBLE = "double", pgettext_lazy("request", "The same request came twice")
    OTHER = "other", pgettext_lazy("request", "Other")


class DeskScope(OwnerScope):
    """A request is its assignee's; once tied to a client, the assignee is the client's manager (services and
    ``own_belongings`` keep it so), and whoever sees the client sees the request. What nobody has been given
    yet is seen by those who give out."""

    def rows(self, actor: Actor) -> Q:
        if actor.sees_all:
            return EVERYTHING
        if actor.kind is not Kind.EMPLOYEE:
            return NOTHING
        own = super().rows(actor)
        return own | Q(assigned_to=None) if actor.role in GIVES_OUT else own

    def holds(self, actor: Actor, row: Any) -> bool:
        if actor.kind is Kind.TOKEN:
            return False
        if row.assigned_to_id is None and actor.kind is Kind.EMPLOYEE and actor.role in GIVES_OUT:
            return True
        return super().holds(actor, row)


class SiteForm(ScopedModel):
    """A form for the firm's site."""

    scope = EveryoneScope()

    slug = models.SlugField(_("address"), max_length=40, unique=True)
    title = models.CharField(_("headline"), max_length=120)
    lead = models.CharField(_("what stands under it"), max_length=300, blank=True)
    button = models.CharField(_("button"), max_length=40, blank=True)
    asks_company = models.BooleanField(_("asks for the company"), default=False)
    source = models.CharField(_("came from"), max_length=20, choices=Source.choices, blank=True)
    source_detail = models.CharField(_("which one"), max_length=120, blank=True)
    sites = models.TextField(
        _("sites on which it stands"),
        max_length=1000,
        blank=True,
        help_text=_("https://firm.ru, one a line. Empty: any site."),
    )
    language = models.CharField(
        _("language"), max_length=2, choices=[("ru", _("Russian")), ("en", _("English"))], default="ru"
    )
    is_open = models.BooleanField(_("takes requests"), default=True)
    is_for_complaints = models.BooleanField(
        _("what comes by it are complaints"),
        default=False,
        help_text=_(
            "A client we know gets an open case at once; of others, whoever ties the request opens it."
        ),
    )

    class Meta:
        ordering = ("title", "id")
        verbose_name = _("form on the site")
        verbose_name_plural = _("forms on the site")

    def __str__(self) -> str:
        return self.title

    @property
    def origins(self) -> list[str]:
        return self.sites.split()


class Request(ScopedModel):
    scope = DeskScope("assigned_to", client="client")

    name = models.CharField(_("name"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    company = models.CharField(_("company"), max_length=200, blank=True)
    text = models.TextField(_("what they want"), max_length=LONGEST_TEXT, blank=True)
    client = models.ForeignKey(
        Client, models.CASCADE, related_name="requests", null=True, blank=True, db_index=False
    )
    again_of = models.ForeignKey(
        "self", models.SET_NULL, related_name="again", null=True, editable=False, db_index=False
    )

    channel = models.CharField(_("how it came"), max_length=8, choices=Channel.choices)
    source = models.CharField(_("came from"), max_length=20, choices=Source.choices, blank=True)
    source_detail = models.CharField(_("which one"), max_length=120, blank=True)
    form = models.ForeignKey(
        SiteForm, models.SET_NULL, related_name="+", null=True, editable=False, db_index=False
    )
    # Of what it came by (the form in the page, the letter's Message-ID, the key of a program): twice is once.
    token = models.CharField(max_length=64, blank=True, editable=False)

    arrived_at = models.DateTimeField(_("came"), default=clock.now)
    due_at = models.DateTimeField(_("answer by"))
    state = models.CharField(_("standing"), max_length=8, choices=State.choices, default=State.NEW)
    why_closed = models.CharField(_("why closed"), max_length=12, choices=Why.choices, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    taken_at = models.DateTimeField(null=True, editable=False)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    first_answer_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    answer_minutes = models.PositiveIntegerField(null=True, editable=False)  # of work, begun ones not counted
    in_time = models.BooleanField(null=True, editable=False)
    settled_at = models.DateTimeField(null=True, editable=False)
    escalated_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-arrived_at", "-id")
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        constraints = (
            models.UniqueConstraint(
                fields=("channel", "token"), name="intake_request_once", condition=~Q(token="")
            ),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="intake_channel_known"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="intake_state_known"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="intake_source_known"),
            models.CheckConstraint(condition=Q(why_closed__in=Why.values), name="intake_why_known"),
            models.CheckConstraint(
                condition=(Q(state=State.CLOSED) & ~Q(why_closed=""))
                | (~Q(state=State.CLOSED) & Q(why_closed="")),
                name="intake_closed_with_a_reason",
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                condition=Q(first_answer_at=None, answer_minutes=None, in_time=None)
                | Q(first_answer_at__isnull=False, answer_minutes__isnull=False, in_time__isnull=False),
                name="intake_answer_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.ANSWERED) | Q(first_answer_at__isnull=False),
                name="intake_answered_has_an_answer",
            ),
        )
        indexes = (
            # Running clocks: few, whoever's.
            models.Index(
                fields=("due_at",),
                name="intake_running",
                condition=Q(state__in=("new", "taken"), first_answer_at=None),
            ),
            models.Index(fields=("-arrived_at", "-id"), name="intake_latest"),
            models.Index(fields=("assigned_to", "-arrived_at", "-id"), name="intake_of_employee"),
            models.Index(
                fields=("client", "-arrived_at"), name="intake_of_client", condition=Q(client__isnull=False)
            ),
            models.Index(fields=("phone", "-arrived_at"), name="intake_phone", condition=~Q(phone="")),
            models.Index(fields=("email", "-arrived_at"), name="intake_email", condition=~Q(email="")),
        )

    def __str__(self) -> str:
        return self.who

    @property
    def who(self) -> str:
        return (
            self.name or self.company or self.phone_said or self.email or str(_("A request without a name"))
        )

    @property
    def phone_said(self) -> str:
        return phone_shown(self.phone) if self.phone else ""

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_running(self) -> bool:
        """Whether its clock runs: nobody has answered yet."""
        return self.is_open and self.first_answer_at is None


class Way(models.TextChoices):
    """How requests are given out."""

    TURN = "turn", pgettext_lazy("desk", "In turn")
    LOAD = "load", pgettext_lazy("desk", "To whoever has the fewest open")
    NOBODY = "nobody", pgettext_lazy("desk", "By hand: the head gives them out")


class Desk(models.Model):
    """How the firm gives requests out: one row, and the lock under which it is done."""

    way = models.CharField(
        _("how requests are given out"), max_length=8, choices=Way.choices, default=Way.TURN
    )
    only_present = models.BooleanField(
        _("only to those at work now"),
        default=True,
        help_text=_(
            "In working hours, neither away nor stood in for. At night requests wait for the morning."
        ),
    )
    turns = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="intake_desk_is_one"),)

    def __str__(self) -> str:
        return str(self.get_way_display())


class Seat(models.Model):
    """An employee who is given requests."""

    employee = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    takes = models.BooleanField(default=True)
    sources = models.JSONField(default=list)  # of Channel and Source; empty: whatever comes
    away_until = models.DateField(null=True, blank=True)
    last_turn = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(last_turn__gte=0), name="intake_seat_turns"),)

    def __str__(self) -> str:
        return str(self.employee_id)
