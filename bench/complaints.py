"""Pages of complaints over 100 000 cases, and of the closed loop over 200 000 answers: under 300 ms each.

    python bench/complaints.py [--clients N] [--orders N] [--cases N] [--answers N] [--runs N]
                                       (VERNOST_DATA and DATABASE_URL name a base that is there already)

Whole requests through Django in one warm process, signed in, templates drawn. On a busy machine the
processor's time is judged, as in bench/pages.py.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from datetime import timedelta
from typing import Any

from pages import Browsers, Case, measured
from ready import base_at_hand

BENCH, BUDGET, BATCH = "bench", 300.0, 5000
OPEN_CASES, OPEN_LOOPS = 400, 2000
WORDS = "Привезли не тот помол, второй раз за месяц"
PAGES = (
    ("complaints: board", "/complaints/"),
    ("complaints: list", "/complaints/list/"),
    ("complaints: late", "/complaints/list/?state=late"),
    ("complaints: settled", "/complaints/list/?state=over"),
    ("complaints: analysis", "/complaints/analysis/"),
    ("clients: complained", "/clients/?preset=complained"),
    ("clients: with an open complaint", "/clients/?preset=complaint_open"),
    ("clients: bought, complained", "/clients/?preset=bought&preset=complained"),
    ("loop: what waits", "/voice/loop/"),
    ("loop: promoters", "/voice/loop/?path=promoter"),
    ("loop: analysis, 90 days", "/voice/loop/analysis/"),
    ("loop: analysis, a year", "/voice/loop/analysis/?days=365"),
    ("improvements", "/voice/improvements/"),
    ("today", "/today/"),
)


def fill(cases: int, answers: int) -> None:
    from django.db import transaction

    from vernost.clients.models import Client

    dice = random.Random(7)
    rows = Client.objects.unscoped(reason=BENCH).filter(owner__isnull=False, is_live=True, closed_on=None)
    clients = list(rows.order_by("pk").values_list("pk", "owner")[: max(cases, answers)])
    with transaction.atomic():
        _complaints(dice, clients, cases)
        _loops(dice, clients, answers)


def _complaints(dice: random.Random, clients: list[Any], number: int) -> None:
    from vernost.complaints.models import Cause, Complaint, Event, Step, What
    from vernost.core import clock

    there, now = Complaint.objects.unscoped(reason=BENCH).count(), clock.now()
    causes = list(Cause.objects.unscoped(reason=BENCH))
    for start in range(there, number, BATCH):
        made = []
        for place in range(start, min(start + BATCH, number)):
            client, owner = clients[place % len(clients)]
            at, over = now - timedelta(minutes=dice.randint(60, 2 * 525_600)), place >= OPEN_CASES
            made.append(
                Complaint(
                    client_id=client, responsible_id=owner, text=WORDS, received_at=at,
                    cause=dice.choice(causes),
                    product=f"Кофе {place % 40}", step=Step.CONFIRMED if over else list(Step)[place % 5],
                    confirmed_at=at + timedelta(hours=dice.randint(5, 200)) if over else None,
                    due_at=None if over else now + timedelta(hours=dice.randint(-20, 40)),
                )
            )  # fmt: skip
        Complaint.objects.bulk_create(made)
        Event.objects.bulk_create(
            Event(complaint=one, what=What.STEP, step=step, at=one.received_at, was_due=one.received_at)
            for one in made
            for step in (Step.ACKNOWLEDGED, Step.FACTS, Step.AGREED)
        )


def _loops(dice: random.Random, clients: list[Any], number: int) -> None:
    from vernost.core import clock
    from vernost.voice.loop_rules import choices, path_of
    from vernost.voice.models import Loop, Path, Response, Survey

    there, now = Loop.objects.unscoped(reason=BENCH).count(), clock.now()
    survey = Survey._base_manager.get_or_create(
        address=BENCH, defaults={"name": "NPS", "kind": "nps", "state": "open"}
    )
    for start in range(there, number, BATCH):
        said = []
        for place in range(start, min(start + BATCH, number)):
            client, owner = clients[place % len(clients)]
            at = now - timedelta(minutes=dice.randint(10, 525_600))
            score = dice.choice((2, 5, 7, 8, 9, 9, 10, 10, 10))
            said.append(
                Response(survey=survey[0], client_id=client, owner_id=owner, score=score, comment=WORDS,
                         channel="link", day=at.date(), answered_at=at)
            )  # fmt: skip
        made = []
        for place, one in enumerate(Response.objects.bulk_create(said), start):
            path, over = path_of(one.score or 0), place >= OPEN_LOOPS
            made.append(
                Loop(
                    response=one, client_id=one.client_id, whose_id=one.owner_id, path=path,
                    opened_at=one.answered_at,
                    due_at=one.answered_at + timedelta(days=1) if path is Path.CRITIC else None,
                    closed_at=one.answered_at + timedelta(hours=dice.randint(1, 60)) if over else None,
                    outcome=dice.choice(choices(path)) if over else "",
                    took=dice.randint(5, 900) if over else None,
                )
            )  # fmt: skip
        Loop.objects.bulk_create(made)


def measure(runs: int) -> int:
    browsers, over = Browsers(), 0
    busy = os.getloadavg()[0] > (os.cpu_count() or 1)
    print(f"{'busy: judged by the processor' if busy else 'quiet'}; milliseconds")
    print(f"{'page':<44}{'median':>9}{'best':>9}{'processor':>11}{'queries':>9}")
    for name, address in PAGES:
        for who in ("director", "manager"):
            found = measured(browsers, Case(name, who, address, BUDGET), runs)
            slow = (found.worked if busy else found.median) > BUDGET
            over += slow
            numbers = f"{found.median:>9.1f}{found.best:>9.1f}{found.worked:>11.1f}{found.queries:>9}"
            print(f"{name + ', ' + who:<44}{numbers}{'   over' if slow else ''}", flush=True)
    print(f"{over} over {BUDGET:.0f} ms")
    return over


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=1_000_000)
    parser.add_argument("--orders", type=int, default=2_000_000)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--answers", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with base_at_hand(options.clients, options.orders):
        fill(options.cases, options.answers)
        return 1 if measure(options.runs) else 0


if __name__ == "__main__":
    sys.exit(main())
