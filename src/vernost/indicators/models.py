"""Sums of each day by indicator, what each ought to be, when one left its corridor, the weekly letters."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor, Kind
from vernost.access.scopes import EVERYTHING, NOTHING, EveryoneScope
from vernost.access.scoping import ScopedModel
from vernost.core import clock
from vernost.core.models import Leased


class Level(models.IntegerChoices):
    FIRM = 0, pgettext_lazy("level", "The firm")
    TEAM = 1, pgettext_lazy("level", "Team")
    MANAGER = 2, pgettext_lazy("level", "Manager")


class TallyScope:
    """The firm's sums are seen by whoever sees everybody's clients, a team's by its head, a manager's by
    themselves, their deputy and their head."""

    def rows(self, actor: Actor) -> Q:
        if actor.sees_all:
            return EVERYTHING
        if actor.kind is not Kind.EMPLOYEE:
            return NOTHING
        own = Q(level=Level.MANAGER, subject__in=sorted(actor.owners))
        return own | Q(level=Level.TEAM, subject__in=sorted(actor.teams)) if actor.teams else own

    def holds(self, actor: Actor, row: Any) -> bool:
        return sees(actor, row.level, row.subject)

    def owner_of(self, row: Any) -> int | None:
        return row.subject if row.level == Level.MANAGER else None

    def beside(self, rows: Q) -> Q:
        return rows


def sees(actor: Actor, level: int, subject: int) -> bool:
    if actor.sees_all:
        return True
    if actor.kind is not Kind.EMPLOYEE or level == Level.FIRM:
        return False
    return subject in (actor.teams if level == Level.TEAM else actor.owners)


class Tally(ScopedModel):
    """What happened on ``day``: an indicator of any period is a sum of ``top`` over a sum of ``bottom``.

    ``subject``: 0 for the firm, else the team (as employees stood in it on that day) or the employee.
    ``bin``: of medians and scores, which value ``top`` cases had; else 0. Money in minor units. Written in
    bulk, the rows of a day whole, never by hand.
    """

    scope = TallyScope()

    day = models.DateField()
    indicator = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    subject = models.BigIntegerField(default=0)
    bin = models.PositiveIntegerField(default=0)
    top = models.FloatField()
    bottom = models.FloatField(default=0)

    class Meta:
        verbose_name = _("sum of a day")
        verbose_name_plural = _("sums of days")
        constraints = (
            # Also what every page reads by: whose, which, when.
            models.UniqueConstraint(
                fields=("level", "subject", "indicator", "day", "bin"), name="indicators_tally_once"
            ),
        )
        indexes = (models.Index(fields=("indicator", "day"), name="indicators_tally_written"),)

    def __str__(self) -> str:
        return f"{self.indicator} {self.day} {self.level}:{self.subject}"


class Counting(models.Model):
    """One run of counting; the sums in force are those of the last that is done, up to ``until``.

    ``parts_done``: of a rebuilding, which parts are written whole: one that was killed goes on behind them.
    ``marks``: the last keys that were there when it began: what is newer may be late word of days long
    counted.
    """

    class State(models.TextChoices):
        RUNNING = "running", pgettext_lazy("refresh", "Running")
        DONE = "done", pgettext_lazy("refresh", "Done")
        FAILED = "failed", pgettext_lazy("refresh", "Failed")

    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    since = models.DateField()
    until = models.DateField()
    is_rebuilding = models.BooleanField(default=False)
    parts_done: Any = models.JSONField(default=list)
    marks: Any = models.JSONField(default=dict)
    started_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.since}–{self.until} {self.state}"


class Aim(ScopedModel):
    """What the firm wants of an indicator, and who answers for it. No row: as is usual (registry).

    A bound that is empty is none; zero is a bound like any other. Counts and sums are meant a month of 30
    days.
    """

    scope = EveryoneScope()

    indicator = models.PositiveSmallIntegerField(unique=True, editable=False)
    target = models.FloatField(_("target"), null=True, blank=True)
    low = models.FloatField(_("alarm below"), null=True, blank=True)
    high = models.FloatField(_("alarm above"), null=True, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who answers for it"),
        null=True, blank=True,
    )  # fmt: skip
    changed_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("aim of an indicator")
        verbose_name_plural = _("aims of indicators")
        constraints = (
            models.CheckConstraint(
                condition=Q(low=None) | Q(high=None) | Q(low__lte=models.F("high")),
                name="indicators_aim_in_order",
                violation_error_message=_("The lower bound is above the upper one."),
            ),
        )

    def __str__(self) -> str:
        return str(self.indicator)


class Leaving(ScopedModel):
    """An indicator of the firm left its corridor on ``left_on``, and was back on ``back_on``."""

    scope = EveryoneScope()

    indicator = models.PositiveSmallIntegerField()
    left_on = models.DateField()
    value = models.FloatField()
    bound = models.FloatField()
    back_on = models.DateField(null=True)
    back_value = models.FloatField(null=True)

    class Meta:
        ordering = ("-left_on", "-id")
        verbose_name = _("leaving of a corridor")
        verbose_name_plural = _("leavings of corridors")
        constraints = (
            models.UniqueConstraint(
                fields=("indicator",), name="indicators_out_once", condition=Q(back_on=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator} {self.left_on}"


class Weekly(Leased):
    """The letter of a Monday to one director: one row a person and week, so it is one letter however often
    tried."""

    employee = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    week = models.DateField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("weekly letter")
        verbose_name_plural = _("weekly letters")
        constraints = (models.UniqueConstraint(fields=("week", "employee"), name="indicators_weekly_once"),)
        indexes = (
            models.Index(fields=("due_at",), name="indicators_weekly_due", condition=Q(due_at__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.employee_id} {self.week}"
