"""Employees and how they stand to each other. Every employee may know every colleague: not scoped."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from vernost.access.actor import Role
from vernost.core import clock
from vernost.core.models import Leased


class Team(models.Model):
    name = models.CharField(_("name"), max_length=100)
    head = models.ForeignKey(
        "Employee", models.PROTECT, related_name="teams_headed", verbose_name=_("head"), null=True, blank=True
    )

    class Meta:
        ordering = ("name", "id")
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = (
            models.UniqueConstraint(
                Lower("name"), name="staff_team_name_once", violation_error_message=_("There is such a team.")
            ),
        )

    def __str__(self) -> str:
        return self.name


class EmployeeManager(BaseUserManager["Employee"]):
    def get_by_natural_key(self, username: str | None) -> Employee:
        return self.get(email__iexact=username or "")

    def active(self) -> models.QuerySet[Employee]:
        return self.filter(is_active=True)


class Employee(AbstractBaseUser):
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=150, help_text=_("As clients read it: Anna Petrova."))
    phone = models.CharField(_("phone"), max_length=16, blank=True, help_text=_("Clients see it in letters."))
    role = models.CharField(_("role"), max_length=16, choices=Role.choices, default=Role.MANAGER)
    sees_all = models.BooleanField(
        _("sees all clients"),
        default=False,
        help_text=_("A director always does; each look is in the audit log."),
    )
    team = models.ForeignKey(
        Team, models.PROTECT, related_name="members", verbose_name=_("team"), null=True, blank=True
    )
    language = models.CharField(
        _("language"), max_length=2, choices=[("ru", _("Russian")), ("en", _("English"))], default="ru"
    )
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, help_text=_("Empty: the firm's."))
    is_active = models.BooleanField(_("works here"), default=True)
    joined_at = models.DateTimeField(default=clock.now, editable=False)
    left_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[EmployeeManager] = EmployeeManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("name", "id")
        verbose_name = _("employee")
        verbose_name_plural = _("employees")
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="staff_employee_email_once",
                violation_error_message=_("Somebody has this e-mail already."),
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="staff_employee_role_known"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]


class Deputy(models.Model):
    """``employee`` sees and serves the clients of ``stands_in_for`` on these days, both included."""

    employee = models.ForeignKey(
        Employee, models.PROTECT, related_name="deputyships", verbose_name=_("deputy")
    )
    stands_in_for = models.ForeignKey(
        Employee, models.PROTECT, related_name="deputies", verbose_name=_("stands in for")
    )
    since = models.DateField(_("from"))
    until = models.DateField(_("until, this day included"))

    class Meta:
        ordering = ("-since", "id")
        verbose_name = _("deputy")
        verbose_name_plural = _("deputies")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")),
                name="staff_deputy_days_in_order",
                violation_error_message=_("The last day is before the first one."),
            ),
            models.CheckConstraint(
                condition=~models.Q(employee=models.F("stands_in_for")),
                name="staff_deputy_is_another",
                violation_error_message=_("Nobody stands in for themselves."),
            ),
        )
        indexes = (models.Index(fields=("employee", "until"), name="staff_deputy_current"),)

    def __str__(self) -> str:
        return f"{self.employee} ← {self.stands_in_for}"

    def is_current(self, day: date) -> bool:
        return self.since <= day <= self.until


class Session(AbstractBaseSession):
    """A signed-in browser: whose, from where, last seen when; ended by deleting the row."""

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="sessions", null=True)
    address = models.CharField(max_length=45, blank=True)
    browser = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[BaseSessionManager[Any]] = BaseSessionManager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    @classmethod
    def get_session_store_class(cls) -> Any:
        from vernost.staff.sessions import SessionStore

        return SessionStore


class ApiToken(models.Model):
    """A program that acts for an employee. The secret itself is shown once and kept nowhere."""

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="tokens")
    name = models.CharField(_("what for"), max_length=80)
    hashed = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(max_length=8, editable=False)  # its last signs, to tell one from another
    verbs = models.JSONField(null=True, editable=False)  # nothing but these; null: whatever the employee may
    created_at = models.DateTimeField(default=clock.now, editable=False)
    seen_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="staff_token_named",
                violation_error_message=_("Say what it is for."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} …{self.hint}"


class Alert(Leased):
    """A director is to be told that somebody opened or exported unusually much on a day."""

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="+")
    told = models.ForeignKey(Employee, models.CASCADE, related_name="+")
    day = models.DateField()
    cards = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        constraints = (
            models.UniqueConstraint(fields=("employee", "day", "told"), name="staff_alert_once_a_day"),
        )
        indexes = (
            models.Index(
                fields=("due_at",), name="staff_alerts_due", condition=models.Q(due_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.employee_id} {self.day}"
