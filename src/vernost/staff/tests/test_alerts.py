"""Unusual reading is told to the directors: a letter through a real mail server, once a day and person."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from django.conf import settings as django_settings

from tests.cast import Cast
from vernost.config.mail import mail
from vernost.core import clock
from vernost.journal.models import Entry
from vernost.journal.watch import count
from vernost.staff.jobs import tell_of_unusual_reading
from vernost.staff.models import Alert, Employee

Letters = list[tuple[list[str], EmailMessage]]


class Session(socketserver.StreamRequestHandler):
    """As much of SMTP (RFC 5321) as a sender needs. ``refusing`` answers as a server that is busy."""

    def handle(self) -> None:
        server: Any = self.server
        to: list[str] = []
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            verb = line.upper()
            if verb.startswith("RCPT"):
                to.append(line.partition("<")[2].partition(">")[0])
            if verb == "DATA":
                self.say("354 go on")
                server.letters.append((to, self.letter()))
            if verb.startswith("MAIL") and server.refusing:
                self.say("451 come later")
                continue
            self.say("221 bye" if verb == "QUIT" else "250 ok")
            if verb == "QUIT":
                return

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def letter(self) -> EmailMessage:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        letter: Any = message_from_bytes(b"".join(lines), policy=policy.default)
        return letter  # type: ignore[no-any-return]


@pytest.fixture
def post(settings: Any) -> Iterator[Any]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        server.letters, server.refusing = [], False  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for name, value in mail(f"smtp://127.0.0.1:{server.server_address[1]}").items():
            setattr(settings, name, value)
        settings.EMAIL_USE_TLS = False  # the loopback has nobody to hide from
        yield server
        server.shutdown()


@pytest.fixture
def second_director(cast: Cast) -> Employee:
    director = Employee(email="anna@firm.test", name="Анна", role="director", language="ru")
    director.set_unusable_password()
    director.save()
    return director


def test_each_director_gets_one_letter_in_their_language(
    cast: Cast, second_director: Employee, post: Any
) -> None:
    count(cast.owner.pk, cards=100)
    assert tell_of_unusual_reading() == 0 and post.letters == []
    count(cast.owner.pk, cards=5000, exported=7)
    assert tell_of_unusual_reading() == 2
    count(cast.owner.pk, cards=5000)
    assert tell_of_unusual_reading() == 0, "once a day and person"
    letters = {to[0]: letter for to, letter in post.letters}
    assert set(letters) == {"director@firm.test", "anna@firm.test"} and len(post.letters) == 2
    english, russian = letters["director@firm.test"], letters["anna@firm.test"]
    assert english["Subject"] == "Owner opens or exports unusually much"
    assert "необычно много" in str(russian["Subject"])
    assert "5100" in english.get_content() and f"{django_settings.ENVIRONMENT.url}/" in russian.get_content()
    assert Entry.objects.filter(kind="staff.alerted", in_audit=True).count() == 1
    with clock.stopped(clock.now() + timedelta(days=1)):
        count(cast.owner.pk, cards=50_000)
        assert tell_of_unusual_reading() == 2, "another day is told anew"


def test_a_mail_server_that_is_busy_is_asked_again(cast: Cast, post: Any) -> None:
    count(cast.owner.pk, exported=10_000)
    post.refusing = True
    assert tell_of_unusual_reading() == 0
    alert = Alert.objects.get()
    assert "451" in alert.last_error and alert.due_at is not None
    post.refusing = False
    with clock.stopped(clock.now() + timedelta(minutes=5)):
        assert tell_of_unusual_reading() == 1
    assert len(post.letters) == 1 and Alert.objects.get().due_at is None


def test_the_menu_and_the_audit_log_bear_a_mark(cast: Cast, post: Any) -> None:
    assert cast.browser("director").get("/staff/").status_code == 200
    count(cast.owner.pk, cards=5000)
    tell_of_unusual_reading()
    from django.core.cache import cache

    cache.clear()
    for who, told in (("director", True), ("head", False), ("owner", False)):
        page = cast.browser(who).get("/staff/").content.decode()
        assert ('class="count"' in page) == told, who
    page = cast.browser("director").get("/audit/").content.decode()
    assert "Owner opened and exported unusually much" in page
