"""A filter read aloud: «менеджер — Анна или Пётр и (молчит не меньше 40 дней или не: метка — важный)»."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import formats
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.clients.conditions import day_of, days_of, field_of, number_of
from vernost.clients.facets import Field, Kind
from vernost.clients.filters import EVERYBODY, Condition, Group, Join, Not, Op, Tree
from vernost.language import LANGUAGES, translator

SHOWN_VALUES = 5


def sentence(actor: Actor, tree: Tree, known: Mapping[str, Field]) -> str:
    """The filter in the reader's language; starts with a small letter, ends without a stop."""
    if tree == EVERYBODY:
        return _("all clients")
    return _said(actor, tree, known, inside=False)


def _said(actor: Actor, tree: Tree, known: Mapping[str, Field], *, inside: bool) -> str:
    match tree:
        case Condition():
            return _condition(actor, tree, known)
        case Not(part=part):
            return _("not ({what})").format(what=_said(actor, part, known, inside=False))
        case Group(join=join, parts=parts):
            if not parts:
                return _("all clients")
            word = pgettext("filter", " and ") if join is Join.ALL else pgettext("filter", " or ")
            text = word.join(_said(actor, part, known, inside=len(parts) > 1) for part in parts)
            return f"({text})" if inside and len(parts) > 1 else text


def _condition(actor: Actor, asked: Condition, known: Mapping[str, Field]) -> str:
    field = field_of(asked, known)
    if field.kind is Kind.FLAG:
        label = str(field.label)
        return label if asked.op is Op.YES else _("not ({what})").format(what=label)
    return _phrases()[asked.op].format(field=field.label, **_values(actor, field, asked))


def _phrases() -> dict[Op, str]:
    return {
        Op.ANY_OF: pgettext("filter", "{field}: {value}"),
        Op.NONE_OF: pgettext("filter", "{field}: anything but {value}"),
        Op.IS: pgettext("filter", "{field} is {value}"),
        Op.CONTAINS: pgettext("filter", "{field} contains “{value}”"),
        Op.BEGINS: pgettext("filter", "{field} begins with “{value}”"),
        Op.AT_LEAST: pgettext("filter", "{field} at least {value}"),
        Op.AT_MOST: pgettext("filter", "{field} at most {value}"),
        Op.BETWEEN: pgettext("filter", "{field} from {value} to {other}"),
        Op.SINCE: pgettext("filter", "{field} since {value}"),
        Op.UNTIL: pgettext("filter", "{field} until {value}"),
        Op.WITHIN_LAST: pgettext("filter", "{field} within the last {value}"),
        Op.LONGER_AGO: pgettext("filter", "{field} longer than {value} ago"),
        Op.WITHIN_NEXT: pgettext("filter", "{field} within the next {value}"),
        Op.YEARLY_WITHIN: pgettext("filter", "{field} comes within {value}"),
        Op.EMPTY: pgettext("filter", "{field} is empty"),
        Op.FILLED: pgettext("filter", "{field} is known"),
    }


def _values(actor: Actor, field: Field, asked: Condition) -> dict[str, Any]:
    if asked.op in (Op.WITHIN_LAST, Op.LONGER_AGO, Op.WITHIN_NEXT, Op.YEARLY_WITHIN):
        days = days_of(asked.values[0])
        return {"value": ngettext("{days} day", "{days} days", days).format(days=formats.number_format(days))}
    if field.kind is Kind.CHOICE:
        return {"value": _chosen(actor, field, asked)} if asked.values else {}
    shown = [_shown(field, one) for one in asked.values]
    if asked.op is Op.BETWEEN:
        low, high = sorted(asked.values, key=day_of if field.kind in (Kind.DATE, Kind.TIME) else number_of)
        return {"value": _shown(field, low), "other": _shown(field, high)}
    return {"value": shown[0]} if shown else {}


def _chosen(actor: Actor, field: Field, asked: Condition) -> str:
    names = {str(value): str(label) for value, label in (field.choices(actor) if field.choices else ())}
    chosen = [names.get(one, _("(no longer there)") if field.convert else one) for one in asked.values]
    if len(chosen) > SHOWN_VALUES:
        rest = len(chosen) - SHOWN_VALUES
        more = ngettext("{number} more", "{number} more", rest).format(number=rest)
        chosen = [*chosen[:SHOWN_VALUES], more]
    word = pgettext("filter", " or ") if asked.op is Op.ANY_OF else pgettext("filter", " and ")
    return word.join(chosen)


def _shown(field: Field, value: str) -> str:
    if field.kind in (Kind.DATE, Kind.TIME):
        return formats.date_format(day_of(value), "DATE_FORMAT")
    if field.kind is Kind.MONEY:
        return _money(number_of(value))
    if field.kind is Kind.NUMBER:
        number = number_of(value)
        text = formats.number_format(number, use_l10n=True, force_grouping=True)
        return f"{text}\u00a0{field.unit}" if field.unit else text
    return value


def _money(value: Decimal) -> str:
    code = (get_language() or settings.LANGUAGE_CODE)[:2]
    writer = translator(code if code in LANGUAGES else "en")
    return writer.money(value * 100, settings.CURRENCY, exact=value != int(value))
