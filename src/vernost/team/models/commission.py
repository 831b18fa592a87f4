"""What employees earn of what clients pay (rule 7.5): rules, the ledger, statements of closed months."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Role
from vernost.access.scopes import EveryoneScope
from vernost.access.scoping import ScopedModel
from vernost.core import clock
from vernost.core.money import MoneyField
from vernost.orders.models import Payment, Refund
from vernost.team.scopes import PeopleScope
from vernost.team.terms import COMMISSION_TO_HEADS

EMPLOYEE = settings.AUTH_USER_MODEL


class Base(models.TextChoices):
    REVENUE = "revenue", pgettext_lazy("commission", "Money paid")
    MARGIN = "margin", pgettext_lazy("commission", "Margin of it")


class Whose(models.TextChoices):
    """Whom a rule pays. A deputy earns nothing unless a rule pays who sold."""

    ORDER = "order", pgettext_lazy("commission", "Whose client it was at the order")
    PAYMENT = "payment", pgettext_lazy("commission", "Whose client it was at the payment")
    SELLER = "seller", pgettext_lazy("commission", "Who sold")


class Rule(ScopedModel):
    """One version of one rule. Of all that are valid on the day of a payment the first that fits pays.

    ``line`` is the rule through its versions, and its place among the others is ``place``. Once a row of the
    ledger names a version, only its last day may still be set. ``classes`` «AB», ``product`` words in the
    name or the article, ``age_to`` days since the client's first purchase: empty asks for nothing.
    """

    scope = EveryoneScope()

    line = models.PositiveIntegerField(editable=False)
    version = models.PositiveSmallIntegerField(default=1, editable=False)
    place = models.PositiveSmallIntegerField(default=100, editable=False)
    percent = models.DecimalField(_("percent"), max_digits=5, decimal_places=2)
    base = models.CharField(_("of what"), max_length=8, choices=Base.choices, default=Base.REVENUE)
    whose = models.CharField(_("who is paid"), max_length=8, choices=Whose.choices, default=Whose.ORDER)
    role = models.CharField(_("only of the role"), max_length=16, choices=Role.choices, blank=True)
    employee = models.ForeignKey(
        EMPLOYEE, models.PROTECT, related_name="+", verbose_name=_("only this employee"), null=True,
        blank=True, db_index=False,
    )  # fmt: skip
    age_from = models.PositiveIntegerField(_("days since the first purchase, from"), null=True, blank=True)
    age_to = models.PositiveIntegerField(_("days since the first purchase, up to"), null=True, blank=True)
    classes = models.CharField(_("class of the client"), max_length=3, blank=True)
    product = models.CharField(_("words in the product"), max_length=120, blank=True)
    since = models.DateField(_("valid from"), default=clock.today)
    until = models.DateField(_("valid until"), null=True, blank=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    made_by = models.ForeignKey(
        EMPLOYEE, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )

    class Meta:
        ordering = ("place", "line", "version")
        verbose_name = _("rule of commission")
        verbose_name_plural = _("rules of commission")
        constraints = (
            models.UniqueConstraint(fields=("line", "version"), name="team_rule_version_once"),
            models.CheckConstraint(
                condition=Q(percent__gte=0, percent__lte=100),
                name="team_rule_percent",
                violation_error_message=_("A percent is from 0 to 100."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="team_rule_days",
                violation_error_message=_("The last day is before the first one."),
            ),
            models.CheckConstraint(
                condition=Q(age_from=None) | Q(age_to=None) | Q(age_to__gte=F("age_from")),
                name="team_rule_age",
                violation_error_message=_("The upper bound is below the lower one."),
            ),
            models.CheckConstraint(condition=Q(base__in=Base.values), name="team_rule_base_known"),
            models.CheckConstraint(condition=Q(whose__in=Whose.values), name="team_rule_whose_known"),
        )

    def __str__(self) -> str:
        from vernost.team.wording import rule_said

        return rule_said(self)


class Kind(models.TextChoices):
    EARNED = "earned", pgettext_lazy("commission", "Payment")
    RETURNED = "returned", pgettext_lazy("commission", "Refund")
    CORRECTED = "corrected", pgettext_lazy("commission", "Correction")


class Accrual(ScopedModel):
    """The ledger: written once, never changed, never deleted (triggers.py). ``sum`` is signed.

    ``month``: the first day of the month whose statement it belongs to; ``day``: when it happened. A payment
    has a row for each part of it that another rule pays (``part``), a refund one for each of those.
    """

    scope = PeopleScope("employee", also="commission.see_all", heads=COMMISSION_TO_HEADS.value)

    employee = models.ForeignKey(EMPLOYEE, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    day = models.DateField()
    kind = models.CharField(max_length=9, choices=Kind.choices)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="commission", null=True, db_index=False)
    refund = models.ForeignKey(Refund, models.PROTECT, related_name="commission", null=True, db_index=False)
    part = models.PositiveSmallIntegerField(default=0)
    rule = models.ForeignKey(Rule, models.PROTECT, related_name="+", null=True)
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    base = MoneyField(default=Decimal(0))
    sum = MoneyField()
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(EMPLOYEE, models.PROTECT, related_name="+", null=True, db_index=False)
    key = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-day", "-id")
        verbose_name = _("row of commission")
        verbose_name_plural = _("rows of commission")
        constraints = (
            models.UniqueConstraint(
                fields=("payment", "part"), condition=Q(kind=Kind.EARNED), name="team_accrual_earned_once"
            ),
            models.UniqueConstraint(
                fields=("payment", "part", "refund"),
                condition=Q(kind=Kind.RETURNED),
                name="team_accrual_returned_once",
            ),
            models.UniqueConstraint(fields=("key",), condition=~Q(key=""), name="team_accrual_key_once"),
            models.CheckConstraint(
                condition=Q(kind=Kind.EARNED, payment__isnull=False, refund=None, sum__gte=0)
                | Q(kind=Kind.RETURNED, payment__isnull=False, refund__isnull=False, sum__lte=0)
                | (Q(kind=Kind.CORRECTED, payment=None, refund=None, by__isnull=False) & ~Q(reason="")),
                name="team_accrual_of_something",
            ),
        )
        indexes = (
            models.Index(fields=("employee", "month", "-day", "-id"), name="team_accrual_of_month"),
            models.Index(fields=("month", "employee"), name="team_accrual_by_month"),
        )

    def __str__(self) -> str:
        return f"{self.day}: {self.sum}"


class TakenBack(models.Model):
    """How much of a payment a refund gives back. Written once, like the ledger."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="+")
    refund = models.ForeignKey(Refund, models.PROTECT, related_name="+", db_index=False)
    amount = MoneyField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("refund", "payment"), name="team_taken_back_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="team_taken_back_some"),
        )

    def __str__(self) -> str:
        return f"{self.refund_id} → {self.payment_id}: {self.amount}"


class Books(models.Model):
    """One row: up to where payments and refunds have been read, up to which month all is closed; and the lock
    under which rows are written and months closed."""

    payment_id = models.BigIntegerField(default=0)
    refund_id = models.BigIntegerField(default=0)
    closed_until = models.DateField(null=True)  # the first day of the last closed month

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="team_books_one"),)

    def __str__(self) -> str:
        return f"{self.payment_id}, {self.refund_id}, {self.closed_until}"


class Statement(ScopedModel):
    """A closed month of an employee: what it came to on the day it was closed. Never changed."""

    scope = PeopleScope("employee", also="commission.see_all", heads=COMMISSION_TO_HEADS.value)

    employee = models.ForeignKey(EMPLOYEE, models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    month = models.DateField()
    number = models.PositiveSmallIntegerField()
    rows = models.PositiveIntegerField()
    earned = MoneyField()
    returned = MoneyField()
    corrected = MoneyField()
    total = MoneyField()
    closed_at = models.DateTimeField(default=clock.now)
    closed_by = models.ForeignKey(EMPLOYEE, models.PROTECT, related_name="+", null=True, db_index=False)

    class Meta:
        ordering = ("-month", "number")
        verbose_name = _("statement of commission")
        verbose_name_plural = _("statements of commission")
        constraints = (
            models.UniqueConstraint(fields=("month", "employee"), name="team_statement_once"),
            models.UniqueConstraint(fields=("month", "number"), name="team_statement_number_once"),
            models.CheckConstraint(
                condition=Q(total=F("earned") + F("returned") + F("corrected")), name="team_statement_adds_up"
            ),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}/{self.number}"
