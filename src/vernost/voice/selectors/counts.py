"""Answers counted for a score: tallied days out of tallies, the others out of the answers themselves.

Whose answers count for whom: those given while they (their deputised, their team) looked after the client
(rule 4.3), whoever looks after the client now. Only numbers leave this module; answers themselves are seen
by today's scope (``answers``). Anonymous answers have no owner: they count for whoever sees all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from vernost.access.actor import Actor
from vernost.analytics.nps import BEST
from vernost.core import clock
from vernost.voice import scoring
from vernost.voice.models import Answer, Invitation, Response, Survey, TalliedDay, Tally, What

WHY = "a score counts answers given while somebody looked after the client; only numbers leave (rule 4.3)"
SPLITS = (What.CHANNEL, What.SEGMENT, What.ABC, What.PRODUCT)
OWNER = "owner"
PRODUCT_DAYS = 184
Spans = list[tuple[date, date]]
MOST_SPANS = 50  # more «or» than that, and a list of days is said shorter


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """What a score is narrowed by. None: by nothing; empty: those of whom it is not known."""

    owner: int | None = None
    channel: str | None = None
    segment: str | None = None
    abc: str | None = None
    product: str | None = None

    @property
    def by_answers(self) -> dict[str, str]:
        """What tallies do not cross."""
        said = {name: getattr(self, name) for name in ("channel", "segment", "abc", "product")}
        return {name: value for name, value in said.items() if value is not None}


@dataclass(slots=True)
class Counted:
    """``days`` go further back than the rest, for the period before. ``by``: split → part → sum, owners by
    their key. ``questions``: of a poll, question → answer → how many."""

    days: dict[date, scoring.Sum] = field(default_factory=lambda: defaultdict(scoring.Sum))
    scores: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    by: dict[str, dict[Any, scoring.Sum]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(scoring.Sum))
    )
    questions: dict[int, dict[int, int]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(int))
    )
    guesses: scoring.Sum = field(default_factory=scoring.Sum)
    asked: int = 0
    invited: int = 0

    def between(self, first: date, last: date) -> scoring.Sum:
        return sum((one for day, one in self.days.items() if first <= day <= last), scoring.Sum())


def counting(actor: Actor, path: str = "") -> Q:
    """The answers that count for this actor; ``path`` leads to them («response__»)."""
    if actor.sees_all:
        return Q()
    return Q(**{f"{path}owner__in": sorted(actor.owners)}) if actor.is_employee else Q(pk__in=())


def by_products(since: date, until: date) -> bool:
    """Products are many: over longer periods their tallies alone would be most of what is added up."""
    return (until - since).days < PRODUCT_DAYS


def first_day(survey: Survey) -> date | None:
    """The day of a survey's first answer or asking, whosever; None while there is none."""
    answers = Response.objects.unscoped(reason=WHY).filter(survey=survey).order_by("day").values("day")
    asked = Invitation.objects.unscoped(reason=WHY).filter(survey=survey, asked_at__isnull=False)
    both = (
        Survey.objects.unscoped(reason=WHY)
        .filter(pk=survey.pk)
        .values_list(Subquery(answers[:1]), Subquery(asked.order_by("asked_at").values("asked_at")[:1]))
    )
    for day, at in both:
        days = [day, at and at.astimezone(clock.firm_zone()).date()]
        return min((one for one in days if one), default=None)
    return None


def counted(
    actor: Actor, survey: Survey, *, since: date, until: date, before: date, narrowed: Narrowed = Narrowed()
) -> Counted:
    """``before``: from this day on the days are counted too, for the change against the earlier period.

    A fixed number of queries. Narrowed by anything but the manager, all is counted out of the answers.
    """
    found, spans = Counted(), [(before, until)]
    if not narrowed.by_answers:
        tallied = set(
            TalliedDay.objects.filter(survey=survey, day__gte=before, day__lte=until).values_list(
                "day", flat=True
            )
        )
        if tallied:
            rows = _tallies(actor, survey, narrowed.owner)
            _from_tallies(
                found,
                rows.filter(whole__in=[actor.sees_all and narrowed.owner is None]),
                since,
                before,
                until,
            )
            _owners_from_tallies(found, rows, since, until)
        spans = _spans(before, until, tallied)
        found.asked += _asked(
            actor, survey, narrowed.owner, [(max(a, since), b) for a, b in spans if b >= since]
        )
    rows = Response.objects.unscoped(reason=WHY).filter(counting(actor), _days(spans), survey=survey)
    if narrowed.owner is not None:
        rows = rows.filter(owner=narrowed.owner)
    _from_answers(
        found, rows.filter(**narrowed.by_answers), survey, since, is_short=by_products(since, until)
    )
    return found


def _tallies(actor: Actor, survey: Survey, owner: int | None) -> Any:
    rows = Tally.objects.visible_to(actor).filter(survey=survey)
    return rows if owner is None else rows.filter(owner=owner)


def _from_tallies(found: Counted, rows: Any, since: date, before: date, until: date) -> None:
    """Two queries."""
    sums = {"n": Sum("number"), "h": Sum("high"), "l": Sum("low"), "p": Sum("points")}
    left_out = {What.ALL} if by_products(since, until) else {What.ALL, What.PRODUCT}
    # Named, not left out, and «whole» in a list: SQLite walks an index for neither «not» nor a bare flag.
    wanted = [str(one) for one in What if one not in left_out]
    parts = rows.filter(day__gte=since, day__lte=until, what__in=wanted)
    for what, value, *four in parts.values_list("what", "value").annotate(**sums).order_by():
        _put(found, what, value, scoring.Sum(*four))
    days = rows.filter(what=What.ALL, day__gte=before, day__lte=until)
    for day, *four in days.values_list("day").annotate(**sums).order_by():
        found.days[day] += scoring.Sum(*four)


def _owners_from_tallies(found: Counted, rows: Any, since: date, until: date) -> None:
    sums = {"n": Sum("number"), "h": Sum("high"), "l": Sum("low"), "p": Sum("points")}
    rows = rows.filter(whole__in=[False], what=What.ALL, day__gte=since, day__lte=until)
    for owner, *four in rows.values_list("owner").annotate(**sums).order_by():
        found.by[OWNER][owner] += scoring.Sum(*four)


def _put(found: Counted, what: str, value: str, one: scoring.Sum) -> None:
    if what in SPLITS:
        found.by[what][value] += one
    elif what == What.SCORE:
        found.scores[int(value)] += one.number
    elif what == What.GUESS:
        found.guesses += one
    elif what == What.ASKED:
        found.asked += one.number
    elif what == What.INVITED:
        found.invited += one.number
    elif what == What.QUESTION:
        question, _colon, number = value.partition(":")
        found.questions[int(question)][int(number)] += one.number


def _spans(first: date, last: date, without: set[date]) -> Spans:
    """The days that are not tallied, as few spans as there are: mostly today alone."""
    spans: Spans = []
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        if day in without:
            continue
        if spans and spans[-1][1] == day - timedelta(days=1):
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    return spans


def _days(spans: Spans) -> Q:
    if len(spans) > MOST_SPANS:
        every = (
            (begin + timedelta(days=n), end) for begin, end in spans for n in range((end - begin).days + 1)
        )
        return Q(day__in=[day for day, _end in every])
    found = Q()
    for begin, end in spans:
        found |= Q(day=begin) if begin == end else Q(day__gte=begin, day__lte=end)
    return found if spans else Q(pk__in=())


def _from_answers(found: Counted, rows: Any, survey: Survey, since: date, *, is_short: bool) -> None:
    """Four queries, each over an index alone but that of products and polls."""
    bounds, rows = scoring.limits(survey.kind), rows.order_by()
    by_day = rows.values_list("day", "score", "is_guess").annotate(n=Count("pk"))
    for day, score, is_guess, n in by_day:
        one = _times(scoring.one(survey.kind, score), n)
        if is_guess:
            found.guesses += one if day >= since else scoring.Sum()
            continue
        found.days[day] += one
        if score is not None and day >= since:
            found.scores[score] += n
    counted = rows.filter(day__gte=since, is_guess=False)
    counted = counted.filter(score__isnull=False) if bounds else counted
    for owner, channel, segment, abc, *four in _summed(counted, bounds, OWNER, "channel", "segment", "abc"):
        one = scoring.Sum(*four)
        found.by[OWNER][owner] += one
        for what, value in zip(SPLITS, (channel, segment, abc), strict=False):
            found.by[what][value] += one
    for product, *four, invited in _summed(counted, bounds, "product", invited=Count("invitation")):
        if is_short:
            found.by[What.PRODUCT][product] += scoring.Sum(*four)
        found.invited += invited
    if not bounds:
        said = Answer.objects.unscoped(reason=WHY).filter(
            response__in=counted.values("pk"), number__isnull=False
        )
        for question, number, n in said.values_list("question", "number").annotate(n=Count("pk")).order_by():
            found.questions[question][number] += n


def _summed(rows: Any, bounds: tuple[int, int] | None, *columns: str, **more: Any) -> Iterable[Any]:
    none = Q(score__gt=BEST)
    high, low = (Q(score__gte=bounds[0]), Q(score__lte=bounds[1])) if bounds else (none, none)
    sums = {
        "n": Count("pk"), "h": Count("pk", filter=high), "l": Count("pk", filter=low),
        "p": Coalesce(Sum("score"), 0),
    }  # fmt: skip
    found: Iterable[Any] = rows.values_list(*columns).annotate(**sums, **more)
    return found


def _times(one: scoring.Sum, n: int) -> scoring.Sum:
    return scoring.Sum(one.number * n, one.high * n, one.low * n, one.points * n)


def _asked(actor: Actor, survey: Survey, owner: int | None, spans: Spans) -> int:
    """How many were asked on days that are not tallied; whose clients they are today."""
    moments = Q(pk__in=())
    for begin, end in spans:
        moments |= Q(
            asked_at__gte=clock.start_of(begin), asked_at__lt=clock.start_of(end + timedelta(days=1))
        )
    rows = Invitation.objects.visible_to(actor).filter(moments, survey=survey)
    return rows.count() if owner is None else rows.filter(client__owner=owner).count()
