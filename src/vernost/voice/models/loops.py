"""What an answer starts: the path of its client (rule 4.4), and what the firm changes by it (rule 4.5)."""

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
from vernost.voice.models.responses import Cause, Response
from vernost.voice.models.surveys import Invitation

LONGEST_WORDS = 2000


class Path(models.TextChoices):
    """Which way an answer goes (rules 4.2, 4.4)."""

    CRITIC = "critic", pgettext_lazy("path", "Critic")
    PASSIVE = "passive", pgettext_lazy("path", "Neutral")
    PROMOTER = "promoter", pgettext_lazy("path", "Promoter")


class Outcome(models.TextChoices):
    """How a path ended. ``LETTER``: thanked by a letter, without anybody's hand."""

    MENDED = "mended", pgettext_lazy("loop", "Mended")
    COMPLAINT = "complaint", pgettext_lazy("loop", "A complaint was opened")
    CANNOT = "cannot", pgettext_lazy("loop", "Cannot be mended")
    GIVEN = "given", pgettext_lazy("loop", "Got something of use")
    RECOMMENDS = "recommends", pgettext_lazy("loop", "Will recommend us")
    REVIEW = "review", pgettext_lazy("loop", "Will write a review")
    THANKED = "thanked", pgettext_lazy("loop", "Thanked")
    LETTER = "letter", pgettext_lazy("loop", "Thanked by a letter")
    NO_WISH = "no_wish", pgettext_lazy("loop", "Does not wish to talk")
    UNREACHED = "unreached", pgettext_lazy("loop", "Could not be reached")


ANYWAY = (Outcome.NO_WISH, Outcome.UNREACHED)
ENDS: dict[Path, tuple[Outcome, ...]] = {
    Path.CRITIC: (Outcome.MENDED, Outcome.COMPLAINT, Outcome.CANNOT, *ANYWAY),
    Path.PASSIVE: (Outcome.GIVEN, Outcome.THANKED, Outcome.COMPLAINT, *ANYWAY),
    Path.PROMOTER: (
        Outcome.RECOMMENDS,
        Outcome.REVIEW,
        Outcome.THANKED,
        Outcome.LETTER,
        Outcome.COMPLAINT,
        *ANYWAY,
    ),
}
_OPEN = Q(closed_at=None)
_ENDED_BY_ITS_PATH = Q(outcome="")
for _path, _ends in ENDS.items():
    _ENDED_BY_ITS_PATH |= Q(path=_path, outcome__in=_ends)


class Loop(ScopedModel):
    """The path of one answer. ``whose``: who is to walk it, the client's manager or who stands above them;
    ``due_at``: of a critic, in working hours; ``took``: minutes of working time from the answer to the end.

    ``moves`` counts the corrections that changed the path. ``about_*``: what it led to (a complaint), named
    as the journal names its subjects. ``repeat_at``: when a critic who was helped is asked again, once;
    ``repeat``: that invitation; ``repeat_held``: why there is none.
    """

    scope = OwnerScope("client__owner", client="client")

    response = models.OneToOneField(Response, models.CASCADE, related_name="loop")
    client = models.ForeignKey(Client, models.CASCADE, related_name="loops", db_index=False)
    path = models.CharField(max_length=8, choices=Path.choices)
    whose = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )
    opened_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(null=True)
    moves = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True)
    told = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    did = models.TextField(_("what was done"), max_length=LONGEST_WORDS, blank=True)
    note = models.TextField(_("note for us"), max_length=LONGEST_WORDS, blank=True)
    took = models.PositiveIntegerField(null=True)
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True)
    repeat_at = models.DateTimeField(null=True)
    repeat = models.OneToOneField(
        Invitation, models.SET_NULL, related_name="after_loop", null=True, blank=True
    )
    repeat_held = models.CharField(max_length=20, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-opened_at", "-id")
        verbose_name = _("path of an answer")
        verbose_name_plural = _("paths of answers")
        constraints = (
            models.CheckConstraint(condition=Q(path__in=Path.values), name="voice_loop_path_known"),
            models.CheckConstraint(
                condition=(_OPEN & Q(outcome="", took=None))
                | (~_OPEN & ~Q(outcome="") & Q(took__isnull=False)),
                name="voice_loop_open_or_ended",
            ),
            models.CheckConstraint(condition=_ENDED_BY_ITS_PATH, name="voice_loop_ends_by_its_path"),
            models.CheckConstraint(
                condition=Q(path=Path.CRITIC, due_at__isnull=False) | (~Q(path=Path.CRITIC) & Q(due_at=None)),
                name="voice_loop_critics_have_a_deadline",
            ),
            models.CheckConstraint(
                condition=Q(about_type="", about_id=None) | (~Q(about_type="") & Q(about_id__isnull=False)),
                name="voice_loop_about_whole",
            ),
            models.CheckConstraint(
                condition=Q(repeat_at=None) | Q(path=Path.CRITIC, closed_at__isnull=False),
                name="voice_loop_repeat_after_a_critic",
            ),
        )
        indexes = (
            models.Index(fields=("client", "-opened_at"), name="voice_loops_of_client"),
            models.Index(fields=("opened_at", "id"), name="voice_loops_by_time"),
            models.Index(fields=("path", "opened_at", "id"), name="voice_loops_open", condition=_OPEN),
            models.Index(fields=("due_at", "id"), name="voice_loops_due",
                         condition=_OPEN & Q(due_at__isnull=False)),
            models.Index(fields=("whose", "due_at"), name="voice_loops_whose", condition=_OPEN),
            models.Index(fields=("told",), name="voice_loops_told", condition=_OPEN & Q(told__isnull=False)),
            models.Index(fields=("repeat_at",), name="voice_loops_repeat",
                         condition=Q(repeat_at__isnull=False)),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_path_display()}: {self.client}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_at is not None and self.due_at < clock.now()

    @property
    def in_time(self) -> bool | None:
        """Of one that is closed and had a deadline."""
        return self.closed_at <= self.due_at if self.closed_at and self.due_at else None


class Stage(models.TextChoices):
    """Plan, do, check, act; and over (rule 4.5)."""

    PLAN = "plan", pgettext_lazy("improvement", "Plan")
    DO = "do", pgettext_lazy("improvement", "Do")
    CHECK = "check", pgettext_lazy("improvement", "Check")
    ACT = "act", pgettext_lazy("improvement", "Act")
    OVER = "over", pgettext_lazy("improvement", "Closed")


class Measured(models.TextChoices):
    """``SHARE``: answers that name the cause, of 100 with a cause or without; counted by Vernost."""

    OWN = "own", pgettext_lazy("improvement", "Measured by ourselves")
    SHARE = "share", pgettext_lazy("improvement", "Answers that name the cause, of 100")


class Improvement(ScopedModel):
    """A cause that repeats, and what is done about it. ``before`` and ``after`` are the same measure; of a
    counted one ``*_named`` answers of ``*_of`` stand behind it, given within ``window`` days up to
    ``*_on``. It is never closed without the measure after."""

    scope = EveryoneScope()

    name = models.CharField(_("what is to become better"), max_length=160)
    cause = models.ForeignKey(
        Cause, models.PROTECT, related_name="improvements", verbose_name=_("cause"), null=True, blank=True
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who leads it"),
        db_index=False,
    )  # fmt: skip
    due_on = models.DateField(_("by which day"))
    stage = models.CharField(max_length=5, choices=Stage.choices, default=Stage.PLAN, editable=False)
    measured = models.CharField(_("measure"), max_length=5, choices=Measured.choices, default=Measured.SHARE)
    measure = models.CharField(_("what is measured"), max_length=160, blank=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    higher_is_better = models.BooleanField(_("more is better"), default=False)
    window = models.PositiveSmallIntegerField(_("counted over days"), default=90)
    before = models.DecimalField(_("before"), max_digits=14, decimal_places=2, null=True, blank=True)
    before_on = models.DateField(null=True, editable=False)
    before_named = models.PositiveIntegerField(null=True, editable=False)
    before_of = models.PositiveIntegerField(null=True, editable=False)
    after = models.DecimalField(_("after"), max_digits=14, decimal_places=2, null=True, blank=True)
    after_on = models.DateField(null=True, editable=False)
    after_named = models.PositiveIntegerField(null=True, editable=False)
    after_of = models.PositiveIntegerField(null=True, editable=False)
    plan = models.TextField(
        _("plan: why it happens, what will change it"), max_length=LONGEST_WORDS, blank=True
    )
    do = models.TextField(_("do: what was done"), max_length=LONGEST_WORDS, blank=True)
    check_text = models.TextField(_("check: what the measure says"), max_length=LONGEST_WORDS, blank=True)
    act = models.TextField(_("act: what stays, what comes next"), max_length=LONGEST_WORDS, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    made_at = models.DateTimeField(default=clock.now, editable=False)
    done_on = models.DateField(null=True, editable=False)  # when the change was done: the after begins there
    closed_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("due_on", "id")
        verbose_name = _("improvement")
        verbose_name_plural = _("improvements")
        constraints = (
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="voice_improvement_stage_known"),
            models.CheckConstraint(
                condition=Q(measured__in=Measured.values), name="voice_improvement_measured_known"
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.OVER)
                | Q(
                    before__isnull=False, after__isnull=False, after_on__isnull=False, closed_at__isnull=False
                ),
                name="voice_improvement_ends_with_the_measure_after",
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.OVER) | Q(closed_at=None), name="voice_improvement_open_has_no_end"
            ),
            models.CheckConstraint(
                condition=~Q(measured=Measured.SHARE) | Q(cause__isnull=False),
                name="voice_improvement_share_of_a_cause",
            ),
        )
        indexes = (
            models.Index(fields=("stage", "due_on", "id"), name="voice_improvements_board"),
            models.Index(
                fields=("owner", "due_on"), name="voice_improvements_of", condition=~Q(stage=Stage.OVER)
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.stage != Stage.OVER

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on < clock.today()
