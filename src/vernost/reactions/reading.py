"""The journal is read once for all reactions, in spans of its key: what they answer to is put down as due in
the transaction that moves their places on. Killed at any line, nothing is lost and nothing put down twice.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from vernost.core import clock
from vernost.journal.models import Entry
from vernost.reactions import declaring, shore
from vernost.reactions.models import Due, Place

SPAN = 50_000  # keys a transaction: by the primary key, whatever the size of the journal
BATCH = 1000


def read() -> int:
    """What is due now that was not before."""
    upto = shore.settled()
    settle_in(upto)
    found = 0
    while (more := _span(upto)) is not None:
        found += more
    return found


def settle_in(upto: int) -> None:
    """A reaction that is new here begins at the end."""
    rows = [Place(reaction=one.name, after_id=upto) for one in declaring.every()]
    Place.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def _span(upto: int) -> int | None:
    names = [one.name for one in declaring.every()]
    places = list(Place.objects.select_for_update().filter(reaction__in=names).order_by("reaction"))
    first = min((place.after_id for place in places), default=upto)
    if first >= upto:
        return None
    last = min(first + SPAN, upto)
    due = _due(places, first, last)
    Due.objects.bulk_create(due, ignore_conflicts=True, batch_size=BATCH)
    Place.objects.filter(reaction__in=names, after_id__lt=last).update(after_id=last)
    return len(due)


def _due(places: Sequence[Place], first: int, last: int) -> list[Due]:
    wanted = [(place, one) for place in places if (one := declaring.known(place.reaction))]
    kinds = {kind for _place, one in wanted for kind in one.on}
    rows = Entry.objects.filter(pk__gt=first, pk__lte=last, kind__in=kinds).order_by("pk")
    now, due = clock.now(), []
    for pk, kind, at in rows.values_list("pk", "kind", "at").iterator(BATCH):
        due += [
            Due(reaction=one.name, entry_id=pk)
            for place, one in wanted
            if pk > place.after_id and kind in one.on and at >= now - one.within
        ]
    return due
