"""How a client is reached, and the people of a company."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.scopes import OwnerScope
from vernost.access.scoping import ScopedModel
from vernost.clients.models.client import Client
from vernost.clients.rules import phone_shown


class Decides(models.TextChoices):
    """The part of a key person in the decision to buy (rule 1.8)."""

    UNKNOWN = "", pgettext_lazy("decision", "Unknown")
    DECIDES = "decides", pgettext_lazy("decision", "Decides")
    INFLUENCES = "influences", pgettext_lazy("decision", "Influences")
    PAYS = "pays", pgettext_lazy("decision", "Pays")
    USES = "uses", pgettext_lazy("decision", "Uses what is bought")
    GUARDS = "guards", pgettext_lazy("decision", "Guards the door")
    AGAINST = "against", pgettext_lazy("decision", "Is against us")


class KeyPerson(ScopedModel):
    scope = OwnerScope("client__owner", client="client")

    client = models.ForeignKey(Client, models.CASCADE, related_name="people", verbose_name=_("client"))
    name = models.CharField(_("name"), max_length=200)
    address_as = models.CharField(_("how to address"), max_length=100, blank=True)
    position = models.CharField(_("position"), max_length=120, blank=True)
    decides = models.CharField(_("role in the decision"), max_length=12, choices=Decides.choices, blank=True)
    matters = models.TextField(_("what matters to them"), max_length=2000, blank=True)
    interests = models.TextField(_("interests"), max_length=2000, blank=True)
    birthday = models.DateField(_("birthday"), null=True, blank=True)
    known_by = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", verbose_name=_("who knows them"), blank=True
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("id",)
        verbose_name = _("key person")
        verbose_name_plural = _("key people")
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="clients_person_named"),
            models.CheckConstraint(
                condition=Q(decides__in=Decides.values), name="clients_person_decides_known"
            ),
        )
        indexes = (
            models.Index(
                fields=("birthday",), name="clients_person_birthday", condition=Q(birthday__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return self.name


class Phone(ScopedModel):
    scope = OwnerScope("client__owner", client="client")

    client = models.ForeignKey(Client, models.CASCADE, related_name="phones", verbose_name=_("client"))
    person = models.ForeignKey(
        KeyPerson, models.SET_NULL, related_name="phones", verbose_name=_("whose"), null=True, blank=True
    )
    number = models.CharField(_("phone"), max_length=16, help_text=_("E.164: +79161234567."))
    extension = models.CharField(_("extension"), max_length=10, blank=True)
    label = models.CharField(_("which one"), max_length=40, blank=True)
    # Its signs from the end: «the one that ends in 4567» is a beginning here, and an index finds it.
    backwards = models.CharField(max_length=16, editable=False)

    class Meta:
        ordering = ("id",)
        verbose_name = _("phone")
        verbose_name_plural = _("phones")
        constraints = (
            models.UniqueConstraint(
                fields=("client", "number", "extension"),
                name="clients_phone_once",
                violation_error_message=_("The client has this phone already."),
            ),
            models.CheckConstraint(condition=Q(number__startswith="+"), name="clients_phone_is_e164"),
        )
        indexes = (
            models.Index(fields=("number", "client"), name="clients_phone_number"),
            models.Index(fields=("backwards", "client"), name="clients_phone_ending"),
        )

    def __str__(self) -> str:
        shown = phone_shown(self.number)
        return f"{shown} ({self.extension})" if self.extension else shown

    def save(self, *args: object, **kwargs: object) -> None:
        self.backwards = backwards(self.number)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


def backwards(number: str) -> str:
    """For bulk inserts, which pass by save()."""
    return number.lstrip("+")[::-1]


class Email(ScopedModel):
    scope = OwnerScope("client__owner", client="client")

    client = models.ForeignKey(Client, models.CASCADE, related_name="emails", verbose_name=_("client"))
    person = models.ForeignKey(
        KeyPerson, models.SET_NULL, related_name="emails", verbose_name=_("whose"), null=True, blank=True
    )
    address = models.CharField(_("e-mail"), max_length=254)
    label = models.CharField(_("which one"), max_length=40, blank=True)

    class Meta:
        ordering = ("id",)
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        constraints = (
            models.UniqueConstraint(
                fields=("client", "address"),
                name="clients_email_once",
                violation_error_message=_("The client has this e-mail already."),
            ),
            models.CheckConstraint(condition=Q(address__contains="@"), name="clients_email_is_one"),
        )
        indexes = (models.Index(fields=("address", "client"), name="clients_email_address"),)

    def __str__(self) -> str:
        return self.address
