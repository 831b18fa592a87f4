"""Days of surveys counted once. A sweep calls this; pages read it (``selectors.counts``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count

from vernost.core import clock
from vernost.voice import scoring, tallying
from vernost.voice.models import Answer, Invitation, Response, Survey, TalliedDay, Tally, What
from vernost.voice.selectors.counts import first_day

WHY = "a tally counts everybody's answers; who sees which row is said by its owner"
BATCH = 1000
Key = tuple[int | None, str, str]


def days_to_tally(survey: Survey, limit: int) -> list[date]:
    """Past days of a survey since its first answer or asking that are not tallied; the newest first, since
    these are looked at most."""
    first, today = first_day(survey), clock.today()
    if first is None:
        return []
    done = set(TalliedDay.objects.filter(survey=survey).values_list("day", flat=True))
    span = (today - timedelta(days=n) for n in range(1, (today - first).days + 1))
    return [day for day in span if day not in done][:limit]


@transaction.atomic
def day_tally(survey: Survey, day: date) -> int:
    """Count one past day anew; how many rows it came to. Run twice, it comes to the same."""
    tallying.alone(survey.pk)
    rows = Tally.objects.unscoped(reason=WHY).filter(survey=survey, day=day)
    rows.delete()
    sums: dict[Key, scoring.Sum] = defaultdict(scoring.Sum)
    for key, one in _parts(survey, day):
        if one.number:
            sums[key] += one
    wholes: dict[tuple[str, str], scoring.Sum] = defaultdict(scoring.Sum)
    for (_owner, what, value), one in sums.items():
        wholes[what, value] += one
    made = [
        Tally(survey=survey, day=day, whole=False, owner_id=owner, what=what, value=value,
              number=one.number, high=one.high, low=one.low, points=one.points)
        for (owner, what, value), one in sums.items()
    ] + [
        Tally(survey=survey, day=day, whole=True, owner_id=None, what=what, value=value,
              number=one.number, high=one.high, low=one.low, points=one.points)
        for (what, value), one in wholes.items()
    ]  # fmt: skip
    Tally.objects.bulk_create(made, batch_size=BATCH)
    TalliedDay.objects.bulk_create([TalliedDay(survey=survey, day=day)], ignore_conflicts=True)
    return len(made)


def _parts(survey: Survey, day: date) -> Iterator[tuple[Key, scoring.Sum]]:
    """Each answer of the day in every split it belongs to; who was asked that day."""
    answers = Response.objects.unscoped(reason=WHY).filter(survey=survey, day=day).order_by()
    columns = ("owner", "score", "is_guess", "invitation", "channel", "segment", "abc", "product")
    for owner, score, is_guess, invited, channel, segment, abc, product in answers.values_list(
        *columns
    ).iterator(BATCH):
        one = scoring.one(survey.kind, score)
        if is_guess:
            yield (owner, What.GUESS, ""), one
            continue
        yield (owner, What.ALL, ""), one
        yield (owner, What.CHANNEL, channel), one
        yield (owner, What.SEGMENT, segment), one
        yield (owner, What.ABC, abc), one
        yield (owner, What.PRODUCT, product), one
        if score is not None:
            yield (owner, What.SCORE, str(score)), one
        if invited is not None:
            yield (owner, What.INVITED, ""), one
    said = Answer.objects.unscoped(reason=WHY).filter(
        response__survey=survey, response__day=day, response__is_guess=False, number__isnull=False
    )
    told = said.values_list("response__owner", "question", "number").annotate(n=Count("pk")).order_by()
    for owner, question, number, n in told:
        yield (owner, What.QUESTION, f"{question}:{number}"), scoring.Sum(n)
    asked = Invitation.objects.unscoped(reason=WHY).filter(
        survey=survey, asked_at__gte=clock.start_of(day), asked_at__lt=clock.start_of(day + timedelta(days=1))
    )
    for owner, n in asked.values_list("client__owner").annotate(n=Count("pk")).order_by():
        yield (owner, What.ASKED, ""), scoring.Sum(n)


def days_tally(limit: int = 400) -> int:
    """The sweep: what is lacking, survey by survey, a transaction a day; how many days were counted."""
    done = 0
    for survey in Survey.objects.unscoped(reason=WHY).order_by("pk"):
        for day in days_to_tally(survey, limit - done):
            day_tally(survey, day)
            done += 1
        if done >= limit:
            break
    return done
