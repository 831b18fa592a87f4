"""A rule of commission as a sentence."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from vernost.access.actor import Role
from vernost.core.typed import in_russian, typed_number
from vernost.language import translator

if TYPE_CHECKING:
    from vernost.team.models import Rule

NBSP = "\u00a0"


def rule_said(rule: Rule) -> str:
    """«Менеджеры: 5 % оплат; клиенты класса A; первая покупка не больше 365 дней назад; с 1 ноября 2026»."""
    parts = [
        _("{who}: {percent} % of {base}").format(who=_who(rule), percent=percent_said(rule), base=_of(rule))
    ]
    if rule.classes:
        letters = ", ".join(rule.classes)
        one = ngettext("clients of class {letters}", "clients of the classes {letters}", len(rule.classes))
        parts.append(one.format(letters=letters))
    parts += _age(rule)
    if rule.product:
        parts.append(_("products with “{words}”").format(words=rule.product))
    if rule.whose == "payment":
        parts.append(_("to whose client it is at the payment"))
    parts.append(_("from {day}").format(day=_day(rule.since)))
    if rule.until:
        parts.append(_("until {day}").format(day=_day(rule.until)))
    return "; ".join(parts)


def _day(day: date) -> str:
    return translator("ru" if in_russian() else "en").day(day)


def percent_said(rule: Rule) -> str:
    return typed_number(rule.percent.normalize() + 0)


def _who(rule: Rule) -> str:
    name = rule.employee.name if rule.employee else _ROLES[rule.role]() if rule.role else ""
    if rule.whose == "seller":
        sold = pgettext("commission", "Who sold")
        return f"{sold} ({name})" if name else sold
    return name or pgettext("commission", "Everybody")


_ROLES = {
    Role.MANAGER.value: lambda: pgettext("commission", "Managers"),
    Role.HEAD.value: lambda: pgettext("commission", "Heads"),
    Role.MARKETER.value: lambda: pgettext("commission", "Marketers"),
    Role.SUPPORT.value: lambda: pgettext("commission", "Support"),
    Role.DIRECTOR.value: lambda: pgettext("commission", "Directors"),
}


def _of(rule: Rule) -> str:
    if rule.base == "margin":
        return pgettext("commission", "the margin of what own clients paid")
    return pgettext("commission", "what own clients paid")


def _age(rule: Rule) -> list[str]:
    low, high = rule.age_from, rule.age_to
    if low is not None and high is not None:
        return [_("first purchase {low} to {high} days ago").format(low=low, high=high)]
    if high is not None:
        text = ngettext("first purchase at most {n} day ago", "first purchase at most {n} days ago", high)
        return [text.format(n=high)]
    if low is not None:
        text = ngettext("first purchase {n} day ago or more", "first purchase {n} days ago or more", low)
        return [text.format(n=low)]
    return []
