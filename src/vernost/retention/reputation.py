"""Word of mouth as an estimate (rule 4.6): what content clients bring and discontent ones keep away, out of
real counts and assumptions that are said. Nobody has counted it; without an answer nothing is estimated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.clients.models import Source
from vernost.complaints.models import Complaint
from vernost.core import clock, practice
from vernost.core.errors import Invalid
from vernost.core.paging import Page, keyset_page
from vernost.core.terms import TERMS
from vernost.retention.models import ClientFacts
from vernost.retention.selectors import ltv_by_month
from vernost.voice.models import Response, SurveyKind

YEAR = timedelta(days=365)
PROMOTER, CRITIC = 9, 6  # from; up to
BY_MOUTH = (Source.WORD_OF_MOUTH, Source.REVIEW)
NAMES = tuple(
    term.name
    for term in (
        practice.PROMOTERS_PER_NEW,
        practice.CRITIC_TURNS_AWAY,
        practice.CRITIC_TELLS,
        practice.CRITIC_TELLS_MOST,
        practice.ONE_IN_COMPLAINS,
    )
)


@dataclass(frozen=True, slots=True)
class Assumed:
    """``promoters`` bring one new client; a critic turns away so many, and tells from … to … people; of so
    many unhappy ones one complains."""

    promoters: Decimal
    turns_away: Decimal
    tells: Decimal
    tells_most: Decimal
    one_in: Decimal


@dataclass(frozen=True, slots=True)
class Counts:
    """What is known. ``answered``: people whose last answer of the year says whether they would recommend us;
    ``came``: new clients who named word of mouth or a review; ``ltv``: what a client brings over the whole
    time, None where no one knows yet."""

    answered: int
    promoters: int
    critics: int
    complaints: int
    came: int
    ltv: Decimal | None


@dataclass(frozen=True, slots=True)
class Estimate:
    counts: Counts
    assumed: Assumed

    @property
    def is_known(self) -> bool:
        return self.counts.answered > 0

    @property
    def brought(self) -> int:
        return _whole(self.counts.promoters / self.assumed.promoters)

    @property
    def turned_away(self) -> int:
        return _whole(self.counts.critics * self.assumed.turns_away)

    @property
    def heard(self) -> tuple[int, int]:
        """How many people critics told."""
        low, high = sorted((self.assumed.tells, self.assumed.tells_most))
        return _whole(self.counts.critics * low), _whole(self.counts.critics * high)

    @property
    def unhappy(self) -> int:
        """All of them, those who complained too."""
        return _whole(self.counts.complaints * self.assumed.one_in)

    @property
    def silent(self) -> int:
        return max(0, self.unhappy - self.counts.complaints)

    @property
    def gain(self) -> Decimal | None:
        return None if self.counts.ltv is None else self.brought * self.counts.ltv

    @property
    def loss(self) -> Decimal | None:
        return None if self.counts.ltv is None else self.turned_away * self.counts.ltv

    @property
    def own_ratio(self) -> Decimal | None:
        """Promoters to each new client who really named a recommendation: to check the assumption by."""
        return Decimal(self.counts.promoters) / self.counts.came if self.counts.came else None


def assumed(tried: Mapping[str, Any] | None = None) -> Assumed:
    """The firm's own terms, or what is tried in their place without being kept; what cannot be is refused by
    the term itself."""
    values: list[Decimal] = []
    wrong: dict[str, Any] = {}
    for name in NAMES:
        given = (tried or {}).get(name)
        try:
            values.append(TERMS[name].checked(given) if given not in (None, "") else TERMS[name].value())
        except Invalid as error:
            wrong |= error.fields
    if wrong:
        raise Invalid(**wrong)
    return Assumed(*values)


def counts(actor: Actor) -> Counts:
    """Of a year, and of the clients the actor sees."""
    require(actor, "mouth.see")
    since = _since()
    said = _last_answers(actor).aggregate(
        answered=Count("pk"),
        promoters=Count("pk", filter=Q(score__gte=PROMOTER)),
        critics=Count("pk", filter=Q(score__lte=CRITIC)),
    )
    complained = Complaint.objects.visible_to(actor).filter(received_at__gte=clock.start_of(since)).order_by()
    months = ltv_by_month(actor)
    return Counts(
        **said,
        complaints=complained.values("client").distinct().count(),
        came=_came(actor).count(),
        ltv=months[-1].value if months else None,
    )


def people(actor: Actor, who: str, *, after: str = "") -> Page[Response]:
    """Those behind a number, with what they answered: promoters or critics."""
    require(actor, "mouth.see")
    among = Q(score__gte=PROMOTER) if who == "promoters" else Q(score__lte=CRITIC)
    rows = _last_answers(actor).filter(among).select_related("client")
    return keyset_page(rows, order=("-answered_at", "-id"), after=after)


def came(actor: Actor, *, after: str = "") -> Page[ClientFacts]:
    """New clients of the year who named word of mouth or a review."""
    require(actor, "mouth.see")
    rows = _came(actor).select_related("client")
    return keyset_page(rows, order=("-first_purchase", "-pk"), after=after)


def _since() -> date:
    return clock.today() - YEAR


def _last_answers(actor: Actor) -> Any:
    """Of each person the last one: whoever answered four times is one person still. Answers of nobody known
    are a person each."""
    since = _since()
    rows = Response.objects.visible_to(actor).filter(
        survey__kind=SurveyKind.NPS, is_guess=False, score__isnull=False, day__gte=since
    )
    later = Response.objects.unscoped(reason="a later answer of the same person").filter(
        survey__kind=SurveyKind.NPS, is_guess=False, score__isnull=False, client=OuterRef("client"),
        answered_at__gt=OuterRef("answered_at"),
    )  # fmt: skip
    return rows.filter(Q(client=None) | Q(client__is_live=True)).filter(~Exists(later)).order_by()


def _came(actor: Actor) -> Any:
    return ClientFacts.objects.visible_to(actor).filter(
        first_purchase__gte=_since(), client__source__in=BY_MOUTH, client__is_live=True
    )


def _whole(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))
