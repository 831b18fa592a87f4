"""A client: who they are, whose, where from, how bound, and by what names they are found."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor
from vernost.access.scopes import EveryoneScope, OwnerScope
from vernost.access.scoping import ScopedModel
from vernost.core import clock

models.CharField.register_lookup(Length)


class Kind(models.TextChoices):
    PERSON = "person", pgettext_lazy("client", "Person")
    COMPANY = "company", pgettext_lazy("client", "Company")


class Source(models.TextChoices):
    """Rule 1.5."""

    UNKNOWN = "", pgettext_lazy("source", "Unknown")
    WORD_OF_MOUTH = "word_of_mouth", _("Word of mouth")
    REVIEW = "review", pgettext_lazy("source", "Review")
    PARTNER = "partner", pgettext_lazy("source", "Partner")
    ADVERTISEMENT = "advertisement", _("Advertisement")
    FREE_MATERIAL = "free_material", _("Free material")
    WEBINAR = "webinar", _("Webinar")
    WALK_IN = "walk_in", _("Walked in")
    OTHER = "other", pgettext_lazy("source", "Other")


class Bond(models.TextChoices):
    """Rule 1.7: is the bond free?"""

    UNKNOWN = "", pgettext_lazy("bond", "Unknown")
    VOLUNTARY = "voluntary", pgettext_lazy("bond", "Voluntary")
    MIXED = "mixed", pgettext_lazy("bond", "Mixed")
    FORCED = "forced", pgettext_lazy("bond", "Forced")


class Holds(models.TextChoices):
    """What holds a client who is not quite free (rule 1.7)."""

    NOTHING = "", pgettext_lazy("bond", "Nothing named")
    HABIT = "habit", pgettext_lazy("bond", "Habit")
    MONEY_SPENT = "money_spent", _("Money already spent")
    CONTRACT = "contract", pgettext_lazy("bond", "Contract")
    NO_ALTERNATIVE = "no_alternative", _("No alternative")
    PERSON = "person", pgettext_lazy("bond", "The manager in person")
    OTHER = "other", pgettext_lazy("bond", "Other")


class Level(models.TextChoices):
    """The pyramid (rule 1.6)."""

    OWN = "own", _("Our client")
    COMPETITORS = "competitors", _("A competitor's client")
    POTENTIAL = "potential", _("A potential client")


class ClosedReason(models.TextChoices):
    """Rule 2.4: closed is said by a person, with a reason."""

    OPEN = "", pgettext_lazy("client", "Not closed")
    DIED = "died", _("Died")
    BANKRUPT = "bankrupt", _("Bankrupt")
    MOVED_AWAY = "moved_away", _("Moved away")
    LET_GO = "let_go", _("Let go")


class Partner(ScopedModel):
    """Who sends us clients: the firm's own list."""

    scope = EveryoneScope()
    name = models.CharField(_("name"), max_length=120)
    key = models.CharField(max_length=120, unique=True, editable=False)

    class Meta:
        ordering = ("key",)
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def __str__(self) -> str:
        return self.name


class ClientScope(OwnerScope):
    """Whoever was merged into another or erased is in nobody's list."""

    def rows(self, actor: Actor) -> Q:
        return super().rows(actor) & Q(is_live=True)

    def holds(self, actor: Actor, row: Any) -> bool:
        return bool(row.is_live) and super().holds(actor, row)


LIVE = Q(is_live=True)
# What people write of a client; everything else of the row is derived, or has a verb of its own.
EDITABLE = (
    "kind",
    "name",
    "address_as",
    "level",
    "competitor",
    "is_key",
    "segment",
    "source",
    "source_detail",
    "recommended_by",
    "partner",
    "bond",
    "held_by",
    "held_note",
    "held_until",
    "birthday",
    "time_zone",
    "language",
    "inn",
    "address",
    "rhythm_days",
    "about",
    "agreements",
    "rivals",
)


class Client(ScopedModel):
    scope = ClientScope("owner", client="pk")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.PERSON)
    name = models.CharField(_("name"), max_length=200)
    address_as = models.CharField(_("how to address"), max_length=100, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="clients",
        verbose_name=_("manager"),
        null=True,
        blank=True,
        db_index=False,
    )
    level = models.CharField(_("level"), max_length=12, choices=Level.choices, default=Level.OWN)
    competitor = models.CharField(_("with which competitor"), max_length=120, blank=True)
    is_key = models.BooleanField(_("key client"), default=False)
    segment = models.CharField(_("market segment"), max_length=80, blank=True)

    source = models.CharField(_("came from"), max_length=20, choices=Source.choices, blank=True)
    source_detail = models.CharField(_("which one"), max_length=120, blank=True)
    recommended_by = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="recommended",
        verbose_name=_("recommended by"),
        null=True,
        blank=True,
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="clients", verbose_name=_("partner"), null=True, blank=True
    )

    bond = models.CharField(_("bond"), max_length=10, choices=Bond.choices, blank=True)
    held_by = models.CharField(_("what holds them"), max_length=16, choices=Holds.choices, blank=True)
    held_note = models.CharField(_("what exactly"), max_length=200, blank=True)
    held_until = models.DateField(_("until"), null=True, blank=True)

    birthday = models.DateField(_("birthday"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    inn = models.CharField(_("tax number"), max_length=12, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    rhythm_days = models.PositiveSmallIntegerField(
        _("usual pause between purchases, days"), null=True, blank=True
    )
    about = models.TextField(_("about"), max_length=4000, blank=True)
    agreements = models.TextField(_("agreements"), max_length=4000, blank=True)
    rivals = models.TextField(_("competitors in the account"), max_length=2000, blank=True)

    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_reason = models.CharField(_("why closed"), max_length=12, choices=ClosedReason.choices, blank=True)

    # Derived by services from what stands above and around: never typed.
    name_key = models.CharField(max_length=200, blank=True, editable=False)
    name_sound = models.CharField(max_length=200, blank=True, editable=False)
    search = models.TextField(blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("added"), default=clock.now, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=clock.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    is_live = models.BooleanField(default=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, related_name="merged", null=True, editable=False, db_index=False
    )
    erased_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="clients_client_kind_known"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="clients_client_level_known"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="clients_client_source_known"),
            models.CheckConstraint(condition=Q(bond__in=Bond.values), name="clients_client_bond_known"),
            models.CheckConstraint(condition=Q(held_by__in=Holds.values), name="clients_client_holds_known"),
            models.CheckConstraint(
                condition=Q(closed_reason__in=ClosedReason.values), name="clients_client_reason_known"
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="clients_client_named",
                violation_error_message=_("Write the name."),
            ),
            models.CheckConstraint(
                condition=Q(bond__in=(Bond.MIXED, Bond.FORCED))
                | Q(held_by="", held_note="", held_until=None),
                name="clients_client_free_is_free",
                violation_error_message=_("Nothing holds a client whose bond is free."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_reason="")
                | (Q(closed_on__isnull=False) & ~Q(closed_reason="")),
                name="clients_client_closed_with_reason",
                violation_error_message=_("A client is closed with a day and a reason."),
            ),
            models.CheckConstraint(
                condition=Q(rhythm_days=None) | Q(rhythm_days__gte=1),
                name="clients_client_rhythm_positive",
                violation_error_message=_("A pause is a day or more."),
            ),
            models.CheckConstraint(
                condition=Q(inn="") | Q(inn__length__in=(10, 12)), name="clients_client_inn_length"
            ),
            models.CheckConstraint(
                condition=Q(is_live=True, merged_into=None, erased_at=None)
                | (Q(is_live=False) & (Q(merged_into__isnull=False) | Q(erased_at__isnull=False))),
                name="clients_client_live_or_gone",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("id")), name="clients_client_not_into_itself"
            ),
            models.CheckConstraint(
                condition=~Q(recommended_by=models.F("id")),
                name="clients_client_not_by_itself",
                violation_error_message=_("Nobody recommends themselves."),
            ),
        )
        # Each sort of the list: of everybody's clients, and of one manager's. A key that hardly anybody has
        # is indexed where there is one: rather than use an index full of nothing SQLite would go through all.
        indexes = (
            models.Index(
                fields=("merged_into",), name="clients_merged_into", condition=Q(merged_into__isnull=False)
            ),
            models.Index(fields=("name_key", "id"), name="clients_by_name", condition=LIVE),
            models.Index(fields=("owner", "name_key", "id"), name="clients_own_by_name", condition=LIVE),
            models.Index(fields=("created_at", "id"), name="clients_by_added", condition=LIVE),
            models.Index(fields=("owner", "created_at", "id"), name="clients_own_by_added", condition=LIVE),
            models.Index(fields=("changed_at", "id"), name="clients_by_changed", condition=LIVE),
            models.Index(fields=("owner", "changed_at", "id"), name="clients_own_by_changed", condition=LIVE),
            # Groups of namesakes are found on the index alone.
            models.Index(fields=("name_sound", "kind", "id"), name="clients_by_sound", condition=LIVE),
            models.Index(fields=("inn",), name="clients_by_inn"),
            models.Index(
                fields=("held_until",), name="clients_held_until", condition=Q(held_until__isnull=False)
            ),
            models.Index(fields=("birthday",), name="clients_birthday", condition=Q(birthday__isnull=False)),
            models.Index(fields=("segment",), name="clients_in_segment"),
            # The few whom a preset means.
            models.Index(fields=("owner", "id"), name="clients_key", condition=LIVE & Q(is_key=True)),
            models.Index(fields=("owner", "id"), name="clients_held", condition=LIVE & Q(bond="forced")),
            # The two lower levels of the pyramid, counted by competitor.
            models.Index(
                fields=("level", "competitor", "owner"),
                name="clients_not_ours",
                condition=LIVE & Q(level__in=("competitors", "potential")),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_company(self) -> bool:
        return self.kind == Kind.COMPANY

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None
