"""The mailbox: ten thousand letters, a reader killed in between, a broken line, a wrong password."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from vernost.commands import checking
from vernost.core import clock
from vernost.intake.models import Request
from vernost.post import imap, incoming, receiving
from vernost.post.models import Mailbox
from vernost.post.receiving import mailbox_read
from vernost.post.tests.imap_server import Server, serving_imap

PLAIN = "From: n{n}@x.test\r\nSubject: Coffee\r\nMessage-ID: <{n}@x.test>\r\n\r\nTwenty kilos"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving_imap() as running:
        yield running


def filled(server: Server, many: int) -> None:
    server.letters = {n: PLAIN.format(n=n).encode() for n in range(1, many + 1)}


def requests() -> int:
    return Request.objects.unscoped(reason="test").count()


def box() -> Mailbox:
    return Mailbox.objects.get()


def point_to(settings: Any, url: str) -> None:
    from dataclasses import replace

    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, intake_imap_url=url)


@pytest.mark.slow
def test_ten_thousand_in_turns_each_once(
    cast: Cast, server: Server, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Machines' letters, so that ten thousand of them are read and none becomes anything."""
    raw = PLAIN.replace("Subject", "Precedence: bulk\r\nSubject")
    server.letters = {n: raw.format(n=n).encode() for n in range(1, 10_001)}
    monkeypatch.setattr(receiving, "TURN", 2.0)
    turns = 0
    while not turns or box().ahead:
        mailbox_read(server.where)
        turns += 1
        if turns == 1:
            point_to(settings, server.url)
            assert "letters are ahead" in cast.browser("director").get(reverse("letters")).content.decode()
    assert turns > 1 and (box().last_uid, server.fetched, requests()) == (10_000, 10_000, 0)


def test_a_turn_ends_and_the_next_goes_on(
    cast: Cast, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(server, 30)
    monkeypatch.setattr(receiving, "TURN", -1.0)
    mailbox_read(server.where)
    assert (box().ahead, requests()) == (30, 0)
    monkeypatch.undo()
    assert mailbox_read(server.where) == 30 and (box().ahead, requests()) == (0, 30)


def test_a_line_that_breaks_loses_and_doubles_nothing(cast: Cast, server: Server, settings: Any) -> None:
    filled(server, 9)
    server.hangs_up_at = 5
    assert mailbox_read(server.where) == 4
    assert box().trouble == "dropped" and requests() == 4
    point_to(settings, server.url)
    page = cast.browser("director").get(reverse("letters")).content.decode()
    assert "hung up half-way" in page
    assert "hung up half-way" not in cast.browser("owner").get(reverse("letters")).content.decode()
    server.hangs_up_at = 0
    assert mailbox_read(server.where) == 5 and requests() == 9
    assert box().trouble == "" and server.fetched == 9


def test_a_wrong_password_is_told_and_not_tried_each_minute(
    cast: Cast, server: Server, settings: Any, capsys: Any
) -> None:
    filled(server, 1)
    url = server.url.replace("secret", "wrong")
    point_to(settings, url)
    assert mailbox_read(imap.address(url)) == 0 and box().trouble == "password"
    assert "refuses the user or the password" in checking.CHECKS["mailbox"]()
    page = cast.browser("director").get(reverse("letters")).content.decode()
    assert "refuses the user or the password" in page
    right = imap.address(server.url)
    assert mailbox_read(right) == 0, "whoever knocks each minute is locked out"
    with clock.stopped(clock.now() + timedelta(minutes=11)):
        assert mailbox_read(right) == 1
    assert box().trouble == ""


@pytest.mark.parametrize(
    ("url", "code"),
    [("imap://a:b@127.0.0.1:1/INBOX", "away"), ("{server}/Nowhere", "folder")],
)
def test_nobody_there_and_no_folder(cast: Cast, server: Server, url: str, code: str) -> None:
    where = url.replace("{server}", server.url.removesuffix("/INBOX"))
    assert mailbox_read(imap.address(where)) == 0
    assert box().trouble == code and receiving.trouble_of(where)


def test_all_is_well_in_check(cast: Cast, server: Server, settings: Any) -> None:
    assert checking.CHECKS["mailbox"]() == ""
    point_to(settings, server.url)
    assert checking.CHECKS["mailbox"]() == ""


def test_one_letter_that_breaks_us_keeps_no_other_back(
    cast: Cast, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(server, 3)
    real = incoming.read

    def broken(raw: bytes, **how: Any) -> incoming.Mail:
        if b"<2@x.test>" in raw:
            raise RuntimeError("nobody thought of this")
        return real(raw, **how)

    monkeypatch.setattr(incoming, "read", broken)
    assert [mailbox_read(server.where) for _ in range(3)] == [1, 0, 1]
    assert (requests(), box().stepped_over, box().last_uid) == (2, 1, 3)


def test_thirty_megabytes_are_read_to_their_beginning(cast: Cast, server: Server) -> None:
    server.letters[1] = PLAIN.format(n=1).encode() + b"x" * 30_000_000
    seen: list[imap.Came] = []
    with imap.opened(server.where) as opened:
        found = opened.letter(1)
        assert found is not None
        seen.append(found)
    assert (len(seen[0].raw), seen[0].size > 30_000_000) == (imap.LARGEST, True)
    mail = incoming.read(seen[0].raw, size=seen[0].size)
    assert mail.is_cut and len(mail.text) == incoming.LONGEST_TEXT
