"""The board of deals at 100 and at 500 open ones: median milliseconds under 300, the same number of queries.

    python bench/board.py [--clients N] [--orders N] [--deals N] [--runs N]
                                       (VERNOST_DATA and DATABASE_URL name a base that is there already)

Whole requests through Django in one warm process, signed in, templates drawn; beside them a move of a card,
which draws the board anew, the list, the analysis of losses over 20 000 ended deals, and «fell through».
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import sys
from datetime import timedelta
from decimal import Decimal
from typing import Any

from ready import base_at_hand

BENCH = "bench"
BUDGET = 300.0
LATER = [("analysis", "/deals/analysis/"), ("fell through", "/clients/?preset=fell_through")]


def fill(open_deals: int, ended: int) -> None:
    """Up to so many open ones of the team of one head, and so many ended."""
    from vernost.agenda.models import Step
    from vernost.clients.models import Client
    from vernost.core import clock
    from vernost.sales.models import Deal, LostReason, Stage, StageChange, State

    dice, now = random.Random(7), clock.now()
    stages = list(Stage.objects.unscoped(reason=BENCH).order_by("place"))
    reasons = list(LostReason.objects.unscoped(reason=BENCH))
    clients = list(Client.objects.unscoped(reason=BENCH).filter(owner__isnull=False).order_by("pk")[:3000])
    there = Deal.objects.unscoped(reason=BENCH)
    lacking = max(0, open_deals - there.filter(state=State.OPEN).count())
    made: list[Any] = []
    for number in range(lacking):
        client, stage = clients[number % len(clients)], dice.choice(stages)
        step = Step(client=client, text="Позвонить и спросить", due_on=clock.today() + timedelta(days=3))
        made.append(_deal(client, stage, dice, step=step if number % 5 else None, opened_at=now))
    Step.objects.bulk_create([one.step for one in made if one.step])
    Deal.objects.bulk_create(made, batch_size=500)
    lost = []
    for number in range(max(0, ended - there.exclude(state=State.OPEN).count())):
        day = now - timedelta(days=dice.randint(1, 700))
        state = State.LOST if number % 2 else State.WON
        reason = dice.choice(reasons) if state == State.LOST else None
        values = {"state": state, "reason": reason, "opened_at": day - timedelta(days=30), "closed_at": day}
        lost.append(_deal(dice.choice(clients), dice.choice(stages), dice, **values))
    Deal.objects.bulk_create(lost, batch_size=500)
    StageChange.objects.bulk_create(
        [
            StageChange(deal=one, stage=one.stage, at=one.opened_at, until=one.closed_at)
            for one in made + lost
        ],
        batch_size=1000,
    )


def _deal(client: Any, stage: Any, dice: random.Random, **values: Any) -> Any:
    from vernost.core import clock
    from vernost.sales.models import Deal

    expected = clock.today() + timedelta(days=dice.randint(-5, 60))
    return Deal(
        client=client, title="Годовой договор на зерно", search="годовой договор на зерно", stage=stage,
        furthest=stage, seller=client.owner, amount=Decimal(dice.randint(10, 900) * 1000),
        expected_on=expected, **values,
    )  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=10_000)
    parser.add_argument("--orders", type=int, default=50_000)
    parser.add_argument("--deals", type=int, default=500)
    parser.add_argument("--runs", type=int, default=15)
    asked = parser.parse_args()
    over = 0
    with base_at_hand(asked.clients, asked.orders):
        from pages import Browsers, Case, measured

        browsers, busy = Browsers(), os.getloadavg()[0] > (os.cpu_count() or 1)
        print("busy: judged by the processor" if busy else "quiet")
        print(f"{'page':<44}{'median':>9}{'best':>9}{'processor':>11}{'queries':>9}{'KB':>7}")
        queries: dict[str, set[int]] = {}
        for deals, ended in ((min(100, asked.deals), 0), (asked.deals, 20_000)):
            fill(deals, ended)
            cases = [
                ("board", "/deals/"),
                ("board, without a step", "/deals/?still=1"),
                ("list", "/deals/list/"),
            ]
            cases += LATER if ended else []
            for (name, address), who in itertools.product(cases, ("director", "manager")):
                found = measured(browsers, Case(f"{name}, {who}, {deals} open", who, address), asked.runs)
                queries.setdefault(f"{name}, {who}", set()).add(found.queries)
                # On a machine that others are busy on, waiting for them is not counted.
                over += (found.worked if busy else found.median) > BUDGET
                numbers = f"{found.median:>9.1f}{found.best:>9.1f}{found.worked:>11.1f}{found.queries:>9}"
                print(f"{f'{name}, {who}, {deals} open':<44}{numbers}{found.size // 1024:>7}", flush=True)
        growing = [name for name, counts in queries.items() if len(counts) > 1]
        print(
            f"{over} over {BUDGET:.0f} ms; queries that grow with the deals: {', '.join(growing) or 'none'}"
        )
    return int(bool(over or growing))


if __name__ == "__main__":
    sys.exit(main())
