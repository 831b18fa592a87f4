"""Every write: counting the days, rebuilding the past, what the firm wants of an indicator."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor, Kind
from vernost.access.policies import require
from vernost.core import bulk, clock
from vernost.core.errors import Invalid, NotAllowed
from vernost.indicators import kinds, late
from vernost.indicators.levels import Teams
from vernost.indicators.measures import Indicator
from vernost.indicators.models import Aim, Counting, Tally
from vernost.indicators.sums import PARTS, Part
from vernost.indicators.writing import write
from vernost.journal.write import apply, record
from vernost.orders.models import Order
from vernost.retention.models import BaseFacts
from vernost.staff.models import Employee

DAY = timedelta(days=1)
TURN = timedelta(hours=2)  # after this a run that did not end is a dead one
WHY = "sums of the whole firm by day"
Span = tuple[date, date]


def first_day() -> date | None:
    """Of anything that is counted: the first order, as far as the base goes back."""
    rows = Order.objects.unscoped(reason=WHY)
    return rows.order_by("placed_at").values_list("day", flat=True).first()


def tallies_count(actor: Actor) -> Counting | None:
    """Yesterday, what was left out before it, and the days that late word has changed; all of it appears at
    once. None where there is nothing to do. Killed at any line, the sums of the last run stay, with their
    day."""
    _by_system(actor)
    as_of = BaseFacts.objects.values_list("as_of", flat=True).first()
    last = Counting.objects.filter(state=Counting.State.DONE).first()
    if as_of is None or is_counting():
        return None
    if last is None:
        return tallies_rebuild(actor)
    if last.until >= as_of:
        return None
    run = _begun(last.until + DAY, as_of, rebuilding=False)
    with _kept(run):
        spans = {part.name: _spans(part, last.until, as_of) for part in PARTS}
        for day_spans, part in late.changed(last.marks, PARTS, until=as_of - DAY):
            spans[part.name] = _joined([*spans[part.name], *day_spans])
        found = [(part, span, part.count(*span)) for part in PARTS for span in spans[part.name]]
        teams = Teams()
        with transaction.atomic():
            for part, span, rows in found:
                run.rows += sum(write(number, *span, rows.get(number, []), teams) for number in part.numbers)
            _done(run)
    return run


def tallies_rebuild(
    actor: Actor, *, since: date | None = None, tell: Callable[[Part, int, int], object] | None = None
) -> Counting:
    """The past anew, part by part; what was killed goes on behind the parts that were written whole."""
    _by_system(actor)
    as_of = BaseFacts.objects.values_list("as_of", flat=True).first() or clock.today()
    first = since or first_day() or as_of
    run = _to_go_on(first, as_of) or _begun(first, as_of, rebuilding=True)
    teams = Teams()
    with _kept(run):
        for place, part in enumerate(PARTS):
            if part.name in run.parts_done:
                continue
            if tell is not None:
                tell(part, place, len(PARTS))
            span = (first, as_of if part.at_an_end else as_of - DAY)
            found = part.count(*span) if span[0] <= span[1] else {}
            for number in part.numbers:
                with transaction.atomic():
                    run.rows += write(number, *span, found.get(number, []), teams)
            run.parts_done = [*run.parts_done, part.name]
            run.save(update_fields=["parts_done", "rows"])
        _done(run)
        bulk.statistics_anew(Tally._meta.db_table)
    return run


def is_counting() -> bool:
    """By night or by hand; one that did not end within its turn is dead."""
    running = Counting.objects.filter(state=Counting.State.RUNNING)
    return running.filter(started_at__gte=clock.now() - TURN).exists()


@transaction.atomic
def aim_set(
    actor: Actor,
    *,
    indicator: Indicator,
    target: float | None,
    low: float | None,
    high: float | None,
    responsible: Employee | None,
) -> Aim:
    """What the firm wants of it, by the corridor's bounds whoever answers for it is told when it leaves."""
    require(actor, "indicator.aim")
    if low is not None and high is not None and low > high:
        raise Invalid(low=_("The lower bound is above the upper one."))
    if responsible is not None and not responsible.is_active:
        raise Invalid(responsible=_("This employee does not work here any more."))
    aim: Aim
    aim, _made = (
        Aim.objects.unscoped(reason="of the whole firm")
        .select_for_update()
        .get_or_create(indicator=indicator.number)
    )
    values = {"target": target, "low": low, "high": high, "responsible": responsible}
    changes = apply(aim, values)
    if changes:
        aim.changed_at = clock.now()
        aim.save()
        record(actor, kinds.AIMED, subject=aim, changes=changes, data={"indicator": str(indicator.number)})
    return aim


def _by_system(actor: Actor) -> None:
    if actor.kind is not Kind.SYSTEM:
        raise NotAllowed


def _spans(part: Part, until: date, as_of: date) -> list[Span]:
    """What a night counts: the days since the last run, and those that still change by themselves."""
    if part.at_an_end:
        return [(until + DAY, as_of)]
    yesterday = as_of - DAY
    first = min(until, yesterday - timedelta(days=part.trails))
    return [(first, yesterday)] if first <= yesterday else []


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans that touch or lie in one another as one: no day is counted twice."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + DAY:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def _begun(since: date, until: date, *, rebuilding: bool) -> Counting:
    dead = Counting.objects.filter(state=Counting.State.RUNNING, is_rebuilding=rebuilding)
    dead.update(state=Counting.State.FAILED, ended_at=clock.now())
    return Counting.objects.create(
        since=since, until=until, is_rebuilding=rebuilding, marks=late.marks(), started_at=clock.now()
    )


def _to_go_on(first: date, as_of: date) -> Counting | None:
    same = Counting.objects.filter(is_rebuilding=True, since=first, until=as_of)
    cut_off = same.exclude(state=Counting.State.DONE).order_by("-id").first()
    if cut_off is None or Counting.objects.filter(pk__gt=cut_off.pk, is_rebuilding=True).exists():
        return None
    cut_off.state = Counting.State.RUNNING
    cut_off.save(update_fields=["state"])
    return cut_off


def _done(run: Counting) -> None:
    run.state, run.ended_at = Counting.State.DONE, clock.now()
    run.save()


@contextmanager
def _kept(run: Counting) -> Iterator[None]:
    """A run that fails says so; what it did not finish is not in force."""
    try:
        yield
    except Exception:
        with suppress(DatabaseError):  # the database itself is away: the run is found dead by its age
            Counting.objects.filter(pk=run.pk).update(
                state=Counting.State.FAILED, ended_at=clock.now(), error=traceback.format_exc()[-2000:]
            )
        raise
