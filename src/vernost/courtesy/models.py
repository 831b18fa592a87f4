"""One courtesy an order: a call in somebody's day, or a form with what the client answered (rule 5.5)."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.scopes import OwnerScope
from vernost.access.scoping import ScopedModel
from vernost.agenda.models import Step
from vernost.clients.models import Client
from vernost.core import clock
from vernost.orders.models import Order
from vernost.post.models import Letter

LONGEST_COMMENT = 2000
BEST = 5
WELL = 4  # from here on the client is content


class Way(models.TextChoices):
    CALL = "call", pgettext_lazy("courtesy", "Call")
    FORM = "form", pgettext_lazy("courtesy", "Form by letter")


class Courtesy(ScopedModel):
    """The key to the order is unique: however often the large order is seen, the client is asked once."""

    scope = OwnerScope("client__owner", client="client")

    order = models.OneToOneField(Order, models.PROTECT, related_name="courtesy")
    client = models.ForeignKey(Client, models.CASCADE, related_name="courtesies", db_index=False)
    way = models.CharField(max_length=4, choices=Way.choices)
    step = models.ForeignKey(Step, models.SET_NULL, related_name="+", null=True, db_index=False)
    letter = models.ForeignKey(Letter, models.SET_NULL, related_name="+", null=True, db_index=False)
    made_at = models.DateTimeField(default=clock.now)
    secret = models.CharField(max_length=43, blank=True)
    rating = models.PositiveSmallIntegerField(_("how it went"), null=True)
    comment = models.TextField(_("comment"), max_length=LONGEST_COMMENT, blank=True)
    again = models.BooleanField(_("the same again"), default=False)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at", "-id")
        verbose_name = _("courtesy after an order")
        verbose_name_plural = _("courtesies after orders")
        constraints = (
            models.CheckConstraint(condition=Q(way__in=Way.values), name="courtesy_way_known"),
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__gte=1, rating__lte=BEST), name="courtesy_rating_within"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, rating=None, comment="", again=False)
                | Q(answered_at__isnull=False, way=Way.FORM),
                name="courtesy_answer_of_a_form",
            ),
            models.UniqueConstraint(fields=("secret",), name="courtesy_secret_once", condition=~Q(secret="")),
        )
        indexes = (
            models.Index(fields=("client", "-made_at"), name="courtesy_of_client"),
            models.Index(fields=("made_at",), name="courtesy_by_time"),
        )

    def __str__(self) -> str:
        return f"{self.order}: {self.get_way_display()}"

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    def is_open_at(self, moment: datetime, days: int) -> bool:
        """Whether the link of the letter still opens the form."""
        return self.way == Way.FORM and (moment - self.made_at).days < days
