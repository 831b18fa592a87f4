"""A playbook, its versions, what helped in a talk, and what sales tell marketing about it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.scopes import EveryoneScope, OwnerScope
from vernost.access.scoping import ScopedModel
from vernost.clients.models import Client
from vernost.core import clock
from vernost.playbooks import moments
from vernost.playbooks.steps import Step, read, said

EMPLOYEE = settings.AUTH_USER_MODEL
LONGEST_NOTE = 2000


class Playbook(ScopedModel):
    scope = EveryoneScope()

    slug = models.SlugField(max_length=40, unique=True, editable=False)
    title_ru = models.CharField(_("title in Russian"), max_length=120, blank=True)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    # What people see; drafts are beside it. Set by publishing alone.
    current = models.ForeignKey(
        "Version", models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    archived_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("playbook")
        verbose_name_plural = _("playbooks")
        constraints = (
            models.CheckConstraint(condition=~Q(title_ru="", title_en=""), name="playbooks_titled"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return said({"ru": self.title_ru, "en": self.title_en})


class Moment(ScopedModel):
    """For which moment a playbook is: each has one at most."""

    scope = EveryoneScope()

    name = models.SlugField(max_length=40, unique=True)
    playbook = models.ForeignKey(Playbook, models.CASCADE, related_name="moments")

    class Meta:
        ordering = ("pk",)
        verbose_name = _("moment")
        verbose_name_plural = _("moments")

    def __str__(self) -> str:
        return moments.title(self.name)


class State(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("playbook", "Draft")
    PUBLISHED = "published", pgettext_lazy("playbook", "Published")


class Version(ScopedModel):
    """Published, it never changes: a talk that is on goes by it to its end."""

    scope = EveryoneScope()

    playbook = models.ForeignKey(Playbook, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    steps = models.JSONField(default=list)
    what_changed = models.CharField(_("what changed"), max_length=300, blank=True)
    is_shipped = models.BooleanField(default=False, editable=False)
    author = models.ForeignKey(
        EMPLOYEE, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    # Counted up by every saving of the draft: of two who edit it the second is told.
    revision = models.PositiveIntegerField(default=1, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-number",)
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = (
            models.UniqueConstraint(fields=("playbook", "number"), name="playbooks_version_number"),
            models.UniqueConstraint(
                fields=("playbook",), name="playbooks_one_draft", condition=Q(state=State.DRAFT)
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="playbooks_version_state"),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, published_at=None)
                | Q(state=State.PUBLISHED, published_at__isnull=False),
                name="playbooks_published_at",
            ),
        )

    def __str__(self) -> str:
        return f"{self.playbook_id} v{self.number}"

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def read_steps(self) -> list[Step]:
        return read(self.steps)


class Outcome(models.TextChoices):
    HELPED = "helped", pgettext_lazy("playbook", "Helped")
    NOT = "not", pgettext_lazy("playbook", "Did not help")


class Usage(ScopedModel):
    """That a step of this version helped with a client, or that nothing of it did."""

    scope = OwnerScope("client__owner", client="client")

    version = models.ForeignKey(Version, models.CASCADE, related_name="usages", db_index=False)
    step = models.CharField(max_length=20, blank=True)  # none: of the whole
    outcome = models.CharField(max_length=6, choices=Outcome.choices)
    client = models.ForeignKey(Client, models.CASCADE, related_name="+", null=True)
    employee = models.ForeignKey(EMPLOYEE, models.PROTECT, related_name="+", null=True, db_index=False)
    day = models.DateField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-at", "-id")
        verbose_name = _("use of a playbook")
        verbose_name_plural = _("uses of playbooks")
        constraints = (
            # One talk, one answer: a second click corrects the first.
            models.UniqueConstraint(
                fields=("version", "employee", "client", "day"), name="playbooks_usage_once"
            ),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="playbooks_outcome_known"),
        )

    def __str__(self) -> str:
        return f"{self.version_id} {self.step}: {self.outcome}"


class Decision(models.TextChoices):
    WAITS = "", pgettext_lazy("field note", "Waits for an answer")
    ACCEPTED = "accepted", pgettext_lazy("field note", "Accepted")
    CHANGED = "changed", pgettext_lazy("field note", "Changed in the playbook")
    DECLINED = "declined", pgettext_lazy("field note", "Declined")


class FieldNote(ScopedModel):
    """What clients say to a step, told by sales to marketing; and what marketing decided (rule 7.2)."""

    scope = EveryoneScope()

    playbook = models.ForeignKey(Playbook, models.CASCADE, related_name="notes")
    version = models.ForeignKey(Version, models.SET_NULL, related_name="+", null=True, db_index=False)
    step = models.CharField(max_length=20, blank=True)
    text = models.TextField(_("what clients say"), max_length=LONGEST_NOTE)
    author = models.ForeignKey(
        EMPLOYEE, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    written_at = models.DateTimeField(default=clock.now, editable=False)
    decision = models.CharField(_("decision"), max_length=8, choices=Decision.choices, blank=True)
    answer = models.TextField(_("answer"), max_length=LONGEST_NOTE, blank=True)
    changed_in = models.ForeignKey(
        Version, models.SET_NULL, related_name="+", verbose_name=_("in version"), null=True, blank=True,
        db_index=False,
    )  # fmt: skip
    answered_by = models.ForeignKey(
        EMPLOYEE, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    answered_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-written_at", "-id")
        verbose_name = _("field note")
        verbose_name_plural = _("field notes")
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="playbooks_note_says_something"),
            models.CheckConstraint(
                condition=Q(decision__in=Decision.values), name="playbooks_decision_known"
            ),
            models.CheckConstraint(
                condition=Q(decision="", answered_at=None)
                | (~Q(decision="") & Q(answered_at__isnull=False) & ~Q(answer="")),
                name="playbooks_answered_in_words",
            ),
        )
        indexes = (models.Index(fields=("playbook", "-written_at"), name="playbooks_notes_of"),)

    def __str__(self) -> str:
        return self.text[:60]
