"""Checks by hand: one's own, or everybody's for those who plan them."""

from __future__ import annotations

from typing import Any

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.core.paging import Page, keyset_page
from vernost.standards.models import Check, Result, Standard


def check_list(actor: Actor, *, after: str = "") -> Page[Any]:
    require(actor, "standard.check")
    rows = Check.objects.visible_to(actor).select_related("by", "employee")
    page = keyset_page(rows, order=("-planned_on", "-id"), after=after)
    told: dict[int, list[Result]] = {}
    results = Result.objects.visible_to(actor).filter(check_made__in=[one.pk for one in page.rows])
    for one in results.select_related("standard").order_by("standard__place"):
        told.setdefault(one.check_made_id, []).append(one)
    return Page([(one, told.get(one.pk, [])) for one in page.rows], page.next)


def check_card(actor: Actor, pk: Any) -> tuple[Check, list[Result]]:
    rows: Any = Check.objects.select_related("by", "employee")
    check: Check = fetch(actor, rows, pk, verb="standard.check")
    results = Result.objects.visible_to(actor).filter(check_made=check).select_related("standard")
    return check, list(results.order_by("standard__place", "standard"))


def standards_in_use(actor: Actor) -> list[Standard]:
    return list(Standard.objects.visible_to(actor).filter(is_retired=False))
