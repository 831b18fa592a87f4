"""Pipelines and their stages: the firm's own, in its own order."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.scopes import EveryoneScope
from vernost.access.scoping import ScopedModel
from vernost.sales.words import STAGES, pipeline_word

LONGEST = 60


class Pipeline(ScopedModel):
    """``code``: of those that came with the program. Without a name of the firm's own it is said in the
    reader's language."""

    scope = EveryoneScope()

    code = models.SlugField(max_length=30, blank=True, editable=False)
    name = models.CharField(pgettext_lazy("thing", "name"), max_length=LONGEST, blank=True)
    place = models.PositiveSmallIntegerField(default=0)
    is_retired = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ("place", "id")
        verbose_name = _("pipeline")
        verbose_name_plural = _("pipelines")
        constraints = (
            models.CheckConstraint(condition=~Q(code="", name=""), name="sales_pipeline_named"),
            models.UniqueConstraint(
                fields=("code",), condition=~Q(code=""), name="sales_pipeline_shipped_once"
            ),
        )

    def __str__(self) -> str:
        return self.name or str(pipeline_word(self.code))


class Stage(ScopedModel):
    """A stage that was deleted stays, retired, as long as the history of some deal speaks of it."""

    scope = EveryoneScope()

    pipeline = models.ForeignKey(Pipeline, models.PROTECT, related_name="stages")
    code = models.SlugField(max_length=30, blank=True, editable=False)
    name = models.CharField(pgettext_lazy("thing", "name"), max_length=LONGEST, blank=True)
    place = models.PositiveSmallIntegerField(default=0)
    probability = models.PositiveSmallIntegerField(
        _("chance of winning, %"), default=50, help_text=_("Of a deal on this stage, as you know it.")
    )
    is_retired = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ("place", "id")
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        constraints = (
            models.CheckConstraint(condition=~Q(code="", name=""), name="sales_stage_named"),
            models.CheckConstraint(
                condition=Q(probability__lte=100),
                name="sales_stage_chance_within",
                violation_error_message=_("A chance is from 0 to 100."),
            ),
        )

    def __str__(self) -> str:
        return self.name or str(STAGES.get(self.code, self.code))
