"""Standards of service, what rivals do, figures by day, checks by hand with their results, breaches."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor, Kind
from vernost.access.scopes import EveryoneScope, OwnerScope, SelfScope
from vernost.access.scoping import ScopedModel
from vernost.clients.models import Client
from vernost.core import clock
from vernost.standards.words import CAUSES, STANDARDS

LONGEST = 2000
EMPLOYEE = settings.AUTH_USER_MODEL


class Measure(models.TextChoices):
    """What it is counted by."""

    HAND = "hand", pgettext_lazy("standard", "Checks by hand")
    LETTER = "letter", pgettext_lazy("standard", "First answers to letters")
    REQUEST = "request", pgettext_lazy("standard", "First answers to other requests")
    DELIVERY = "delivery", pgettext_lazy("standard", "Deliveries by their promised day")
    PROMISE = "promise", pgettext_lazy("standard", "Promises")


class Way(models.TextChoices):
    """How it can be checked by hand besides."""

    CALL = "call", pgettext_lazy("check", "Test call")
    LETTER = "letter", pgettext_lazy("check", "Test letter")
    VISIT = "visit", pgettext_lazy("check", "Mystery visit")
    ORDER = "order", pgettext_lazy("check", "Test order")


class Standard(ScopedModel):
    """``target``: per cent of cases in which it is kept, at least. ``code``: of those that came with the
    program; what the firm wrote is never touched by an upgrade."""

    scope = EveryoneScope()

    code = models.SlugField(max_length=40, blank=True, editable=False)
    name = models.CharField(_("standard"), max_length=200, blank=True)
    about = models.CharField(_("how it is meant"), max_length=500, blank=True)
    measure = models.CharField(_("counted by"), max_length=8, choices=Measure.choices, default=Measure.HAND)
    target = models.DecimalField(
        _("kept in, % at least"), max_digits=4, decimal_places=1, default=Decimal(90)
    )
    way = models.CharField(_("checked by"), max_length=6, choices=Way.choices, default=Way.CALL)
    place = models.PositiveSmallIntegerField(default=0, editable=False)
    is_retired = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ("place", "id")
        verbose_name = _("standard of service")
        verbose_name_plural = _("standards of service")
        constraints = (
            models.CheckConstraint(condition=~Q(code="", name=""), name="standards_named"),
            models.CheckConstraint(condition=Q(measure__in=Measure.values), name="standards_measure_known"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="standards_way_known"),
            models.CheckConstraint(
                condition=Q(target__gt=0, target__lte=100),
                name="standards_target_of_a_hundred",
                violation_error_message=_("From 1 to 100 %."),
            ),
            models.UniqueConstraint(fields=("code",), condition=~Q(code=""), name="standards_shipped_once"),
        )

    def __str__(self) -> str:
        said = STANDARDS.get(self.code)
        return self.name or (said() if said is not None else self.code)

    @property
    def goal(self) -> float:
        return float(self.target) / 100


class Rival(ScopedModel):
    """What a direct competitor does, as of a day."""

    scope = EveryoneScope()

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="rivals")
    name = models.CharField(_("competitor"), max_length=120)
    does = models.CharField(_("what they do"), max_length=300)
    seen_on = models.DateField(_("as of"), default=clock.today)

    class Meta:
        ordering = ("-seen_on", "-id")
        verbose_name = _("what a competitor does")
        verbose_name_plural = _("what competitors do")

    def __str__(self) -> str:
        return f"{self.name}: {self.does}"


class Tally(ScopedModel):
    """Of a day: how many cases of a measure there were and in how many it was kept, by whoever had them."""

    scope = EveryoneScope()

    day = models.DateField()
    measure = models.CharField(max_length=8, choices=Measure.choices)
    employee = models.ForeignKey(EMPLOYEE, models.PROTECT, related_name="+", null=True, db_index=False)
    cases = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("day of a standard")
        verbose_name_plural = _("days of standards")
        constraints = (
            models.UniqueConstraint(fields=("day", "measure", "employee"), name="standards_tally_once"),
            models.UniqueConstraint(
                fields=("day", "measure"), condition=Q(employee=None), name="standards_tally_nobodys_once"
            ),
            models.CheckConstraint(condition=Q(kept__lte=models.F("cases")), name="standards_kept_of_cases"),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.measure}: {self.kept}/{self.cases}"


class Check(ScopedModel):
    """A mystery visit, a test order, call or letter: planned for a day, done by somebody, with evidence."""

    scope = SelfScope("by", also="standard.checks")

    way = models.CharField(_("what"), max_length=6, choices=Way.choices, default=Way.CALL)
    where = models.CharField(_("where, or whom"), max_length=200, blank=True)
    planned_on = models.DateField(_("day"), default=clock.today)
    by = models.ForeignKey(EMPLOYEE, models.PROTECT, related_name="+", verbose_name=_("who does it"))
    employee = models.ForeignKey(
        EMPLOYEE,
        models.PROTECT,
        related_name="+",
        verbose_name=_("who was met"),
        null=True,
        blank=True,
        db_index=False,
    )
    done_on = models.DateField(_("done"), null=True, blank=True)
    text = models.TextField(_("what happened"), max_length=LONGEST, blank=True)
    evidence = models.CharField(
        _("evidence: a link, the name of a photo or a recording"), max_length=500, blank=True
    )
    made_by = models.ForeignKey(
        EMPLOYEE, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )

    class Meta:
        ordering = ("-planned_on", "-id")
        verbose_name = _("check of standards")
        verbose_name_plural = _("checks of standards")
        constraints = (
            models.CheckConstraint(condition=Q(way__in=Way.values), name="standards_check_way_known"),
        )
        indexes = (
            models.Index(fields=("-planned_on", "-id"), name="standards_checks_by_day"),
            models.Index(
                fields=("by", "planned_on"), name="standards_checks_waiting", condition=Q(done_on=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_way_display()}: {self.where}" if self.where else str(self.get_way_display())

    @property
    def is_late(self) -> bool:
        return self.done_on is None and self.planned_on < clock.today()


class Result(ScopedModel):
    """Whether a standard was kept in a check. ``on``, ``employee``: of the check, where sums find them."""

    scope = EveryoneScope()

    check_made = models.ForeignKey(Check, models.CASCADE, related_name="results", db_index=False)
    standard = models.ForeignKey(Standard, models.PROTECT, related_name="results", db_index=False)
    kept = models.BooleanField()
    words = models.CharField(max_length=300, blank=True)
    on = models.DateField()
    employee = models.ForeignKey(EMPLOYEE, models.PROTECT, related_name="+", null=True, db_index=False)

    class Meta:
        verbose_name = _("result of a check")
        verbose_name_plural = _("results of checks")
        constraints = (
            models.UniqueConstraint(fields=("check_made", "standard"), name="standards_result_once"),
        )
        indexes = (models.Index(fields=("standard", "on"), name="standards_results_of"),)

    def __str__(self) -> str:
        return f"{self.standard_id}: {self.kept}"


class BreachCause(ScopedModel):
    """Why standards are broken: the firm's own short list."""

    scope = EveryoneScope()

    code = models.SlugField(max_length=40, blank=True, editable=False)
    name = models.CharField(_("cause"), max_length=120, blank=True)
    place = models.PositiveSmallIntegerField(default=0, editable=False)
    is_retired = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ("place", "id")
        verbose_name = _("cause of a breach")
        verbose_name_plural = _("causes of breaches")
        constraints = (
            models.CheckConstraint(condition=~Q(code="", name=""), name="standards_cause_named"),
            models.UniqueConstraint(
                fields=("code",), condition=~Q(code=""), name="standards_cause_shipped_once"
            ),
        )

    def __str__(self) -> str:
        return self.name or str(CAUSES.get(self.code, self.code))


class BreachScope(OwnerScope):
    """As the client; where there is none (somebody new, a check), as whoever it was."""

    def rows(self, actor: Actor) -> Q:
        if actor.sees_all or actor.kind is not Kind.EMPLOYEE:
            return super().rows(actor)
        own = Q(client=None, employee__in=[*actor.owners, actor.employee_id])
        return super().rows(actor) | own

    def holds(self, actor: Actor, row: Any) -> bool:
        if row.client_id is not None or actor.sees_all or actor.kind is not Kind.EMPLOYEE:
            return super().holds(actor, row)
        return row.employee_id is not None and row.employee_id in {*actor.owners, actor.employee_id}


class Breach(ScopedModel):
    """A standard was not kept, seen in data or by a check: asks for an apology and its cause. ``of``: the
    thing it was seen in («intake.request», 12), so that it is seen once."""

    scope = BreachScope("client__owner", client="client")

    standard = models.ForeignKey(Standard, models.PROTECT, related_name="breaches", db_index=False)
    client = models.ForeignKey(Client, models.CASCADE, related_name="breaches", null=True, db_index=False)
    employee = models.ForeignKey(EMPLOYEE, models.PROTECT, related_name="+", null=True, db_index=False)
    of_type = models.CharField(max_length=40, editable=False)
    of_id = models.BigIntegerField(editable=False)
    day = models.DateField()
    what = models.CharField(max_length=200, blank=True)  # its name: an order's number, a promise's words
    minutes = models.PositiveIntegerField(null=True)  # working minutes it took
    found_at = models.DateTimeField(default=clock.now, editable=False)
    task_key = models.CharField(max_length=120, blank=True, editable=False)  # of the task to apologise
    apologised_at = models.DateTimeField(null=True, editable=False)
    apologised_by = models.ForeignKey(
        EMPLOYEE, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    cause = models.ForeignKey(
        BreachCause, models.PROTECT, related_name="+", verbose_name=_("cause"), null=True, blank=True,
        db_index=False,
    )  # fmt: skip
    note = models.CharField(_("in words"), max_length=500, blank=True)
    settled_by = models.ForeignKey(
        EMPLOYEE, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )

    class Meta:
        ordering = ("-day", "-id")
        verbose_name = _("breach of a standard")
        verbose_name_plural = _("breaches of standards")
        constraints = (
            models.UniqueConstraint(fields=("standard", "of_type", "of_id"), name="standards_breach_once"),
        )
        indexes = (
            models.Index(fields=("-day", "-id"), name="standards_breaches_by_day"),
            models.Index(fields=("standard", "-day", "-id"), name="standards_breaches_of"),
            models.Index(fields=("client", "-day"), name="standards_breaches_client"),
            models.Index(
                fields=("task_key",),
                name="standards_unapologised",
                condition=Q(apologised_at=None) & ~Q(task_key=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.standard_id} {self.day}"
