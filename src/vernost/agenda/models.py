"""What was said to a client and what is to be done for them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.scopes import OwnerScope, SelfScope
from vernost.access.scoping import ScopedModel
from vernost.clients.models import Client
from vernost.core import clock
from vernost.core.models import Leased

LONGEST = 500
A_DAY = 24 * 60  # minutes


class Channel(models.TextChoices):
    CALL = "call", pgettext_lazy("contact", "Call")
    LETTER = "letter", pgettext_lazy("contact", "Letter")
    MEETING = "meeting", pgettext_lazy("contact", "Meeting")
    CHAT = "chat", pgettext_lazy("contact", "Chat")


class Began(models.TextChoices):
    """Whose step it was: the trust index counts those of the client (rule 1.9)."""

    WE = "we", pgettext_lazy("contact", "We began")
    THEY = "they", pgettext_lazy("contact", "They began")


class Outcome(models.TextChoices):
    TALKED = "talked", pgettext_lazy("contact", "Talked")
    AGREED = "agreed", pgettext_lazy("contact", "Agreed on something")
    NO_ANSWER = "no_answer", pgettext_lazy("contact", "No answer")
    LEFT_MESSAGE = "left_message", pgettext_lazy("contact", "Left a message")
    REFUSED = "refused", pgettext_lazy("contact", "Refused")


class Contact(ScopedModel):
    """A call, a letter, a meeting, a chat. Never edited: it was so."""

    scope = OwnerScope("client__owner", client="client")

    client = models.ForeignKey(Client, models.CASCADE, related_name="contacts", db_index=False)
    channel = models.CharField(_("how"), max_length=8, choices=Channel.choices, default=Channel.CALL)
    began = models.CharField(_("who began"), max_length=4, choices=Began.choices, default=Began.WE)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, default=Outcome.TALKED)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    text = models.TextField(_("what about"), max_length=2000, blank=True)
    at = models.DateTimeField(_("when"), default=clock.now)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    # Of the form it came by: the same form sent twice is one contact.
    token = models.CharField(max_length=32, blank=True, editable=False)

    class Meta:
        ordering = ("-at", "-id")
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = (
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="agenda_contact_channel_known"
            ),
            models.CheckConstraint(condition=Q(began__in=Began.values), name="agenda_contact_began_known"),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="agenda_contact_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__gte=1, minutes__lte=A_DAY),
                name="agenda_contact_minutes_of_a_day",
                violation_error_message=_("A talk lasts from a minute to a day."),
            ),
            models.UniqueConstraint(
                fields=("author", "token"), name="agenda_contact_once", condition=~Q(token="")
            ),
        )
        indexes = (
            models.Index(fields=("client", "-at", "-id"), name="agenda_contacts_of"),
            models.Index(fields=("at",), name="agenda_contacts_at"),
        )

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.text[:60]}"


# Whoever wrote or came was heard; a call of ours that nobody answered is no talk.
TALK = Q(began=Began.THEY) | ~Q(outcome__in=(Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE))


class Kept(models.TextChoices):
    """Where a promise stands (rule 5.2)."""

    OPEN = "open", pgettext_lazy("promise", "Open")
    KEPT = "kept", pgettext_lazy("promise", "Kept")
    LATE = "late", pgettext_lazy("promise", "Kept late")
    BROKEN = "broken", pgettext_lazy("promise", "Broken")


class Promise(ScopedModel):
    """Anything said to a client with a day (rule 5.2)."""

    scope = OwnerScope("client__owner", client="client")

    client = models.ForeignKey(Client, models.CASCADE, related_name="promises", db_index=False)
    contact = models.ForeignKey(
        Contact, models.SET_NULL, related_name="promises", null=True, editable=False, db_index=False
    )
    text = models.CharField(_("what was promised"), max_length=LONGEST, blank=True)
    due_on = models.DateField(_("by which day"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False
    )
    made_at = models.DateTimeField(default=clock.now, editable=False)
    # What it was said about (a request, a complaint, an order), named as the journal names its subjects.
    about_type = models.CharField(max_length=60, blank=True, editable=False)
    about_id = models.BigIntegerField(null=True, editable=False)
    state = models.CharField(_("standing"), max_length=6, choices=Kept.choices, default=Kept.OPEN)
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    put_off_to = models.DateField(null=True, editable=False)  # in Today alone: what was promised stays

    class Meta:
        ordering = ("due_on", "id")
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=Kept.values), name="agenda_promise_state_known"),
            models.CheckConstraint(
                condition=Q(state=Kept.OPEN, settled_at=None)
                | (~Q(state=Kept.OPEN) & Q(settled_at__isnull=False)),
                name="agenda_promise_open_or_settled",
            ),
            models.CheckConstraint(
                condition=Q(about_type="", about_id=None) | (~Q(about_type="") & Q(about_id__isnull=False)),
                name="agenda_promise_about_whole",
            ),
        )
        indexes = (
            models.Index(fields=("client", "state", "due_on"), name="agenda_promises_of"),
            models.Index(fields=("due_on",), name="agenda_promises_due", condition=Q(state=Kept.OPEN)),
            models.Index(
                fields=("settled_at",), name="agenda_promises_settled", condition=~Q(state=Kept.OPEN)
            ),
            models.Index(
                fields=("about_type", "about_id"), name="agenda_promises_about", condition=~Q(about_type="")
            ),
        )

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_overdue(self) -> bool:
        return self.state == Kept.OPEN and self.due_on < clock.today()


class Done(models.TextChoices):
    OPEN = "open", pgettext_lazy("step", "To be done")
    DONE = "done", pgettext_lazy("step", "Done")
    DROPPED = "dropped", pgettext_lazy("step", "Not needed")


class Step(ScopedModel):
    """The house's task: the next step with a client, for whoever looks after them on that day.

    ``key``: of what made it («complaint:12:call»): the same cause seen twice makes one task. ``moment``:
    which playbook is shown beside it. ``for_employee``: whose day it is in, where not the manager's.
    """

    scope = OwnerScope("client__owner", client="client")

    client = models.ForeignKey(Client, models.CASCADE, related_name="steps", db_index=False)
    contact = models.ForeignKey(
        Contact, models.SET_NULL, related_name="steps", null=True, editable=False, db_index=False
    )
    text = models.CharField(_("next step"), max_length=LONGEST, blank=True)
    due_on = models.DateField(_("when"))
    at = models.TimeField(_("at what time"), null=True, blank=True)  # by the firm's clock
    key = models.CharField(max_length=120, blank=True, editable=False)
    moment = models.SlugField(max_length=40, blank=True, editable=False, db_index=False)
    for_employee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("for whom"),
        null=True,
        blank=True,
        db_index=False,
    )
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    set_at = models.DateTimeField(default=clock.now, editable=False)
    state = models.CharField(_("standing"), max_length=8, choices=Done.choices, default=Done.OPEN)
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )

    class Meta:
        ordering = ("due_on", "id")
        verbose_name = _("next step")
        verbose_name_plural = _("next steps")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=Done.values), name="agenda_step_state_known"),
            models.CheckConstraint(
                condition=Q(state=Done.OPEN, settled_at=None)
                | (~Q(state=Done.OPEN) & Q(settled_at__isnull=False)),
                name="agenda_step_open_or_settled",
            ),
            models.UniqueConstraint(fields=("key",), name="agenda_step_key_once", condition=~Q(key="")),
        )
        indexes = (
            models.Index(fields=("client", "state", "due_on"), name="agenda_steps_of"),
            models.Index(fields=("due_on",), name="agenda_steps_due", condition=Q(state=Done.OPEN)),
            models.Index(fields=("settled_at",), name="agenda_steps_settled", condition=~Q(state=Done.OPEN)),
            models.Index(
                fields=("for_employee", "due_on"),
                name="agenda_steps_for",
                condition=Q(state=Done.OPEN, for_employee__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.text[:60]


class How(models.TextChoices):
    DONE = "done", pgettext_lazy("step", "Done")
    LATER = "later", pgettext_lazy("step", "Later")
    DROPPED = "dropped", pgettext_lazy("step", "Not needed")


class Answer(ScopedModel):
    """What was done about a cause that Today saw: this silence, this birthday. Until it happens anew, or
    until the day it was put off to, the line stays away."""

    scope = OwnerScope("client__owner", client="client")

    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_index=False)
    cause = models.CharField(max_length=20)
    of = models.DateField()  # which one: the purchase since which they are silent, the birthday itself
    ref = models.BigIntegerField(default=0)  # and of several on a day: the number of the request, the order
    how = models.CharField(max_length=8, choices=How.choices)
    until = models.DateField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-at", "-id")
        verbose_name = _("answer to a reminder")
        verbose_name_plural = _("answers to reminders")
        constraints = (
            models.UniqueConstraint(fields=("client", "cause", "of", "ref"), name="agenda_answer_once"),
            models.CheckConstraint(condition=Q(how__in=How.values), name="agenda_answer_how_known"),
            models.CheckConstraint(
                condition=Q(how=How.LATER, until__isnull=False) | (~Q(how=How.LATER) & Q(until=None)),
                name="agenda_answer_later_has_its_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.cause} {self.of}: {self.how}"


class DayWishes(ScopedModel):
    """How an employee wants to be told of their day. No row: as is usual."""

    scope = SelfScope("employee")

    employee = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    morning_letter = models.BooleanField(_("a letter with the day, each working morning"), default=True)

    class Meta:
        verbose_name = _("wishes about the day")
        verbose_name_plural = _("wishes about the day")

    def __str__(self) -> str:
        return f"{self.employee_id}: {self.morning_letter}"


class CalendarKey(ScopedModel):
    """The secret address of an employee's calendar: only its hash is kept. A new one ends the old."""

    scope = SelfScope("employee")

    employee = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("address of a calendar")
        verbose_name_plural = _("addresses of calendars")

    def __str__(self) -> str:
        return str(self.employee_id)


class Morning(Leased):
    """The letter with the day: one row a person and day, so that it is one letter however often tried."""

    employee = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("morning letter")
        verbose_name_plural = _("morning letters")
        constraints = (models.UniqueConstraint(fields=("day", "employee"), name="agenda_morning_once_a_day"),)
        indexes = (
            models.Index(fields=("due_at",), name="agenda_mornings_due", condition=Q(due_at__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.employee_id} {self.day}"


class SilenceCount(ScopedModel):
    """How many clients an employee looks after, and how many of them are past the longest silence (rule 5.6),
    at ``counted_at``. Of a million clients that takes seconds, so a page does not count them itself."""

    scope = OwnerScope("employee")

    employee = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", null=True, editable=False
    )
    clients = models.PositiveIntegerField()
    silent = models.PositiveIntegerField()
    counted_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("count of silence")
        verbose_name_plural = _("counts of silence")
        constraints = (
            models.CheckConstraint(
                condition=Q(silent__lte=models.F("clients")), name="agenda_silent_of_clients"
            ),
        )

    def __str__(self) -> str:
        return f"{self.employee_id}: {self.silent} / {self.clients}"


class TrustDay(ScopedModel):
    """Counts of a day for the trust index (rule 1.9): talks by whoever had them, purchases by who sold."""

    scope = OwnerScope("employee")

    day = models.DateField()
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )
    contacts = models.PositiveIntegerField(default=0)
    begun = models.PositiveIntegerField(default=0)
    purchases = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("day of the trust index")
        verbose_name_plural = _("days of the trust index")
        constraints = (
            models.UniqueConstraint(fields=("day", "employee"), name="agenda_trust_once_a_day"),
            models.UniqueConstraint(
                fields=("day",), name="agenda_trust_nobodys_once", condition=Q(employee=None)
            ),
            models.CheckConstraint(
                condition=Q(begun__lte=models.F("contacts")), name="agenda_trust_begun_of_contacts"
            ),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.employee_id}"
