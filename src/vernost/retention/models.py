"""What was computed: one row a client, the base's own figures, and every change of standing."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.scopes import OwnerScope
from vernost.access.scoping import ScopedModel
from vernost.clients.models import Client
from vernost.core import clock
from vernost.core.money import MoneyField
from vernost.retention.crossings import UNKNOWN


class Lifecycle(models.TextChoices):
    """Rule 2.4."""

    POTENTIAL = "potential", pgettext_lazy("standing", "Potential")
    NEW = "new", pgettext_lazy("standing", "New")
    ACTIVE = "active", pgettext_lazy("standing", "Active")
    SLIPPING = "slipping", pgettext_lazy("standing", "Slipping")
    LOST = "lost", pgettext_lazy("standing", "Lost")
    RETURNED = "returned", pgettext_lazy("standing", "Returned")
    CLOSED = "closed", pgettext_lazy("standing", "Closed")


class RhythmSource(models.TextChoices):
    """Which of the four the rhythm is (rule 2.2)."""

    UNKNOWN = "", pgettext_lazy("rhythm", "Unknown")
    OWN = "own", _("The client's own pauses")
    STATED = "stated", _("Stated by an employee")
    SEGMENT = "segment", _("Usual in the market segment")
    BASE = "base", _("Usual in the whole base")


class Winback(models.TextChoices):
    """Rule 6.1."""

    NONE = "", pgettext_lazy("winback", "Not lost")
    FIRST = "first", _("Win back first of all")
    MUST = "must", _("Must be won back")
    IF_POSSIBLE = "if_possible", _("Win back if possible")
    LET_GO = "let_go", pgettext_lazy("winback", "Let go")


WORTH_IT = (Winback.FIRST, Winback.MUST)  # the plan for winning back begins with these


class ClientFacts(ScopedModel):
    """Where a client stands on the day ``as_of``; rewritten whole by each refresh, never by hand."""

    scope = OwnerScope("client__owner", client="client")

    # No constraint: whom the base no longer has, the refresh takes out itself, and a check of each of a
    # million rows takes as long as computing them.
    client = models.OneToOneField(
        Client, models.CASCADE, primary_key=True, related_name="facts", db_constraint=False
    )
    as_of = models.DateField(_("as of"))
    computed_at = models.DateTimeField(_("computed"), default=clock.now)

    purchases = models.PositiveIntegerField(_("purchases"), default=0)
    first_purchase = models.DateField(_("first purchase"), null=True)
    last_purchase = models.DateField(_("last purchase"), null=True)
    revenue = MoneyField(_("revenue"), default=0)
    average_check = MoneyField(_("average check"), null=True)
    profit = MoneyField(_("profit of the last year"), default=0)

    rhythm_days = models.FloatField(_("usual pause"), null=True)
    rhythm_source = models.CharField(
        _("where the rhythm comes from"), max_length=8, choices=RhythmSource.choices, blank=True
    )
    line_days = models.PositiveIntegerField(_("days of silence to the line"), null=True)
    lost_line = models.DateField(_("lost line"), null=True)

    lifecycle = models.CharField(_("standing"), max_length=10, choices=Lifecycle.choices)
    since = models.DateField(_("since"), null=True)
    returned_on = models.DateField(_("returned on"), null=True)

    purchases_a_year = models.FloatField(_("purchases a year"), null=True)
    money_a_year = MoneyField(_("money a year"), null=True)
    money_lost_a_year = MoneyField(_("money lost a year"), null=True)

    # Rule 1.5: of the first months after the first purchase; empty until they are over.
    brought_3 = MoneyField(_("brought in the first 3 months"), null=True)
    brought_6 = MoneyField(_("brought in the first 6 months"), null=True)
    brought_12 = MoneyField(_("brought in the first 12 months"), null=True)

    # Whose the client is, for sums of the loss report: who may see the client is never asked here.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    # The last days on which the client came, went or was closed, the latest first, and what ended then: see
    # ``crossings``. UNKNOWN: to be looked up among the changes.
    crossed_on = models.DateField(default=UNKNOWN)
    crossed_from = models.CharField(max_length=10, blank=True)
    crossed_on_2 = models.DateField(default=UNKNOWN)
    crossed_from_2 = models.CharField(max_length=10, blank=True)
    crossed_on_3 = models.DateField(default=UNKNOWN)

    # Rule 2.8, within a year; empty where the base carries no model.
    chance_alive = models.FloatField(_("chance alive"), null=True)
    chance_purchase = models.FloatField(_("chance to buy within a year"), null=True)
    expected_purchases = models.FloatField(_("purchases expected within a year"), null=True)
    expected_value = MoneyField(_("money expected within a year"), null=True)
    next_purchase = models.DateField(_("next purchase expected"), null=True)
    next_from = models.DateField(_("next purchase, earliest"), null=True)
    next_until = models.DateField(_("next purchase, latest"), null=True)

    abc = models.CharField("ABC", max_length=1, blank=True)
    xyz = models.CharField("XYZ", max_length=1, blank=True)
    rfm = models.CharField("RFM", max_length=3, blank=True)
    segment = models.CharField(_("RFM segment"), max_length=20, blank=True)
    winback_class = models.CharField(_("win-back class"), max_length=12, choices=Winback.choices, blank=True)
    # Rule 2.3: of those past the line on the day of BaseFacts.cut, who bought again unasked; null: not
    # past it then.
    came_back = models.BooleanField(null=True)

    class Meta:
        verbose_name = _("facts of a client")
        verbose_name_plural = _("facts of clients")
        constraints = (
            models.CheckConstraint(
                condition=Q(lifecycle__in=Lifecycle.values), name="retention_facts_standing_known"
            ),
        )
        indexes = (
            # Each standing by the day of the last purchase (presets), and by worth (short lists, sums).
            models.Index(
                fields=("lifecycle", "last_purchase", "client", "winback_class"), name="retention_by_standing"
            ),
            models.Index(fields=("lifecycle", "money_a_year", "client"), name="retention_standing_worth"),
            # One client after another, as a manager's are looked at: the index alone, not the wide rows.
            models.Index(
                fields=("client", "lifecycle", "winback_class", "last_purchase"), name="retention_at_a_glance"
            ),
            # With what the flows of the last weeks are counted by.
            models.Index(
                fields=("last_purchase", "client", "first_purchase", "returned_on"), name="retention_by_last"
            ),
            # Who came when, with what they brought: sources are compared on it.
            models.Index(
                fields=("first_purchase", "client", "brought_3", "brought_6", "brought_12"),
                name="retention_by_first",
            ),
            models.Index(fields=("money_a_year", "client"), name="retention_by_worth"),
            models.Index(
                # With the class of winning back and the chance, so that losses, and those to be expected, are
                # summed off the index alone.
                fields=("money_lost_a_year", "client", "winback_class", "chance_purchase"),
                name="retention_by_loss",
                condition=Q(money_lost_a_year__isnull=False),
            ),
            models.Index(fields=("lost_line", "client", "lifecycle"), name="retention_by_line"),
            models.Index(
                # The whole loss report of any period.
                fields=(
                    "owner",
                    "lifecycle",
                    "crossed_on",
                    "crossed_from",
                    "crossed_on_2",
                    "crossed_from_2",
                    "crossed_on_3",
                    "client",
                    "money_a_year",
                ),
                name="retention_crossed",
            ),
            models.Index(
                fields=("came_back", "client"), name="retention_by_back", condition=Q(came_back__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.client_id}: {self.lifecycle}"


class LifecycleChange(ScopedModel):
    """On ``day`` the client moved from ``before`` to ``after`` (rule 2.4). Kept for good."""

    scope = OwnerScope("client__owner", client="client")

    client = models.ForeignKey(
        Client, models.CASCADE, related_name="lifecycle_changes", db_index=False, db_constraint=False
    )
    day = models.DateField()
    before = models.CharField(max_length=10, choices=Lifecycle.choices, blank=True)
    after = models.CharField(max_length=10, choices=Lifecycle.choices)

    class Meta:
        ordering = ("-day", "-id")
        verbose_name = _("change of standing")
        verbose_name_plural = _("changes of standing")
        indexes = (
            # With the standing itself, so that «where did they stand on a day» is read off the index.
            models.Index(fields=("client", "day", "id", "after"), name="retention_change_of"),
        )

    def __str__(self) -> str:
        return f"{self.client_id} {self.day}: {self.before} → {self.after}"


class BaseFacts(models.Model):
    """What one client's facts take from all the others: with it one client is computed anew alone. One
    row.
    """

    as_of = models.DateField()
    first_day = models.DateField(null=True)
    cut = models.DateField(null=True)
    horizon_days = models.PositiveIntegerField(null=True)
    profit_source = models.CharField(max_length=8, default="revenue")
    # {"rhythm", "segments", "then_rhythm", "then_segments", "cuts": {recency, frequency, monetary},
    # "marks": [[profit, client], …], "forecast": parameters of rule 2.8}
    figures = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.as_of)


class WorthMonth(ScopedModel):
    """The terms of the LTV formula (rule 3.1) at a month's end, of the clients of one manager: they add
    up.
    """

    scope = OwnerScope("owner")

    month = models.DateField()  # the day it was counted to: a month's last, or the day of the refresh
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )
    clients = models.PositiveIntegerField()
    purchases = models.PositiveIntegerField()
    months = models.FloatField()
    checks = models.FloatField()  # Σ of average checks, minor units
    revenue = MoneyField()
    margin = MoneyField(null=True)

    class Meta:
        ordering = ("month", "id")
        indexes = (models.Index(fields=("month", "owner"), name="retention_worth_month"),)

    def __str__(self) -> str:
        return f"{self.month} {self.owner_id}"


class Refresh(models.Model):
    """One run over the whole base; the figures in force are those of the last that is done."""

    class State(models.TextChoices):
        RUNNING = "running", pgettext_lazy("refresh", "Running")
        DONE = "done", pgettext_lazy("refresh", "Done")
        FAILED = "failed", pgettext_lazy("refresh", "Failed")

    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    as_of = models.DateField()
    started_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    clients = models.PositiveIntegerField(default=0)
    orders = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("state", "-id"), name="retention_refresh_last"),)

    def __str__(self) -> str:
        return f"{self.as_of} {self.state}"


class Stale(models.Model):
    """A client whose orders changed after the facts were computed: computed again at once, or by the next
    sweep.
    """

    client = models.OneToOneField(Client, models.CASCADE, primary_key=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.client_id)
