"""Courses in versions, who passed which, and who was let off (rule 10.1)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from vernost.access.scopes import EveryoneScope
from vernost.access.scoping import ScopedModel
from vernost.core import clock
from vernost.playbooks.steps import said
from vernost.team.material import Block, blocks
from vernost.team.questions import Question, read_questions
from vernost.team.scopes import PeopleScope

EMPLOYEE = settings.AUTH_USER_MODEL


class Course(ScopedModel):
    """``roles``: whose it is, all where none is named. ``is_required``: clients are given only after it."""

    scope = EveryoneScope()

    code = models.SlugField(max_length=40, blank=True, editable=False)
    roles = models.JSONField(default=list, blank=True)
    is_required = models.BooleanField(_("clients are given only after it"), default=False)
    required_since = models.DateTimeField(null=True, editable=False)
    days = models.PositiveSmallIntegerField(_("days to pass it"), default=7)
    is_retired = models.BooleanField(default=False, editable=False)
    place = models.PositiveSmallIntegerField(default=100, editable=False)
    # What people learn; a draft is beside it. Set by publishing alone.
    current = models.ForeignKey(
        "Version", models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    published_at = models.DateTimeField(null=True, editable=False)  # its first version

    class Meta:
        ordering = ("place", "id")
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        constraints = (
            models.UniqueConstraint(fields=("code",), condition=~Q(code=""), name="team_course_shipped_once"),
        )

    def __str__(self) -> str:
        return self.current.title if self.current else str(_("A course without a title"))


class Version(ScopedModel):
    """Once published it never changes (triggers.py). ``questions`` are written as ``questions.py`` says.

    ``again``: whoever passed an earlier version has to pass this one too.
    """

    scope = EveryoneScope()

    course = models.ForeignKey(Course, models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveSmallIntegerField(default=1)
    title_ru = models.CharField(_("title in Russian"), max_length=120, blank=True)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    text_ru = models.TextField(_("material in Russian"), max_length=20_000, blank=True)
    text_en = models.TextField(_("material in English"), max_length=20_000, blank=True)
    questions_ru = models.TextField(_("questions in Russian"), max_length=10_000, blank=True)
    questions_en = models.TextField(_("questions in English"), max_length=10_000, blank=True)
    pass_percent = models.PositiveSmallIntegerField(_("passed from, %"), default=80)
    again = models.BooleanField(_("who passed the earlier one passes this one too"), default=False)
    published_at = models.DateTimeField(null=True, editable=False)
    made_by = models.ForeignKey(
        EMPLOYEE, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )

    class Meta:
        ordering = ("course", "number")
        verbose_name = _("version of a course")
        verbose_name_plural = _("versions of courses")
        constraints = (
            models.UniqueConstraint(fields=("course", "number"), name="team_version_once"),
            models.UniqueConstraint(
                fields=("course",), condition=Q(published_at=None), name="team_version_one_draft"
            ),
            models.CheckConstraint(condition=~Q(title_ru="", title_en=""), name="team_version_titled"),
            models.CheckConstraint(
                condition=Q(pass_percent__gte=1, pass_percent__lte=100),
                name="team_version_percent",
                violation_error_message=_("A percent is from 1 to 100."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    @property
    def title(self) -> str:
        return said({"ru": self.title_ru, "en": self.title_en})

    @property
    def text(self) -> str:
        return said({"ru": self.text_ru, "en": self.text_en})

    @property
    def blocks(self) -> list[Block]:
        return blocks(self.text)

    @property
    def questions(self) -> list[Question]:
        return read_questions(said({"ru": self.questions_ru, "en": self.questions_en}))


class Attempt(ScopedModel):
    """What somebody answered: places of the choices, a list a question."""

    scope = PeopleScope("employee", also="training.see_all")

    employee = models.ForeignKey(EMPLOYEE, models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey(Version, models.PROTECT, related_name="attempts")
    answers = models.JSONField(default=list)
    right = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    at = models.DateTimeField(default=clock.now)
    key = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("-at", "-id")
        verbose_name = _("attempt at a course")
        verbose_name_plural = _("attempts at courses")
        constraints = (
            models.CheckConstraint(condition=Q(right__lte=F("of")), name="team_attempt_adds_up"),
            models.UniqueConstraint(
                fields=("employee", "key"), condition=~Q(key=""), name="team_attempt_once"
            ),
        )
        indexes = (models.Index(fields=("employee", "version", "-at"), name="team_attempts_of"),)

    def __str__(self) -> str:
        return f"{self.employee_id}: {self.right}/{self.of}"


class Waiver(ScopedModel):
    """Let off a course by the director, with a reason."""

    scope = PeopleScope("employee", also="training.see_all")

    employee = models.ForeignKey(EMPLOYEE, models.PROTECT, related_name="+", db_index=False)
    course = models.ForeignKey(Course, models.CASCADE, related_name="waivers")
    reason = models.CharField(_("why"), max_length=300)
    by = models.ForeignKey(EMPLOYEE, models.PROTECT, related_name="+", null=True, db_index=False)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("exception from a course")
        verbose_name_plural = _("exceptions from courses")
        constraints = (
            models.UniqueConstraint(fields=("employee", "course"), name="team_waiver_once"),
            models.CheckConstraint(
                condition=~Q(reason=""), name="team_waiver_why", violation_error_message=_("Say why.")
            ),
        )

    def __str__(self) -> str:
        return self.reason
