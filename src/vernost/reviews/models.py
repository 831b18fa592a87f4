"""Whom the firm asked for a review, what was written, and how the site shows it (rule 4.7)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor, Kind, Role
from vernost.access.scopes import EVERYTHING, EveryoneScope, OwnerScope
from vernost.access.scoping import ScopedModel
from vernost.clients.models import Client
from vernost.core import clock
from vernost.orders.models import Order
from vernost.post.models import Letter

BEST = 5
LONGEST_TEXT = 5000
LONGEST_NAME = 80
CORRECTED_WITHIN = timedelta(days=1)


class Ask(ScopedModel):
    """One asking of one client, of an order or by hand. ``secret`` is what its link carries. The key to the
    order is unique: however often a delivery is seen, its client is asked once."""

    scope = OwnerScope("client__owner", client="client")

    client = models.ForeignKey(Client, models.CASCADE, related_name="review_asks", db_index=False)
    order = models.OneToOneField(Order, models.PROTECT, related_name="review_ask", null=True)
    letter = models.ForeignKey(Letter, models.SET_NULL, related_name="+", null=True, db_index=False)
    secret = models.CharField(max_length=43, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )
    made_at = models.DateTimeField(default=clock.now)
    held = models.BooleanField(default=False)  # the letter could not go: it counts as no asking

    class Meta:
        ordering = ("-made_at", "-id")
        verbose_name = _("request for a review")
        verbose_name_plural = _("requests for reviews")
        constraints = (
            models.UniqueConstraint(
                fields=("secret",), name="reviews_ask_secret_once", condition=~Q(secret="")
            ),
        )
        indexes = (
            models.Index(fields=("client", "-made_at"), name="reviews_ask_of_client"),
            models.Index(fields=("-made_at",), name="reviews_ask_by_time"),
        )

    def __str__(self) -> str:
        return f"{self.client} {self.made_at:%Y-%m-%d}"


class Source(models.TextChoices):
    LETTER = "letter", pgettext_lazy("review", "By our letter")
    PAGE = "page", pgettext_lazy("review", "Page for visitors")
    HAND = "hand", pgettext_lazy("review", "Told to an employee")
    SITE = "site", pgettext_lazy("review", "Our site")
    GIS = "2gis", pgettext_lazy("review", "2GIS")
    YANDEX = "yandex", pgettext_lazy("review", "Yandex Maps")
    GOOGLE = "google", pgettext_lazy("review", "Google Maps")
    SOCIAL = "social", pgettext_lazy("review", "Social network")
    OTHER = "other", pgettext_lazy("review", "Another place")
    API = "api", pgettext_lazy("review", "Another program")


# What an employee writes down: where it stood.
BY_HAND = (
    Source.HAND, Source.SITE, Source.GIS, Source.YANDEX, Source.GOOGLE, Source.SOCIAL, Source.OTHER,
)  # fmt: skip


class State(models.TextChoices):
    NEW = "new", pgettext_lazy("review", "Waits")
    PUBLISHED = "published", pgettext_lazy("review", "Published")
    DECLINED = "declined", pgettext_lazy("review", "Not published")
    HIDDEN = "hidden", pgettext_lazy("review", "Taken off")
    SPAM = "spam", pgettext_lazy("review", "Spam")


class ReviewScope(OwnerScope):
    """A review of a client: whoever sees the client. Whoever speaks for the firm in public (marketing) sees
    every review; one of nobody known is seen by heads too."""

    def rows(self, actor: Actor) -> Q:
        if actor.kind is Kind.EMPLOYEE and actor.role is Role.MARKETER:
            return EVERYTHING
        own = super().rows(actor)
        if actor.kind is Kind.EMPLOYEE and actor.role is Role.HEAD and own != EVERYTHING:
            return own | Q(client=None)
        return own

    def holds(self, actor: Actor, row: Any) -> bool:
        if actor.kind is Kind.EMPLOYEE and actor.role is Role.MARKETER:
            return True
        if row.client_id is None and actor.kind is Kind.EMPLOYEE and actor.role is Role.HEAD:
            return True
        if row.client_id is None and actor.kind is Kind.TOKEN:
            return actor.client_id is None
        return super().holds(actor, row)


class Review(ScopedModel):
    """``agreed_at``: when its author agreed to its publication, ``agreed_how`` in which way, ``withdrawn_at``
    when they thought better of it; without a standing agreement nothing is published, and the base itself
    refuses it. ``key``: the same review sent twice is one. ``secret``: of its author's own page, where there
    was no letter. ``phone`` and ``email`` are what a visitor left, shown to nobody outside."""

    scope = ReviewScope("client__owner", client="client")

    client = models.ForeignKey(
        Client, models.CASCADE, related_name="reviews", null=True, blank=True, db_index=False
    )
    order = models.ForeignKey(Order, models.SET_NULL, related_name="+", null=True, blank=True, db_index=False)
    ask = models.OneToOneField(Ask, models.SET_NULL, related_name="review", null=True, editable=False)
    source = models.CharField(_("where it was written"), max_length=8, choices=Source.choices)
    original = models.URLField(_("address of the original"), max_length=500, blank=True)
    key = models.CharField(max_length=120, blank=True, editable=False)
    secret = models.CharField(max_length=43, blank=True, editable=False)

    stars = models.PositiveSmallIntegerField(_("stars"))
    text = models.TextField(_("review"), max_length=LONGEST_TEXT, blank=True)
    name = models.CharField(_("signed as"), max_length=LONGEST_NAME, blank=True)
    language = models.CharField(max_length=8, blank=True, editable=False)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)

    agreed_at = models.DateTimeField(null=True, editable=False)
    agreed_how = models.CharField(_("how they agreed to its publication"), max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    state = models.CharField(max_length=9, choices=State.choices, default=State.NEW, editable=False)
    reason = models.CharField(_("why it is not published"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    answer = models.TextField(_("answer of the firm"), max_length=LONGEST_TEXT, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    answered_at = models.DateTimeField(null=True, editable=False)

    written_at = models.DateTimeField(_("written"), default=clock.now)
    corrected_at = models.DateTimeField(null=True, editable=False)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("-written_at", "-id")
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = (
            models.CheckConstraint(
                condition=Q(stars__gte=1, stars__lte=BEST),
                name="reviews_stars_within",
                violation_error_message=_("Choose from one to five stars."),
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="reviews_state_known"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="reviews_source_known"),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED) | Q(agreed_at__isnull=False, withdrawn_at=None),
                name="reviews_published_with_agreement",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="reviews_answer_has_its_time",
            ),
            models.UniqueConstraint(fields=("key",), name="reviews_once", condition=~Q(key="")),
            models.UniqueConstraint(fields=("secret",), name="reviews_secret_once", condition=~Q(secret="")),
        )
        indexes = (
            models.Index(fields=("client", "-written_at", "-id"), name="reviews_of_client"),
            models.Index(fields=("-written_at", "-id"), name="reviews_by_time"),
            models.Index(fields=("state", "-written_at", "-id"), name="reviews_by_state"),
            # Sums alone: of a period, and of all that stands on the site.
            models.Index(fields=("written_at", "state", "stars"), name="reviews_marks_by_time"),
            models.Index(fields=("state", "stars"), name="reviews_marks"),
        )

    def __str__(self) -> str:
        return f"№ {self.pk}"

    @property
    def is_agreed(self) -> bool:
        return self.agreed_at is not None and self.withdrawn_at is None

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def signed(self) -> str:
        return self.name or str(_("Without a name"))

    @property
    def full(self) -> range:
        """Stars that shine, for drawing."""
        return range(self.stars)

    @property
    def empty(self) -> range:
        return range(BEST - self.stars)

    @property
    def may_be_corrected(self) -> bool:
        return clock.now() - self.written_at < CORRECTED_WITHIN


class Look(models.TextChoices):
    LIST = "list", pgettext_lazy("widget", "Mean and reviews")
    LINE = "line", pgettext_lazy("widget", "One line: the mean and how many")


class Theme(models.TextChoices):
    AUTO = "auto", pgettext_lazy("widget", "As the visitor’s device")
    LIGHT = "light", pgettext_lazy("widget", "Light")
    DARK = "dark", pgettext_lazy("widget", "Dark")


class Widget(ScopedModel):
    """How the firm's site shows its reviews: one row, the firm's own."""

    scope = EveryoneScope()

    address = models.SlugField(_("address"), max_length=40, unique=True, default="reviews")
    title = models.CharField(_("headline"), max_length=120, blank=True)
    look = models.CharField(_("what it shows"), max_length=4, choices=Look.choices, default=Look.LIST)
    theme = models.CharField(_("colours"), max_length=5, choices=Theme.choices, default=Theme.AUTO)
    shown = models.PositiveSmallIntegerField(_("reviews at most"), default=6)
    shows_answers = models.BooleanField(_("answers of the firm beside them"), default=True)
    takes = models.BooleanField(
        _("visitors may write one too"),
        default=True,
        help_text=_("On the page with all reviews. Nothing is published before you have looked at it."),
    )
    language = models.CharField(
        _("language"), max_length=2, choices=[("ru", _("Russian")), ("en", _("English"))], default="ru"
    )
    sites = models.TextField(
        _("sites where it may stand"),
        max_length=1000,
        blank=True,
        help_text=_("https://firm.ru, one a line. Empty: any site."),
    )
    is_open = models.BooleanField(_("shows reviews"), default=True)

    class Meta:
        verbose_name = _("widget of reviews")
        verbose_name_plural = _("widgets of reviews")
        constraints = (
            models.CheckConstraint(condition=Q(look__in=Look.values), name="reviews_look_known"),
            models.CheckConstraint(condition=Q(theme__in=Theme.values), name="reviews_theme_known"),
            models.CheckConstraint(
                condition=Q(shown__gte=1, shown__lte=30),
                name="reviews_shown_within",
                violation_error_message=_("From one to thirty."),
            ),
        )

    def __str__(self) -> str:
        return self.address

    @property
    def origins(self) -> list[str]:
        return self.sites.split()
