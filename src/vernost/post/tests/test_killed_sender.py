"""A worker killed over a letter: nothing lost, nothing sent twice, and what nobody can know is said."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from vernost.post.tests.servers import Mailbox, free_port, serving

pytestmark = [pytest.mark.own_base, pytest.mark.slow]
SET_UP = """
import sys
from vernost.commands.setting_up import set_up
set_up()
from django.conf import settings
settings.EMAIL_BACKEND = "vernost.post.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", int(sys.argv[1]), 20
settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
from vernost.post.models import Letter
rows = Letter.objects.unscoped(reason="test")
"""
WRITE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from vernost.access.actor import SYSTEM
from vernost.clients import services as clients
from vernost.post import services
from vernost.post.letter_kinds import BY_HAND
from vernost.staff.models import Employee
client = clients.client_add(SYSTEM, name="Пётр", emails=["petr@client.test"])
said = {"kind": BY_HAND, "subject": "Прайс", "text": "Здравствуйте"}
services.letter_to_client(SYSTEM, client_id=client.pk, **said)
if len(sys.argv) > 2:
    one = Employee.objects.create(email="anna@firm.test", name="Анна")
    services.letter_to_employee(SYSTEM, employee_id=one.pk, **said)
"""
SEND = """
from vernost.post.sending import send_due
send_due()
"""
# The lease of the dead has run out.
LATER = """
from vernost.core import clock
rows.exclude(lease_until=None).update(lease_until=clock.now())
"""
TELL = """
for row in rows.order_by("pk"):
    print(row.state, row.reason or "-", bool(row.begun_at))
"""


class Base:
    def __init__(self, folder: Path, url: str, port: int) -> None:
        self.folder, self.url, self.port = folder, url, port

    def start(self, program: str, *words: str) -> subprocess.Popen[str]:
        environ = {name: value for name, value in os.environ.items() if not name.startswith("VERNOST_")}
        environ |= {
            "VERNOST_DATA": str(self.folder), "DATABASE_URL": self.url, "VERNOST_LANG": "en",
            "DJANGO_SETTINGS_MODULE": "vernost.config.settings", "PYTHONPATH": os.pathsep.join(sys.path),
        }  # fmt: skip
        command = [sys.executable, "-c", SET_UP + program, str(self.port), *words]
        return subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True)

    def run(self, program: str, *words: str) -> list[str]:
        process = self.start(program, *words)
        out, _err = process.communicate(timeout=120)
        assert process.returncode == 0
        return out.splitlines()

    def killed_when(self, ready: Callable[[], Any]) -> None:
        process = self.start(SEND)
        until = time.monotonic() + 60
        while not ready():
            assert time.monotonic() < until and process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=20)
        if process.stdout:
            process.stdout.close()


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Base]:
    server, port = os.environ.get("VERNOST_TEST_POSTGRES"), free_port()
    folder = tmp_path / "data"
    folder.mkdir()
    if not server:
        yield Base(folder, "sqlite:///base.sqlite3", port)
        return
    import psycopg

    name = f"vernost_post_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    head, _, options = server.partition("?")
    yield Base(folder, f"{head.rsplit('/', 1)[0]}/{name}{'?' + options if options else ''}", port)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


class Slow(Mailbox):
    """Takes its time at the recipient, or with the whole letter in hand."""

    def __init__(self, at: str) -> None:
        super().__init__()
        self.at, self.asked = at, 0

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's own name
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        import asyncio

        self.asked += 1
        if self.at == "recipient":
            await asyncio.sleep(5)
        return await super().handle_RCPT(server, session, envelope, address, options)


def test_killed_before_the_body_it_goes_once(base: Base) -> None:
    base.run(WRITE)
    slow = Slow("recipient")
    with serving(slow, base.port):
        base.killed_when(lambda: slow.asked)
    assert slow.letters == []
    assert base.run(TELL) == ["queued - False"]
    box = Mailbox()
    with serving(box, base.port):
        assert base.run(SEND + TELL) == ["queued - False"]  # the dead one's lease still runs
        assert base.run(LATER + SEND + SEND + TELL) == ["sent - True"]
    assert box.subjects() == ["Прайс"]


def test_killed_with_the_body_given_a_person_decides_and_a_colleague_gets_it(base: Base) -> None:
    base.run(WRITE, "employee too")
    slow = Slow("body")
    slow.waits = 5
    with serving(slow, base.port):
        base.killed_when(lambda: slow.letters)
    assert base.run(TELL) == ["queued - True", "queued - False"]
    box = Mailbox()
    with serving(box, base.port):
        assert base.run(LATER + SEND + SEND + TELL) == ["failed unsure True", "sent - True"]
    assert [one["To"] for one in slow.letters + box.letters] == ["petr@client.test", "anna@firm.test"]
