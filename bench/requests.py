"""A thousand requests by the form in a minute: how many are taken, how long each waits, is any lost or
doubled. A base of its own (SQLite, or with ``--postgres URL`` a database made for it), the real server, eight
visitors at once from a thousand addresses; every tenth sends twice.

python bench/requests.py [--requests 1000] [--postgres postgresql://…]
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

from ready import free_port, made_on

VISITORS = 8
NOT_YOUNG = 2.5  # seconds: a form that is sent at once is a robot's


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("--postgres", metavar="URL", default="")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        os.environ |= {"VERNOST_DATA": folder, "VERNOST_PROXIES": "1", "VERNOST_LOG_LEVEL": "error"}
        os.environ |= {"VERNOST_LISTEN": f"127.0.0.1:{port}", "VERNOST_URL": f"http://127.0.0.1:{port}"}
        if arguments.postgres:
            os.environ["DATABASE_URL"] = made_on(arguments.postgres)
        _house()
        words = [sys.executable, "-m", "vernost", "web"]
        with subprocess.Popen(words, stdout=subprocess.DEVNULL) as server:
            try:
                _measure(port, arguments.requests)
            finally:
                server.terminate()


def _house() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "vernost.config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from vernost.demo import staff
    from vernost.intake.models import Desk, Seat, SiteForm

    call_command("migrate", verbosity=0)
    people = staff.hire()
    Desk.objects.create(pk=1, only_present=False)
    for login in ("anna", "dmitry", "olga"):
        Seat.objects.create(employee=people[login])
    SiteForm(slug="bench", title="Bench").save()


def _measure(port: int, count: int) -> None:
    _wait(port)
    with ThreadPoolExecutor(VISITORS) as pool:
        tickets = list(pool.map(lambda _number: _ticket(port), range(count)))
        time.sleep(NOT_YOUNG)
        begun = time.perf_counter()
        answers = list(pool.map(lambda number: _send(port, tickets[number], number), range(count)))
        whole = time.perf_counter() - begun
    waits = sorted(wait for _status, wait in answers)
    taken = sum(status == 201 for status, _wait in answers)
    from vernost.intake.models import Request

    rows = Request.objects.unscoped(reason="benchmark")
    phones = set(rows.values_list("phone", flat=True))
    shares = [rows.filter(assigned_to=one).count() for one in set(rows.values_list("assigned_to", flat=True))]
    print(f"{taken} of {count} taken in {whole:.1f} s: {taken / whole * 60:,.0f} a minute")
    late = waits[int(count * 0.95)] * 1000
    print(f"each waits {statistics.median(waits) * 1000:.0f} ms, 95 % under {late:.0f} ms")
    print(f"in the base: {rows.count()}, lost {count - len(phones)}, doubled {rows.count() - len(phones)}")
    print(f"given to three in turn: {sorted(shares)}")
    sys.exit(0 if rows.count() == len(phones) == count == taken else 1)


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            _ticket(port)
            return
        except (OSError, ValueError, http.client.HTTPException):
            time.sleep(0.2)
    raise SystemExit("the server does not answer")


def _ticket(port: int) -> str:
    status, body = _asked(port, "GET", "/form/bench/token/", "", "10.0.0.1")
    if status != 200:
        raise ValueError(status)
    return str(json.loads(body)["ticket"])


def _send(port: int, ticket: str, number: int) -> tuple[int, float]:
    said = {"phone": f"+7916{1000000 + number}", "name": "Пётр", "text": "Почём?"}
    data = urlencode({"ticket": ticket, **said})
    address = f"10.1.{number // 250}.{number % 250 + 1}"
    begun = time.perf_counter()
    status, _body = _asked(port, "POST", "/form/bench/", data, address)
    took = time.perf_counter() - begun
    if number % 10 == 0:
        _asked(port, "POST", "/form/bench/", data, address)
    return status, took


def _asked(port: int, method: str, path: str, body: str, address: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"X-Forwarded-For": address, "Accept": "application/json"}
    if body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found


if __name__ == "__main__":
    main()
