"""Causes behind answers: the firm's list, what each weighs on the score, what is to be trained."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.analytics import nps as arithmetic
from vernost.analytics.nps import PASSIVES_FROM, PROMOTERS_FROM, Nps
from vernost.core import practice
from vernost.staff.models import Employee
from vernost.voice.models import Cause, Survey, SurveyKind, Theme
from vernost.voice.periods import Period
from vernost.voice.selectors.counts import WHY, Narrowed, counting


@dataclass(frozen=True, slots=True)
class CauseLine:
    """``weight``: how many points the score would be higher had those who named it answered as the others."""

    cause: Cause
    named: Nps
    weight: float | None

    @property
    def repeats(self) -> bool:
        """Rule 4.5: it calls for an improvement."""
        return self.named.critics + self.named.passives >= int(practice.CAUSE_REPEATS.value())


@dataclass(frozen=True, slots=True)
class Topic:
    """What is to be trained: ``people``: whose critics named its causes, how many, the most first."""

    name: str
    critics: int
    causes: list[str]
    people: list[tuple[str, int]]


def causes(actor: Actor, *, put_away_too: bool = False) -> list[Cause]:
    rows = Cause.objects.visible_to(actor)
    return list(rows if put_away_too else rows.filter(is_active=True))


def cause_counts(actor: Actor) -> dict[int, int]:
    """Cause → answers that name it, of those the actor sees."""
    rows = Theme.objects.visible_to(actor).order_by()
    return dict(rows.values_list("cause").annotate(n=Count("pk")))


def cause_lines(
    actor: Actor, survey: Survey, period: Period, whole: Nps, narrowed: Narrowed
) -> list[CauseLine]:
    """The heaviest first: two queries."""
    high, low = Q(response__score__gte=PROMOTERS_FROM), Q(response__score__lt=PASSIVES_FROM)
    named = _themes(actor, period).filter(response__survey=survey, response__score__isnull=False)
    asked: dict[str, Any] = {f"response__{name}": value for name, value in narrowed.by_answers.items()}
    if narrowed.owner is not None:
        asked["response__owner"] = narrowed.owner
    counted = (
        named.filter(**asked)
        .values_list("cause")
        .annotate(n=Count("pk"), h=Count("pk", filter=high), l=Count("pk", filter=low))
        .order_by()
    )
    known = {one.pk: one for one in causes(actor, put_away_too=True)}
    lines = []
    for cause, n, h, l in counted:  # noqa: E741
        one = Nps(h, n - h - l, l)
        lines.append(CauseLine(known[cause], one, arithmetic.weight_of(one, whole)))
    return sorted(lines, key=lambda one: (-(one.weight or 0.0), -one.named.answers, one.cause.pk))


def topics(actor: Actor, period: Period) -> list[Topic]:
    """Rule 4.4: causes that critics name are what is trained; whose critics, for whoever heads others."""
    require(actor, "voice.see")
    critics = _themes(actor, period).filter(
        response__survey__kind=SurveyKind.NPS, response__score__lt=PASSIVES_FROM
    )
    counted = critics.values_list("cause", "response__owner").annotate(n=Count("pk")).order_by()
    known = {one.pk: one for one in causes(actor, put_away_too=True)}
    people: dict[str, dict[int | None, int]] = defaultdict(lambda: defaultdict(int))
    named: dict[str, set[str]] = defaultdict(set)
    for cause, owner, n in counted:
        if topic := known[cause].topic:
            people[topic][owner] += n
            named[topic].add(str(known[cause]))
    names = dict(
        Employee.objects.filter(pk__in={pk for one in people.values() for pk in one if pk}).values_list(
            "pk", "name"
        )
    )
    found = [
        Topic(topic, sum(who.values()), sorted(named[topic]), _people(who, names))
        for topic, who in people.items()
    ]
    return sorted(found, key=lambda one: (-one.critics, one.name))


def _people(who: dict[int | None, int], names: dict[int, str]) -> list[tuple[str, int]]:
    told = [(names.get(pk or 0, ""), n) for pk, n in who.items()]
    return sorted(told, key=lambda one: (-one[1], one[0]))


def _themes(actor: Actor, period: Period) -> Any:
    rows = Theme.objects.unscoped(reason=WHY).filter(counting(actor, "response__"), response__is_guess=False)
    return rows.filter(response__day__gte=period.since, response__day__lte=period.until)


def of_responses(actor: Actor, ids: Sequence[int]) -> dict[int, list[Theme]]:
    """Answer → its causes: one query for a page of answers."""
    found: dict[int, list[Theme]] = defaultdict(list)
    rows = Theme.objects.visible_to(actor).filter(response__in=ids).select_related("cause")
    for one in rows.order_by("cause__place", "pk"):
        found[one.response_id].append(one)
    return found
