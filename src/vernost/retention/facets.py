"""What the facts add to the client list and the client's card."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor
from vernost.clients.conditions import days_of
from vernost.clients.facets import Choices, Column, Facet, Field, Kind, Panel, Place, Preset, register
from vernost.clients.filters import Condition, Op
from vernost.core import clock
from vernost.retention import selectors, wording
from vernost.retention.models import WORTH_IT, ClientFacts, Lifecycle, Winback

YEAR = timedelta(days=365)
SEGMENTS = (
    ("champions", pgettext_lazy("segment", "Champions")),
    ("loyal", pgettext_lazy("segment", "Loyal")),
    ("potential_loyal", pgettext_lazy("segment", "Nearly loyal")),
    ("newcomers", pgettext_lazy("segment", "New")),
    ("promising", pgettext_lazy("segment", "Promising")),
    ("need_attention", pgettext_lazy("segment", "Need attention")),
    ("about_to_sleep", pgettext_lazy("segment", "Falling asleep")),
    ("at_risk", pgettext_lazy("segment", "At risk")),
    ("cannot_lose", pgettext_lazy("segment", "Too good to lose")),
    ("hibernating", pgettext_lazy("segment", "Asleep")),
    ("gone", pgettext_lazy("segment", "Gone")),
)


class Scaled(Decimal):
    """A sum with the biggest of its page beside it: how long its bar is."""

    biggest: Decimal


def _of(choices: type[models.TextChoices]) -> Callable[[Actor], Choices]:
    return lambda actor: [(value, label) for value, label in choices.choices if value]


def _letters(letters: str) -> Callable[[Actor], Choices]:
    return lambda actor: [(one, one) for one in letters]


def _silence(actor: Actor, asked: Condition) -> Q:
    """Days of silence count from today, so they are asked of the day of the last purchase."""
    days = sorted(days_of(one) for one in asked.values)
    latest, earliest = (clock.today() - timedelta(days=one) for one in (days[0], days[-1]))
    match asked.op:
        case Op.AT_LEAST:
            return Q(facts__last_purchase__lte=latest)
        case Op.AT_MOST:
            return Q(facts__last_purchase__gte=latest)
        case _:
            return Q(facts__last_purchase__lte=latest, facts__last_purchase__gte=earliest)


def _chance(column: str) -> Callable[[Actor, Condition], Q]:
    """Per cent as people write them, against shares as they are kept."""

    def asked_of(actor: Actor, asked: Condition) -> Q:
        low, high = (sorted(days_of(one) / 100 for one in asked.values)[k] for k in (0, -1))
        match asked.op:
            case Op.AT_LEAST:
                return Q(**{f"facts__{column}__gte": low})
            case Op.AT_MOST:
                return Q(**{f"facts__{column}__lte": low})
            case _:
                return Q(**{f"facts__{column}__gte": low, f"facts__{column}__lte": high})

    return asked_of


def _per_cent(column: str) -> Callable[[Any], int | None]:
    def of(client: Any) -> int | None:
        value = getattr(_facts(client), column, None)
        return None if value is None else round(value * 100)

    return of


def _scaled(column: str) -> Callable[[Actor, Sequence[int]], Mapping[int, Any]]:
    def many(actor: Actor, ids: Sequence[int]) -> Mapping[int, Any]:
        rows = ClientFacts.objects.visible_to(actor).filter(pk__in=ids, **{f"{column}__isnull": False})
        found = {pk: Scaled(value) for pk, value in rows.values_list("pk", column)}
        biggest = max(found.values(), default=Decimal(0))
        for one in found.values():
            one.biggest = biggest
        return found

    return many


def _facts(client: Any) -> ClientFacts | None:
    return getattr(client, "facts", None)


def _quiet(client: Any) -> int | None:
    facts = _facts(client)
    return wording.silence(facts) if facts else None


def _standing(client: Any) -> str | None:
    facts = _facts(client)
    return facts.lifecycle if facts else None


def _standing_panel(actor: Actor, client: Any) -> Mapping[str, Any] | None:
    return selectors.standing(actor, client)


NUMBERS = (Op.AT_LEAST, Op.AT_MOST, Op.BETWEEN)
FIELDS = (
    Field(
        name="facts.lifecycle",
        label=_("standing"),
        kind=Kind.CHOICE,
        path="facts__lifecycle",
        choices=_of(Lifecycle),
        ops=(Op.ANY_OF, Op.NONE_OF),
    ),
    Field(
        name="facts.silence",
        label=_("silent for"),
        kind=Kind.NUMBER,
        condition=_silence,
        ops=NUMBERS,
        unit=_("days"),
    ),
    Field(
        name="facts.rhythm",
        label=_("usual pause"),
        kind=Kind.NUMBER,
        path="facts__rhythm_days",
        unit=_("days"),
    ),
    Field(name="facts.line", label=_("lost line"), kind=Kind.DATE, path="facts__lost_line"),
    Field(name="facts.first", label=_("first purchase"), kind=Kind.DATE, path="facts__first_purchase"),
    Field(name="facts.last", label=_("last purchase"), kind=Kind.DATE, path="facts__last_purchase"),
    Field(
        name="facts.purchases", label=_("purchases"), kind=Kind.NUMBER, path="facts__purchases", ops=NUMBERS
    ),
    Field(
        name="facts.revenue", label=_("revenue in all"), kind=Kind.MONEY, path="facts__revenue", ops=NUMBERS
    ),
    Field(name="facts.check", label=_("average check"), kind=Kind.MONEY, path="facts__average_check"),
    Field(name="facts.worth", label=_("money a year"), kind=Kind.MONEY, path="facts__money_a_year"),
    Field(name="facts.loss", label=_("money lost a year"), kind=Kind.MONEY, path="facts__money_lost_a_year"),
    Field(
        name="facts.alive",
        label=_("chance alive"),
        kind=Kind.NUMBER,
        condition=_chance("chance_alive"),
        ops=NUMBERS,
        unit="%",
    ),
    Field(
        name="facts.chance",
        label=_("chance to buy within a year"),
        kind=Kind.NUMBER,
        condition=_chance("chance_purchase"),
        ops=NUMBERS,
        unit="%",
    ),
    Field(
        name="facts.expected_purchases",
        label=_("purchases expected within a year"),
        kind=Kind.NUMBER,
        path="facts__expected_purchases",
        ops=NUMBERS,
    ),
    Field(
        name="facts.expected",
        label=_("money expected within a year"),
        kind=Kind.MONEY,
        path="facts__expected_value",
    ),
    Field(name="facts.next", label=_("next purchase expected"), kind=Kind.DATE, path="facts__next_purchase"),
    Field(name="facts.abc", label="ABC", kind=Kind.CHOICE, path="facts__abc", choices=_letters("ABC")),
    Field(name="facts.xyz", label="XYZ", kind=Kind.CHOICE, path="facts__xyz", choices=_letters("XYZ")),
    Field(
        name="facts.segment",
        label=_("RFM segment"),
        kind=Kind.CHOICE,
        path="facts__segment",
        choices=lambda actor: SEGMENTS,
    ),
    Field(
        name="facts.winback",
        label=_("win-back class"),
        kind=Kind.CHOICE,
        path="facts__winback_class",
        choices=_of(Winback),
    ),
)
COLUMNS = (
    Column(
        name="standing",
        label=_("Standing"),
        value=_standing,
        template="retention/standing_cell.html",
        usual=True,
    ),
    Column(name="silence", label=_("Silent, days"), kind=Kind.NUMBER, value=_quiet, usual=True),
    Column(
        name="last_purchase",
        label=_("Last purchase"),
        kind=Kind.DATE,
        path="facts__last_purchase",
        sort="facts__last_purchase",
        nullable=True,
    ),
    Column(name="rhythm", label=_("Usual pause, days"), kind=Kind.NUMBER, path="facts__rhythm_days"),
    Column(
        name="line",
        label=_("Lost line"),
        kind=Kind.DATE,
        path="facts__lost_line",
        sort="facts__lost_line",
        nullable=True,
    ),
    Column(
        name="worth",
        label=_("Money a year"),
        kind=Kind.MONEY,
        many=_scaled("money_a_year"),
        sort="facts__money_a_year",
        nullable=True,
        template="retention/money_cell.html",
        usual=True,
    ),
    Column(
        name="loss",
        label=_("Lost a year"),
        kind=Kind.MONEY,
        many=_scaled("money_lost_a_year"),
        sort="facts__money_lost_a_year",
        nullable=True,
        template="retention/loss_cell.html",
    ),
    Column(name="alive", label=_("Chance alive, %"), kind=Kind.NUMBER, value=_per_cent("chance_alive")),
    Column(name="chance", label=_("Chance to buy, %"), kind=Kind.NUMBER, value=_per_cent("chance_purchase")),
    Column(
        name="expected_purchases",
        label=_("Purchases expected"),
        kind=Kind.NUMBER,
        path="facts__expected_purchases",
    ),
    Column(
        name="expected",
        label=_("Money expected"),
        kind=Kind.MONEY,
        many=_scaled("expected_value"),
        template="retention/money_cell.html",
    ),
    Column(name="next", label=_("Next purchase"), kind=Kind.DATE, path="facts__next_purchase"),
    Column(name="abc", label="ABC", path="facts__abc"),
    Column(name="xyz", label="XYZ", path="facts__xyz"),
    Column(name="rfm", label="RFM", path="facts__rfm"),
    Column(
        name="winback",
        label=_("Winning back"),
        value=lambda client: (
            client.facts.get_winback_class_display() if _facts(client) and client.facts.winback_class else ""
        ),
    ),
)
PRESETS = (
    # The first question of rule 1.1; asked of the facts: among ten million orders it is a long walk.
    Preset(
        name="bought",
        label=_("Bought in the last year"),
        phrase=_("bought in the last year"),
        where=lambda actor: Q(facts__last_purchase__gte=clock.today() - YEAR),
        question=True,
    ),
    Preset(
        name="slipping",
        label=_("Slipping away"),
        phrase=_("are slipping away"),
        where=lambda actor: Q(facts__lifecycle=Lifecycle.SLIPPING),
    ),
    Preset(
        name="lost",
        label=pgettext_lazy("clients", "Lost"),
        phrase=_("are lost"),
        where=lambda actor: Q(facts__lifecycle=Lifecycle.LOST),
    ),
    Preset(
        name="to_win_back",
        label=_("Worth winning back"),
        phrase=_("are worth winning back first"),
        where=lambda actor: Q(facts__winback_class__in=WORTH_IT),
    ),
    Preset(
        name="fell_silent",
        label=_("Bought within a year, then fell silent"),
        phrase=_("bought within a year, then fell silent"),
        where=lambda actor: Q(
            facts__lifecycle__in=(Lifecycle.SLIPPING, Lifecycle.LOST),
            facts__last_purchase__gte=clock.today() - YEAR,
        ),
    ),
)
PANELS = (
    Panel(
        name="standing",
        title=_("Where they stand"),
        template="retention/standing.html",
        load=_standing_panel,
        place=Place.STANDING,
        rank=10,
        verb="facts.see",
    ),
)


def register_own() -> None:
    register(
        Facet(
            name="facts",
            label=_("Rhythm and worth"),
            fields=FIELDS,
            columns=COLUMNS,
            presets=PRESETS,
            panels=PANELS,
            joined=("facts",),
        )
    )
