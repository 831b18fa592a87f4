"""Chances learned anew, and every lost client ranked by the value of their return: by SQL, never one by
one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Q

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.analytics.winback_chance import Chances, Tried, Unasked, chances
from vernost.core import clock
from vernost.core.bulk import statistics_anew
from vernost.core.practice import ASKED_BACK_BUY, HOUR_RATE, LONG_AGO, PRACTICE_WEIGHT
from vernost.retention.models import Refresh, Winback
from vernost.winback import rules
from vernost.winback.models import (
    Arm,
    Candidate,
    Cell,
    Plan,
    Ranking,
    Reason,
    Recency,
    Standing,
    Template,
    TemplateStep,
    Where,
)

CLASSES = tuple(one for one in Winback.values if one)
BATCH = 500
FACTS, CANDIDATES = "retention_clientfacts", "winback_candidate"
WHY = "the ranking is over everybody; whoever reads it asks for their own"
COLUMNS = ("client_id", "owner_id", "winback_class", "recency", "reason", "where", "chance", "worth", "value")


def ranking_refresh(actor: Actor) -> int:
    """Everything anew; killed at any line, yesterday's ranking stays whole."""
    require(actor, "facts.refresh")
    last = Refresh.objects.filter(state=Refresh.State.DONE).order_by("-id").values_list("pk", flat=True)
    run = last.first()
    with transaction.atomic():
        _learn()
        _rank()
        Ranking.objects.update_or_create(pk=1, defaults={"refresh": run or 0, "at": clock.now()})
    statistics_anew(CANDIDATES)
    return int(Candidate.objects.unscoped(reason=WHY).count())


def is_behind() -> bool:
    """Whether the facts have been computed since."""
    last = (
        Refresh.objects.filter(state=Refresh.State.DONE).order_by("-id").values_list("pk", flat=True).first()
    )
    return last is not None and not Ranking.objects.filter(pk=1, refresh=last).exists()


def ranked_again(client_ids: Sequence[int]) -> None:
    """These alone, by the very same statement: after a plan, a reason, a decision, a purchase."""
    with transaction.atomic():
        for start in range(0, len(client_ids), BATCH):
            _rank(client_ids[start : start + BATCH])


def _learn() -> None:
    found = _chances()
    templates = list(Template.objects.unscoped(reason=WHY).filter(is_retired=False))
    minutes: dict[int, int] = {}
    for template, number in TemplateStep.objects.unscoped(reason=WHY).values_list("template", "minutes"):
        minutes[template] = minutes.get(template, 0) + number
    rate = HOUR_RATE.value()

    def cost(winback_class: str, reason: int) -> Any:
        one = rules.template_for(templates, winback_class, reason)
        return one.offer_cost + rate * minutes.get(one.pk, 0) / 60 if one else 0

    reasons = [0, *Reason.objects.unscoped(reason=WHY).values_list("pk", flat=True)]
    cells = [_cell("", "", 0, found, 0)]
    for winback_class in CLASSES:
        cells.append(_cell(winback_class, "", 0, found, cost(winback_class, 0)))
        cells += [
            _cell(winback_class, recency, reason, found, cost(winback_class, reason))
            for recency in Recency.values
            for reason in reasons
        ]
    Cell.objects.all().delete()
    Cell.objects.bulk_create(cells)


def _cell(winback_class: str, recency: str, reason: int, found: Chances, cost: Any) -> Cell:
    chance = found.of(winback_class, recency, reason)
    return Cell(
        winback_class=winback_class,
        recency=recency,
        reason=reason,
        tried=chance.tried,
        returned=chance.returned,
        prior=chance.prior,
        chance=chance.mean,
        cost=round(cost, 0),
    )


def _chances() -> Chances:
    """Own finished plans, and how readily clients of each class come back by themselves."""
    over = Q(ended_on__isnull=False) & ~Q(state__in=(Standing.CALLED_OFF, Standing.CLOSED))
    plans = Plan.objects.unscoped(reason=WHY).filter(over, arm=Arm.ASKED).order_by()
    rows = plans.values_list("winback_class", "recency", "reason").annotate(
        tried=Count("pk"), returned=Count("pk", filter=Q(bought_on__isnull=False))
    )
    tried = [Tried(a, b, reason or 0, number, back) for a, b, reason, number, back in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT winback_class, {_recency()}, COUNT(*), AVG(chance_purchase) FROM {FACTS} f"
            " WHERE money_lost_a_year IS NOT NULL AND winback_class <> '' AND chance_purchase IS NOT NULL"
            " GROUP BY 1, 2",
            _recency_values(),
        )
        unasked = [Unasked(a, b, n, min(max(share, 0.0), 1.0)) for a, b, n, share in cursor.fetchall()]
    practice, weight = float(ASKED_BACK_BUY.value()) / 100, float(PRACTICE_WEIGHT.value())
    return chances(tried, unasked, practice=practice, weight=weight)


def _recency() -> str:
    past = (
        "(CAST(%s AS date) - f.lost_line)"
        if connection.vendor == "postgresql"
        else "(julianday(%s) - julianday(f.lost_line))"
    )
    return f"CASE WHEN {past} > %s * f.rhythm_days THEN '{Recency.LONG}' ELSE '{Recency.RECENT}' END"


def _recency_values() -> list[Any]:
    return [clock.today().isoformat(), float(LONG_AGO.value())]


def _rank(client_ids: Sequence[int] | None = None) -> None:
    among = ""
    if client_ids is not None:
        among = f" AND f.client_id IN ({', '.join(str(int(one)) for one in client_ids) or '0'})"
    listed = ", ".join(f'"{name}"' for name in COLUMNS)
    setting = ", ".join(f'"{name}" = excluded."{name}"' for name in COLUMNS[1:])
    ours = ", ".join(f'{CANDIDATES}."{name}"' for name in COLUMNS[1:])
    theirs = ", ".join(f'excluded."{name}"' for name in COLUMNS[1:])
    differ = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    lost = "f.money_lost_a_year IS NOT NULL AND f.winback_class <> '' AND f.lifecycle = 'lost'"
    gone = f"NOT EXISTS (SELECT 1 FROM {FACTS} f WHERE f.client_id = {CANDIDATES}.client_id AND {lost})"
    mine = among.replace("f.client_id", "client_id")
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {CANDIDATES} WHERE {gone}{mine}")
        cursor.execute(
            f"INSERT INTO {CANDIDATES} ({listed}) {_standing(lost + among)}"
            f" ON CONFLICT (client_id) DO UPDATE SET {setting} WHERE ({ours}) {differ} ({theirs})",
            _recency_values(),
        )


def _standing(among: str) -> str:
    """One row a lost client. The reason: the real one, else the surest, else the latest that was said."""
    reason = (
        "COALESCE((SELECT r.reason_id FROM winback_clientreason r WHERE r.client_id = f.client_id"
        " ORDER BY r.is_real DESC, r.sure DESC, r.id DESC LIMIT 1), 0)"
    )
    where = (
        "CASE WHEN EXISTS (SELECT 1 FROM winback_letgo l WHERE l.client_id = f.client_id"
        f" AND l.taken_back_on IS NULL) THEN '{Where.LET_GO}'"
        f" ELSE COALESCE((SELECT CASE p.arm WHEN '{Arm.ALONE}' THEN '{Where.ALONE}' ELSE '{Where.PLAN}' END"
        " FROM winback_plan p WHERE p.client_id = f.client_id AND p.ended_on IS NULL),"
        f" '{Where.FREE}') END"
    )
    worth = "GREATEST" if connection.vendor == "postgresql" else "MAX"
    value = "CAST(ROUND(c.chance * f.money_lost_a_year) AS bigint) - c.cost"
    inner = (
        f"SELECT f.*, {_recency()} AS recency, {reason} AS reason, {where} AS standing FROM {FACTS} f"
        f" WHERE {among}"
    )
    return (
        f"SELECT f.client_id, f.owner_id, f.winback_class, f.recency, f.reason, f.standing, c.chance,"
        f" {worth}(f.money_lost_a_year, 0), {value} FROM ({inner}) f JOIN winback_cell c ON"
        " c.winback_class = f.winback_class AND c.recency = f.recency AND c.reason = f.reason WHERE true"
    )
