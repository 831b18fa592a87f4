"""Rules of commission: added, changed (a used one by a new version), ended, put in another order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.clients.rules import tidy
from vernost.clients.services.saving import checked
from vernost.core.errors import Invalid
from vernost.core.typed import typed_day
from vernost.journal.write import record
from vernost.team import kinds
from vernost.team.models import Accrual, Kind, Rule
from vernost.team.services.books import locked_books, read_again

VALUES = (
    "percent", "base", "whose", "role", "employee", "age_from", "age_to", "classes", "product", "since",
    "until",
)  # fmt: skip
DAY = timedelta(days=1)


def drafted(values: Mapping[str, Any]) -> Rule:
    """A rule with these values, checked and not saved: for saving, and for trying it on the past."""
    unknown = values.keys() - set(VALUES)
    if unknown:
        raise TypeError(f"a rule has no {', '.join(sorted(unknown))}")
    rule = Rule(line=0)
    for name, value in values.items():
        setattr(rule, name, value)
    rule.product = tidy(rule.product)[:120]
    rule.classes = "".join(letter for letter in "ABC" if letter in rule.classes.upper())
    checked(rule, exclude=("employee", "made_by", "line"))
    return rule


@transaction.atomic
def rule_add(actor: Actor, **values: Any) -> Rule:
    """After the others. Payments of open months that no rule fitted are looked at again."""
    require(actor, "commission.rules")
    locked_books()
    last = Rule.objects.visible_to(actor).aggregate(line=Max("line"), place=Max("place"))
    rule = drafted(values)
    rule.line, rule.place = (last["line"] or 0) + 1, (last["place"] or 0) + 1
    return _saved(actor, rule, kinds.RULE_ADDED)


@transaction.atomic
def rule_change(actor: Actor, *, rule_id: int, **values: Any) -> Rule:
    """A rule by which nothing has been paid is edited; a used one ends on the day before its new version."""
    old: Rule = fetch(actor, Rule, rule_id, verb="commission.rules", lock=True)
    locked_books()
    new, last = drafted(values), last_used(old)
    if last is None:
        for name in VALUES:
            setattr(old, name, getattr(new, name))
        old.save(update_fields=VALUES)
        record(actor, kinds.RULE_CHANGED, subject=old, data={"rule": str(old)})
        read_again(old.since)
        return old
    if new.since <= last:
        text = _("It has paid for {day} already: the new version begins later.")
        raise Invalid(since=text.format(day=typed_day(last)))
    if old.until is None or old.until >= new.since:
        old.until = new.since - DAY
        old.save(update_fields=["until"])
    versions = Rule.objects.visible_to(actor).filter(line=old.line)
    new.line, new.place = old.line, old.place
    new.version = 1 + (versions.aggregate(n=Max("version"))["n"] or 0)
    return _saved(actor, new, kinds.RULE_CHANGED)


@transaction.atomic
def rule_end(actor: Actor, *, rule_id: int, until: date) -> None:
    """Its last day. One that would end before it began, and has paid nothing, is gone."""
    rule: Rule = fetch(actor, Rule, rule_id, verb="commission.rules", lock=True)
    locked_books()
    said, last = str(rule), last_used(rule)
    if last is not None and until < last:
        text = _("It has paid for {day} already: it cannot end earlier.")
        raise Invalid(until=text.format(day=typed_day(last)))
    if until < rule.since:
        rule.delete()
    else:
        rule.until = until
        rule.save(update_fields=["until"])
    record(actor, kinds.RULE_ENDED, data={"rule": said})


@transaction.atomic
def rule_move(actor: Actor, *, rule_id: int, up: bool) -> None:
    """One place up or down: the first rule that fits is the one that pays."""
    rule: Rule = fetch(actor, Rule, rule_id, verb="commission.rules")
    locked_books()
    lines = list(dict.fromkeys(Rule.objects.visible_to(actor).values_list("line", flat=True)))
    here = lines.index(rule.line)
    there = here - 1 if up else here + 1
    if 0 <= there < len(lines):
        lines[here], lines[there] = lines[there], lines[here]
        for place, line in enumerate(lines, start=1):
            Rule.objects.visible_to(actor).filter(line=line).update(place=place)
        record(actor, kinds.RULE_CHANGED, subject=rule, data={"rule": str(rule)})


def last_used(rule: Rule) -> date | None:
    rows = Accrual.objects.unscoped(reason="whether the rule has paid anything")
    day: date | None = rows.filter(rule=rule, kind=Kind.EARNED).aggregate(day=Max("day"))["day"]
    return day


def _saved(actor: Actor, rule: Rule, kind: Any) -> Rule:
    rule.made_by_id = actor.employee_id
    rule.save(force_insert=True)
    record(actor, kind, subject=rule, data={"rule": str(rule)})
    read_again(rule.since)
    return rule
