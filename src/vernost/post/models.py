"""A letter to one reader, and the addresses that are not written to."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor, Kind
from vernost.access.policies import may
from vernost.access.scopes import NOTHING, OwnerScope
from vernost.access.scoping import ScopedModel
from vernost.clients.models import Client
from vernost.core import clock
from vernost.core.models import Leased
from vernost.post import letter_kinds, reasons, troubles

LONGEST_SUBJECT = 300
LONGEST_TEXT = 50_000


class State(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("letter", "Waiting")
    SENT = "sent", pgettext_lazy("letter", "Sent")
    REFUSED = "refused", pgettext_lazy("letter", "Held back")
    FAILED = "failed", pgettext_lazy("letter", "Not delivered")
    CANCELLED = "cancelled", pgettext_lazy("letter", "Cancelled")


class LetterScope(OwnerScope):
    """Letters to a client: as the client. Letters to an employee: theirs alone, and the director's."""

    def rows(self, actor: Actor) -> Q:
        if actor.kind is Kind.SYSTEM:
            return super().rows(actor)
        of_clients = super().rows(actor)
        if actor.kind is not Kind.EMPLOYEE:
            return of_clients & Q(client__isnull=False)
        to_staff = Q(client=None) if may(actor, "letter.see_of_staff") else Q(employee=actor.employee_id)
        return to_staff if of_clients == NOTHING else (of_clients & Q(client__isnull=False)) | to_staff

    def holds(self, actor: Actor, row: Any) -> bool:
        if row.client_id is not None or actor.kind is Kind.SYSTEM:
            return super().holds(actor, row)
        return actor.is_self(row.employee_id) or may(actor, "letter.see_of_staff")


class Letter(ScopedModel, Leased):
    """One letter to one reader. What it said, when it left, or why it did not."""

    scope = LetterScope("client__owner", client="client")

    client = models.ForeignKey(Client, models.CASCADE, related_name="letters", null=True, db_index=False)
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="letters", null=True, db_index=False
    )
    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    address = models.CharField(_("address"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=LONGEST_SUBJECT, blank=True)
    text = models.TextField(_("text"), max_length=LONGEST_TEXT, blank=True)
    html = models.TextField(blank=True)
    # Whoever asks for the same letter twice gets the one that is there.
    key = models.CharField(max_length=120, blank=True, editable=False)
    about_type = models.CharField(max_length=60, blank=True, editable=False)
    about_id = models.BigIntegerField(null=True, editable=False)

    state = models.CharField(max_length=9, choices=State.choices, default=State.QUEUED)
    reason = models.CharField(max_length=40, blank=True)
    words = models.CharField(max_length=500, blank=True)  # what the mail server said, for who looks after it
    message_id = models.CharField(max_length=120, editable=False)
    secret = models.CharField(max_length=43, blank=True, editable=False)  # of the way out
    # The body is being given to the server: from here until ``sent_at`` only the server knows.
    begun_at = models.DateTimeField(null=True, editable=False)
    trying_since = models.DateTimeField(null=True, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = (
            models.UniqueConstraint(fields=("key",), name="post_letter_once", condition=~Q(key="")),
            models.UniqueConstraint(fields=("secret",), name="post_letter_way_out", condition=~Q(secret="")),
            models.CheckConstraint(condition=Q(state__in=State.values), name="post_letter_state_known"),
            models.CheckConstraint(
                condition=Q(client=None, employee__isnull=False) | Q(client__isnull=False, employee=None),
                name="post_letter_to_one",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(State.REFUSED, State.FAILED)) | ~Q(reason=""),
                name="post_letter_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state=State.SENT, sent_at__isnull=False)
                | (~Q(state=State.SENT) & Q(sent_at=None)),
                name="post_letter_sent_at",
            ),
            models.CheckConstraint(
                condition=Q(state=State.QUEUED) | Q(due_at=None), name="post_letter_settled_is_not_due"
            ),
        )
        indexes = (
            models.Index(fields=("due_at", "id"), name="post_due", condition=Q(state=State.QUEUED)),
            models.Index(fields=("client", "-created_at", "-id"), name="post_of_client"),
            models.Index(fields=("employee", "-created_at", "-id"), name="post_of_employee"),
            models.Index(fields=("-created_at", "-id"), name="post_by_time"),
            models.Index(fields=("state", "-created_at", "-id"), name="post_by_state"),
            models.Index(fields=("about_type", "about_id"), name="post_about", condition=~Q(about_type="")),
            # An answer names the letter, or comes from where it went; a report of the mail does either.
            models.Index(fields=("message_id",), name="post_message_id"),
            models.Index(fields=("address", "-sent_at"), name="post_sent_to", condition=Q(state=State.SENT)),
        )

    def __str__(self) -> str:
        return self.subject

    @property
    def is_advertising(self) -> bool:
        return letter_kinds.known(self.kind).advertising

    @property
    def kind_title(self) -> str:
        return str(letter_kinds.known(self.kind).title)

    @property
    def why(self) -> str:
        return reasons.words(self.reason) if self.reason else ""

    @property
    def may_go_again(self) -> bool:
        return self.state == State.FAILED and bool(self.text)


class Tied(models.TextChoices):
    """By what an answer was known to be one."""

    REFERENCE = "reference", _("the letter it names")
    TOKEN = "token", _("the address it came to")
    ADDRESS = "address", _("the address it came from")


class InboundLetter(ScopedModel):
    """An answer of a client to a letter of ours. ``by_machine``: an absence, a loop: kept, no more."""

    scope = OwnerScope("client__owner", client="client")

    client = models.ForeignKey(Client, models.CASCADE, related_name="letters_in", db_index=False)
    letter = models.ForeignKey(Letter, models.SET_NULL, related_name="answers", null=True)
    tied = models.CharField(max_length=9, choices=Tied.choices)
    token = models.CharField(max_length=64, unique=True, editable=False)  # of its Message-ID
    name = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=LONGEST_SUBJECT, blank=True)
    text = models.TextField(max_length=LONGEST_TEXT, blank=True)
    attachments = models.JSONField(default=list)  # [{"name": …, "size": bytes}]; bodies stay in the mailbox
    size = models.PositiveBigIntegerField(default=0)
    is_cut = models.BooleanField(default=False)
    by_machine = models.BooleanField(default=False)
    # What the letter was about: complaints and others pick up their own.
    about_type = models.CharField(max_length=60, blank=True, editable=False)
    about_id = models.BigIntegerField(null=True, editable=False)
    came_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ("-came_at", "-id")
        verbose_name = _("answer to a letter")
        verbose_name_plural = _("answers to letters")
        constraints = (
            models.CheckConstraint(condition=Q(tied__in=Tied.values), name="post_inbound_tied_known"),
        )
        indexes = (
            models.Index(fields=("client", "-came_at", "-id"), name="post_inbound_of_client"),
            models.Index(fields=("-came_at", "-id"), name="post_inbound_by_time"),
            models.Index(
                fields=("about_type", "about_id"), name="post_inbound_about", condition=~Q(about_type="")
            ),
        )

    def __str__(self) -> str:
        return self.subject

    @property
    def who(self) -> str:
        return self.name or self.address


class Mailbox(models.Model):
    """How far a mailbox has been read, by its own numbers, and what keeps it from being read."""

    name = models.CharField(max_length=200, unique=True)
    validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    ahead = models.PositiveIntegerField(default=0)  # letters that were there and are not read yet
    read_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=20, blank=True)
    trouble_since = models.DateTimeField(null=True)
    stuck_uid = models.BigIntegerField(default=0)
    stuck_times = models.PositiveSmallIntegerField(default=0)
    stepped_over = models.PositiveIntegerField(default=0)  # letters that broke our reading thrice

    class Meta:
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailboxes")

    def __str__(self) -> str:
        return self.name

    @property
    def why(self) -> str:
        return troubles.words(self.trouble) if self.trouble else ""


class Stopped(models.TextChoices):
    LEFT = "left", _("unsubscribed")
    BOUNCED = "bounced", _("does not exist")


class Stop(models.Model):
    """An address that is not written to. Only a salted one-way hash: it outlives the erasing of its reader,
    and says nothing of who they were."""

    salt = models.CharField(max_length=32, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    what = models.CharField(max_length=8, choices=Stopped.choices)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("address that is not written to")
        verbose_name_plural = _("addresses that are not written to")
        constraints = (
            models.UniqueConstraint(fields=("digest", "what"), name="post_stop_once"),
            models.CheckConstraint(condition=Q(what__in=Stopped.values), name="post_stop_known"),
        )

    def __str__(self) -> str:
        return f"{self.digest[:8]}: {self.what}"
