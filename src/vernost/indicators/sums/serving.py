"""What clients bring and what serving them costs (rules 3.2, 3.5), by their place in the order of profit.

Kept beside the sums of the thirty-five, under numbers of its own: the figures of the year up to the day of
the facts, each in the bin of the client's place. Written once a night, so the page adds up a dozen rows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from enum import IntEnum
from typing import Any

import numpy as np
from django.db.models import Count, Q, Sum
from numpy.typing import NDArray

from vernost.agenda.models import Contact
from vernost.complaints.models import Complaint, Step
from vernost.core.money import to_minor
from vernost.core.practice import ABC_WINDOW, PARETO_PROFIT, PARETO_TAIL
from vernost.indicators.sums.rows import WHY, Found, span
from vernost.retention import reading
from vernost.retention.models import BaseFacts

PROFIT, TIME, COSTS = 101, 102, 103  # top and bottom: minor units and clients; minutes and talks; minor units
NUMBERS = (PROFIT, TIME, COSTS)


class Place(IntEnum):
    """Of a client among those who bring profit, the most profitable first: those who bring the first share
    (80 %), those between, those who bring the last one (15 %), those who bring nothing."""

    FIRST = 0
    BETWEEN = 1
    LAST = 2
    NOTHING = 3


def served(first: date, last: date) -> Found:
    as_of = BaseFacts.objects.values_list("as_of", flat=True).first()
    if as_of is None or not first <= as_of <= last:
        return {}
    facts = reading.brought()
    ids, owners, profit = (_filled(facts, name) for name in ("client", "owner", "profit"))
    places = places_of(profit, float(PARETO_PROFIT.value()) / 100, float(PARETO_TAIL.value()) / 100)
    of_client = dict(zip(ids.tolist(), zip(owners.tolist(), places.tolist(), strict=True), strict=True))
    found: Found = {PROFIT: _profits(as_of, owners, places, profit), TIME: [], COSTS: []}
    since = as_of - timedelta(days=ABC_WINDOW.value())
    minutes: defaultdict[tuple[int | None, int], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for client, spent, talks in _minutes(since, as_of):
        owner, place = of_client.get(client, (0, Place.NOTHING))
        minutes[owner or None, place][0] += spent
        minutes[owner or None, place][1] += talks
    found[TIME] = [(as_of, who, place, spent, talks) for (who, place), (spent, talks) in minutes.items()]
    costs: Counter[tuple[int | None, int]] = Counter()
    for client, cost in _costs(since, as_of):
        owner, place = of_client.get(client, (0, Place.NOTHING))
        costs[owner or None, place] += cost
    found[COSTS] = [(as_of, who, place, float(cost), 0.0) for (who, place), cost in costs.items()]
    return found


def places_of(profit: NDArray[np.int64], first: float, tail: float) -> NDArray[np.int64]:
    """By the share of the whole profit that stands before the client (rule 3.2): whoever crosses a line
    belongs to the better place. Of equal profits the earlier one is the better."""
    places = np.full(len(profit), Place.NOTHING, np.int64)
    brings = np.flatnonzero(profit > 0)
    if not len(brings):
        return places
    order = brings[np.argsort(-profit[brings], kind="stable")]
    sorted_ = profit[order].astype(np.float64)
    before = (np.cumsum(sorted_) - sorted_) / sorted_.sum()
    places[order] = np.where(
        before < first - 1e-12, Place.FIRST, np.where(before < 1 - tail - 1e-12, Place.BETWEEN, Place.LAST)
    )
    return places


def _profits(as_of: date, owners: Any, places: Any, profit: Any) -> list[Any]:
    keys, inverse = np.unique(owners * len(Place) + places, return_inverse=True)
    sums = np.bincount(inverse, weights=profit.astype(np.float64))
    counts = np.bincount(inverse)
    return [
        (as_of, int(key) // len(Place) or None, int(key) % len(Place), float(total), float(number))
        for key, total, number in zip(keys.tolist(), sums.tolist(), counts.tolist(), strict=True)
    ]


def _minutes(since: date, until: date) -> Any:
    begin, end = span(since, until)
    rows = Contact.objects.unscoped(reason=WHY).filter(at__gte=begin, at__lt=end, minutes__isnull=False)
    summed = rows.order_by().values_list("client").annotate(spent=Sum("minutes"), talks=Count("pk"))
    return summed.iterator(chunk_size=5000)


def _costs(since: date, until: date) -> Any:
    """What complaints cost, and what was agreed as a compensation. Refunds are out of the profit already."""
    begin, end = span(since, until)
    rows = Complaint.objects.unscoped(reason=WHY).filter(received_at__gte=begin, received_at__lt=end)
    agreed = ~Q(step__in=(Step.RECEIVED, Step.ACKNOWLEDGED, Step.FACTS))
    summed = (
        rows.order_by()
        .values_list("client")
        .annotate(cost=Sum("cost"), given=Sum("compensation", filter=agreed))
    )
    for client, cost, given in summed.iterator(chunk_size=5000):
        yield client, to_minor(cost or 0) + to_minor(given or 0)


def _filled(table: Any, name: str) -> NDArray[np.int64]:
    found: NDArray[np.int64] = (
        table[name].combine_chunks().fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
    )
    return found
