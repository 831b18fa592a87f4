"""A file being imported: everything a killed worker needs to go on where it was."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.scopes import EveryoneScope, SelfScope
from vernost.access.scoping import ScopedModel
from vernost.core import clock
from vernost.core.models import Leased


class ImportKind(models.TextChoices):
    ORDERS = "orders", pgettext_lazy("import", "Orders")
    CLIENTS = "clients", pgettext_lazy("import", "Clients")


class ImportState(models.TextChoices):
    LOOKING = "looking", pgettext_lazy("import", "Waiting for its columns")
    TRYING = "trying", pgettext_lazy("import", "Being tried")
    TRIED = "tried", pgettext_lazy("import", "Tried, nothing written")
    RUNNING = "running", pgettext_lazy("import", "Being imported")
    DONE = "done", pgettext_lazy("import", "Imported")
    FAILED = "failed", pgettext_lazy("import", "Stopped")


class ImportRun(ScopedModel, Leased):
    """``cursor`` says how many of the file's records are in the base; it moves in their transaction.

    ``as_of`` is the day on which the file was brought: a run that goes on tomorrow must read the same rows.
    ``counts`` is what the dry run or the import found; ``place`` names the file within the data directory.
    """

    scope = SelfScope("created_by", also="audit.see")

    kind = models.CharField(_("what"), max_length=10, choices=ImportKind.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState.choices, default=ImportState.LOOKING
    )
    file_name = models.CharField(_("file"), max_length=200)
    place = models.CharField(max_length=200, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    size = models.BigIntegerField(_("size"), default=0)
    source = models.CharField(_("system"), max_length=40, default="file")
    mapping = models.JSONField(default=dict, blank=True)
    refund_mark = models.CharField(_("word that marks a refund"), max_length=60, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("manager of new clients"),
        null=True, blank=True, db_index=False,
    )  # fmt: skip
    as_of = models.DateField(default=clock.today)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    cursor = models.BigIntegerField(default=0, editable=False)
    total = models.BigIntegerField(null=True, editable=False)
    stage = models.CharField(max_length=100, blank=True, editable=False)
    counts = models.JSONField(default=dict, encoder=DjangoJSONEncoder, editable=False)
    trouble = models.JSONField(default=dict, encoder=DjangoJSONEncoder, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-id",)
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=ImportKind.values), name="orders_import_kind_known"),
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values), name="orders_import_state_known"
            ),
            models.CheckConstraint(condition=Q(cursor__gte=0), name="orders_import_cursor"),
        )
        indexes = (
            models.Index(fields=("due_at",), name="orders_imports_due", condition=Q(due_at__isnull=False)),
        )

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_stuck(self) -> bool:
        """Nobody is going to work at it: it failed too often, or the command that did it was killed."""
        return self.due_at is None and self.state in (ImportState.TRYING, ImportState.RUNNING)

    @property
    def share(self) -> float | None:
        return min(1.0, self.cursor / self.total) if self.total else None


class ColumnMap(ScopedModel):
    """Which column means what in files with these headers: asked once, remembered for the next file."""

    scope = EveryoneScope()

    kind = models.CharField(max_length=10, choices=ImportKind.choices)
    headers = models.CharField(max_length=64)  # sha256 of the headers in their order
    mapping = models.JSONField(default=dict)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("remembered columns")
        verbose_name_plural = _("remembered columns")
        constraints = (models.UniqueConstraint(fields=("kind", "headers"), name="orders_columns_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.headers[:8]}"
