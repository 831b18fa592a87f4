"""The score over a million answers: median milliseconds of its pages, for whoever sees all and for a manager.

    python bench/score.py [--clients N] [--answers N] [--runs N]
                                       (VERNOST_DATA and DATABASE_URL name a base that is there already)

Answers are written in bulk over three years, the days tallied by the sweep (its time is told), and whole
requests go through Django in one warm process, signed in, templates drawn. Narrowed by a segment nothing is
tallied: that page is told too, over 90 days and over all the time.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from datetime import timedelta
from typing import Any

from ready import base_at_hand

BENCH = "bench"
BUDGET = 300.0
DAYS = 1095
ROWS = 5000
CASES = (
    ("score, 90 days", "/voice/"),
    ("score, all the time", "/voice/?period=all"),
    ("score of one segment, 90 days", "/voice/?segment=HoReCa"),
    ("answers", "/voice/answers/"),
    ("critics with words", "/voice/answers/?kind=critic&comment=with"),
    ("training", "/voice/training/"),
)
SLOWER = (("score of one segment, all the time", "/voice/?period=all&segment=HoReCa"),)


def fill(number: int) -> Any:
    """One survey with so many answers, evenly over the days; every fiftieth with words and a cause."""
    from vernost.clients.models import Client
    from vernost.core import clock
    from vernost.voice.models import Cause, Response, Survey, Theme

    survey = Survey.objects.unscoped(reason=BENCH).filter(address=BENCH).first()
    survey = survey or Survey.objects.create(
        name="Bench", kind="nps", address=BENCH, state="open", made_at=clock.now() + timedelta(days=1)
    )
    there = Response.objects.unscoped(reason=BENCH).filter(survey=survey).count()
    dice, now = random.Random(7), clock.now()
    clients = list(
        Client.objects.unscoped(reason=BENCH).filter(owner__isnull=False).values_list("pk", "owner")
    )
    causes = list(Cause.objects.unscoped(reason=BENCH))
    for start in range(there, number, ROWS):
        rows = [
            _answer(survey, clients, n, number, now, dice) for n in range(start, min(number, start + ROWS))
        ]
        made = Response.objects.bulk_create(rows, batch_size=1000)
        named = [Theme(response=one, cause=dice.choice(causes)) for one in made if one.comment]
        Theme.objects.bulk_create(named, batch_size=1000)
    return survey


def _answer(survey: Any, clients: Any, n: int, number: int, now: Any, dice: random.Random) -> Any:
    from vernost.core import clock
    from vernost.voice.models import Response

    client, owner = dice.choice(clients)
    channel = dice.choice(("letter", "letter", "link", "call"))
    at = now - timedelta(days=DAYS * (number - n) / number)
    return Response(
        survey=survey, client_id=client, owner_id=owner, channel=channel,
        score=dice.choice((10, 10, 9, 9, 9, 8, 8, 7, 5, 3, 0)), answered_at=at,
        day=at.astimezone(clock.firm_zone()).date(), segment=dice.choice(("HoReCa", "Розница", "Офисы", "")),
        abc=dice.choice("ABC"), product=f"Товар {dice.randint(1, 200)}",
        comment="Долго ждали доставку, хотя обещали быстро" if n % 50 == 0 else "",
    )  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=100_000)
    parser.add_argument("--answers", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=9)
    asked = parser.parse_args()
    over = 0
    with base_at_hand(asked.clients, asked.clients):
        from pages import Browsers, Case, measured

        from vernost.voice.services.tallies import days_tally

        began = time.perf_counter()
        fill(asked.answers)
        print(f"{asked.answers:,} answers written in {time.perf_counter() - began:.0f} s", flush=True)
        began, days = time.perf_counter(), 0
        while done := days_tally():
            days += done
        print(f"{days} days tallied in {time.perf_counter() - began:.0f} s", flush=True)
        browsers, busy = Browsers(), os.getloadavg()[0] > (os.cpu_count() or 1)
        print("busy: judged by the processor" if busy else "quiet")
        print(f"{'page':<48}{'median':>9}{'best':>9}{'processor':>11}{'queries':>9}{'KB':>7}")
        for name, address in (*CASES, *SLOWER):
            for who in ("director", "manager"):
                found = measured(browsers, Case(f"{name}, {who}", who, address), asked.runs)
                # On a machine that others are busy on, waiting for them is not counted.
                counts = (name, address) in CASES
                over += counts and (found.worked if busy else found.median) > BUDGET
                numbers = f"{found.median:>9.1f}{found.best:>9.1f}{found.worked:>11.1f}{found.queries:>9}"
                print(f"{f'{name}, {who}':<48}{numbers}{found.size // 1024:>7}", flush=True)
        print(f"{over} over {BUDGET:.0f} ms, of the first {len(CASES)} pages")
    return int(bool(over))


if __name__ == "__main__":
    sys.exit(main())
