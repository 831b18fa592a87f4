"""A scoped queryset runs only for somebody."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet

from tests.cast import Cast
from tests.scoped.models import Lid, Pot
from vernost.access.errors import UnscopedQuery
from vernost.access.scoping import ScopedQuerySet

pytestmark = pytest.mark.django_db

DOORS: dict[str, Callable[[Any], Any]] = {
    "list": list,
    "bool": bool,
    "len": len,
    "index": lambda rows: rows[0],
    "slice": lambda rows: list(rows[:3]),
    "repr": repr,
    "get": lambda rows: rows.get(pk=1),
    "first": lambda rows: rows.first(),
    "last": lambda rows: rows.last(),
    "latest": lambda rows: rows.latest("pk"),
    "earliest": lambda rows: rows.earliest("pk"),
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "contains": lambda rows: rows.contains(Pot(pk=1)),
    "aggregate": lambda rows: rows.aggregate(n=Count("pk")),
    "iterator": lambda rows: next(rows.iterator(), None),
    "in_bulk": lambda rows: rows.in_bulk([1]),
    "values": lambda rows: list(rows.values("label")),
    "values_list": lambda rows: list(rows.values_list("label", flat=True)),
    "update": lambda rows: rows.update(label="x"),
    "bulk_update": lambda rows: rows.bulk_update([Pot(pk=1, label="x")], ["label"]),
    "delete": lambda rows: rows.all().delete(),
    "explain": lambda rows: rows.explain(),
    "raw": lambda rows: rows.raw("SELECT 1"),
    "get_or_create": lambda rows: rows.get_or_create(label="x"),
    "update_or_create": lambda rows: rows.update_or_create(label="x"),
    "union": lambda rows: list(rows.union(rows)),
    "or": lambda rows: list(rows.all() | rows.all()),
    "and": lambda rows: list(rows.all() & rows.all()),
    "subquery": lambda rows: list(Lid.objects.unscoped(reason="test").filter(pot__in=rows.all())),
}
# What only builds another queryset, or only inserts.
BUILDERS = {
    "all", "filter", "exclude", "complex_filter", "annotate", "alias", "order_by", "reverse", "distinct",
    "extra", "only", "defer", "using", "none", "select_related", "prefetch_related", "select_for_update",
    "intersection", "difference", "dates", "datetimes", "as_manager", "create", "bulk_create",
    "resolve_expression",
}  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_it_refuses_everyones_rows(door: str) -> None:
    with pytest.raises(UnscopedQuery):
        DOORS[door](Pot.objects.all())


@pytest.mark.parametrize("door", sorted(DOORS.keys() - {"raw"}))  # raw follows no filter
def test_it_refuses_after_filters_too(door: str) -> None:
    with pytest.raises(UnscopedQuery):
        DOORS[door](Pot.objects.filter(pk__gt=0).order_by("pk"))


def test_every_door_of_django_is_tried() -> None:
    public = {
        name
        for name, member in inspect.getmembers(QuerySet, inspect.isfunction)
        if not name.startswith("_") and not (name.startswith("a") and hasattr(QuerySet, name[1:]))
    }
    assert public - BUILDERS - set(DOORS) == set()


def test_dates_refuse() -> None:
    class Dated(models.Model):  # noqa: DJ008 - only built
        at = models.DateField()

        class Meta:
            app_label = "scoped"
            managed = False

    with pytest.raises(UnscopedQuery):
        list(ScopedQuerySet(Dated).dates("at", "year"))


def test_unscoped_wants_a_reason(cast: Cast) -> None:
    Pot.objects.create(owner=cast.owner, label="a")
    assert Pot.objects.unscoped(reason="test").count() == 1
    with pytest.raises(ValueError, match="say why"):
        Pot.objects.unscoped(reason=" ")


def test_creating_is_free_and_keys_forward_too(cast: Cast) -> None:
    pot = Pot.objects.create(owner=cast.owner, label="a")
    Pot.objects.bulk_create([Pot(owner=cast.owner, label="b")])
    lid = Lid.objects.create(pot=pot)
    pot.full_clean()
    pot.label = "changed"
    pot.save()
    pot.refresh_from_db()
    assert Lid.objects.unscoped(reason="test").get(pk=lid.pk).pot.label == "changed"


def test_rows_backward_are_scoped_again(cast: Cast) -> None:
    pot = Pot.objects.create(owner=cast.owner, label="a")
    Lid.objects.create(pot=pot)
    with pytest.raises(UnscopedQuery):
        list(pot.lids.all())
    assert pot.lids.visible_to(cast.actor("owner")).count() == 1
    assert pot.lids.visible_to(cast.actor("stranger")).count() == 0
    with pytest.raises(UnscopedQuery):
        list(Pot.objects.unscoped(reason="test").prefetch_related("lids"))
    scoped = Prefetch("lids", queryset=Lid.objects.visible_to(cast.actor("owner")))
    assert len(Pot.objects.unscoped(reason="test").prefetch_related(scoped)[0].lids.all()) == 1


def test_a_subquery_by_exists_works_scoped(cast: Cast) -> None:
    pot = Pot.objects.create(owner=cast.owner, label="a")
    Lid.objects.create(pot=pot)
    actor = cast.actor("owner")
    has_lid = Exists(Lid.objects.visible_to(actor).filter(pot=OuterRef("pk")))
    assert Pot.objects.visible_to(actor).filter(has_lid).count() == 1


def test_deleting_takes_what_hangs_on_it(cast: Cast) -> None:
    pot = Pot.objects.create(owner=cast.owner, label="a")
    Lid.objects.create(pot=pot)
    pot.delete()
    assert Lid.objects.unscoped(reason="test").count() == 0
