"""Surveys under load: a wave of a hundred thousand invitations prepared, and answers taken beside a bare
Django view that inserts one row, on the same server, in the same run. A base of its own (SQLite, or with
``--postgres URL`` a database made for it).

python bench/voice.py [--clients 100000] [--answers 4000] [--postgres postgresql://…]
"""

from __future__ import annotations

import argparse
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from ready import free_port, made_on

VISITORS, ROUNDS = 4, 5
WAVE_LIMIT, SHARE = 60.0, 0.40


class Refused(Exception):
    """An answer that was not taken."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=int, default=100_000)
    parser.add_argument("--answers", type=int, default=4_000, help="of each kind, in all rounds")
    parser.add_argument("--postgres", metavar="URL", default="")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        os.environ |= {"VERNOST_DATA": folder, "VERNOST_PROXIES": "1", "VERNOST_LOG_LEVEL": "error"}
        os.environ |= {"VERNOST_LISTEN": f"127.0.0.1:{port}", "VERNOST_URL": f"http://127.0.0.1:{port}"}
        if arguments.postgres:
            os.environ["DATABASE_URL"] = made_on(arguments.postgres)
        survey = _house()
        took = _wave(survey, arguments.clients)
        share = _answers(survey, port, arguments.answers)
    sys.exit(0 if took < WAVE_LIMIT and share >= SHARE else 1)


def _house() -> Any:
    os.environ["DJANGO_SETTINGS_MODULE"] = "vernost.config.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from vernost.demo import staff
    from vernost.staff.actors import actor_of
    from vernost.voice import services

    call_command("migrate", verbosity=0)
    people = staff.hire()
    with connection.schema_editor() as editor:
        editor.create_model(_row())
    director = actor_of(next(one for one in people.values() if one.role == "director"))
    survey = services.survey_make(director, name="Bench")
    return services.survey_open(director, survey_id=survey.pk)


# --- A wave ------------------------------------------------------------------------------------------------


def _wave(survey: Any, number: int) -> float:
    from vernost.core import clock
    from vernost.staff.actors import actor_of
    from vernost.staff.models import Employee
    from vernost.voice import services
    from vernost.voice.models import Invitation, Wave

    _clients(number)
    director = actor_of(Employee.objects.filter(role="director").first())
    wave = services.wave_make(director, survey_id=survey.pk, name="Bench", days=14, starts_on=clock.today())
    begun, worked = time.perf_counter(), time.process_time()
    services.wave_prepare(wave.pk)
    took, worked = time.perf_counter() - begun, time.process_time() - worked
    due = Invitation.objects.unscoped(reason="benchmark").filter(wave=wave, state="due").count()
    state = Wave.objects.unscoped(reason="benchmark").get(pk=wave.pk).state
    share = f"{took / WAVE_LIMIT:.2f} of a minute"
    print(
        f"a wave of {due:,} invitations prepared in {took:.1f} s, {worked:.1f} s of one core ({share})",
        flush=True,
    )
    assert due == number and state == "ready", (due, state)
    return took


def _clients(number: int) -> None:
    """Whom a letter may reach: with an address, and a consent."""
    from django.db import connection

    from vernost.clients.models import Client, Consent, Email

    for start in range(0, number, 10_000):
        many = range(start, min(number, start + 10_000))
        made = Client.objects.bulk_create(
            [Client(name=f"Client {one}", name_key=f"client {one}") for one in many]
        )
        Email.objects.bulk_create([Email(client=one, address=f"c{one.pk}@bench.test") for one in made])
        Consent.objects.bulk_create([Consent(client=one, purpose="letters", how="site") for one in made])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


# --- Answers beside a bare view ----------------------------------------------------------------------------


def _row() -> Any:
    """One table, one row an answer: what a bare view writes."""
    from django.db import models

    class Row(models.Model):
        score = models.SmallIntegerField()
        text = models.TextField(blank=True)
        at = models.DateTimeField(auto_now_add=True)

        class Meta:
            app_label = "bench"

        def __str__(self) -> str:
            return str(self.score)

    return Row


_APP: list[Callable[..., Any]] = []
_BUILDING = threading.Lock()


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
    """What granian serves: the house, and beside it a view without middleware, sessions or anything."""
    with _BUILDING:
        if not _APP:
            _APP.extend(_apps())
    return _APP[environ["PATH_INFO"].startswith("/bare/")](environ, start)


def _apps() -> list[Callable[..., Any]]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vernost.config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.http import HttpRequest, HttpResponse
    from django.urls import path

    from vernost.config import urls

    row = _row()

    def bare(request: HttpRequest) -> HttpResponse:
        row.objects.create(score=int(request.POST["score"]), text=request.POST.get("comment", ""))
        return HttpResponse(status=303, headers={"Location": "/", "Content-Length": "0"})

    urls.urlpatterns.append(path("bare/", bare))
    house, kept = WSGIHandler(), settings.MIDDLEWARE
    settings.MIDDLEWARE = []
    alone = WSGIHandler()
    settings.MIDDLEWARE = kept
    return [house, alone]


def serve(port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "voice:application", address="127.0.0.1", port=port, interface=Interfaces.WSGI, workers=1,
        blocking_threads=VISITORS, websockets=False, log_enabled=False,
    ).serve()  # fmt: skip


def _answers(survey: Any, port: int, number: int) -> float:
    here = str(Path(__file__).resolve().parent)
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join([here, os.environ.get("PYTHONPATH", "")])}
    words = [sys.executable, "-c", f"import voice; voice.serve({port})"]
    with subprocess.Popen(words, env=environ, cwd=here) as server:
        try:
            _wait(port)
            return _compared(survey, port, number)
        finally:
            server.terminate()


def _compared(survey: Any, port: int, number: int) -> float:
    """In turns, so that whatever else the machine does meets both."""
    from vernost.voice.models import Response

    each = number // ROUNDS
    ours, bare = f"/s/{survey.address}/", "/bare/"
    _load(port, bare, 200)
    _load(port, ours, 200)
    rates: dict[str, list[float]] = {ours: [], bare: []}
    for _turn in range(ROUNDS):
        for path in (bare, ours):
            rates[path].append(each / _load(port, path, each))
    stored = Response.objects.unscoped(reason="benchmark").count()
    shares = [one / other for one, other in zip(rates[ours], rates[bare], strict=True)]
    share = statistics.median(shares)
    print(f"a bare view: {statistics.median(rates[bare]):,.0f} rows a second")
    print(f"a survey link: {statistics.median(rates[ours]):,.0f} answers a second, each stored")
    rounds = ", ".join(f"{one:.0%}" for one in shares)
    print(f"share: {share:.0%} (rounds {rounds}), at least {SHARE:.0%} wanted")
    assert stored == each * ROUNDS + 200, (stored, each * ROUNDS + 200)
    return share


def _load(port: int, path: str, number: int) -> float:
    """Seconds that ``number`` answers took, by visitors who keep their connections; every one must be 303."""
    left, lock, taken, others = [number], threading.Lock(), [0], []

    def visit(who: int) -> None:
        try:
            with socket.create_connection(("127.0.0.1", port)) as line:
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                while (turn := _next(left, lock)) >= 0:
                    line.sendall(_request(path, who, turn))
                    status = _status(line)
                    if status != b"303":
                        others.append(status)
                        return
                    with lock:
                        taken[0] += 1
        except OSError as error:
            others.append(str(error).encode())

    begun = time.perf_counter()
    visitors = [threading.Thread(target=visit, args=(who,)) for who in range(VISITORS)]
    for one in visitors:
        one.start()
    for one in visitors:
        one.join()
    took = time.perf_counter() - begun
    if others or taken[0] != number:
        raise Refused(path, others, taken[0])
    return took


def _next(left: list[int], lock: threading.Lock) -> int:
    with lock:
        left[0] -= 1
        return left[0]


def _request(path: str, who: int, turn: int) -> bytes:
    said = {"score": turn % 11, "key": secrets.token_urlsafe(12), "comment": "Всё вовремя, спасибо"}
    body = urlencode(said).encode()
    address = f"10.{who}.{turn // 250 % 250}.{turn % 250 + 1}"
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: {address}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _status(line: socket.socket) -> bytes:
    """Reads one whole answer; its status."""
    got = b""
    while b"\r\n\r\n" not in got:
        more = line.recv(65536)
        if not more:
            return b"cut"
        got += more
    head, _end, rest = got.partition(b"\r\n\r\n")
    length = next(
        (int(one.split(b":")[1]) for one in head.lower().split(b"\r\n") if one.startswith(b"content-length")),
        0,
    )
    while len(rest) < length:
        rest += line.recv(65536)
    return head.split(b" ", 2)[1]


def _wait(port: int) -> None:
    for _turn in range(600):
        try:
            _load(port, "/bare/", 1)
            return
        except Refused:
            time.sleep(0.2)
    raise SystemExit("the server does not answer")


if __name__ == "__main__":
    main()
