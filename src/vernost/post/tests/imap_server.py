"""A small IMAP server on a real socket: as many letters as a test likes, hangs up when it likes."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from vernost.post import imap

WHEN = '"30-Nov-2026 10:00:00 +0300"'


class Server(socketserver.ThreadingTCPServer):
    """Speaks the few commands that a reader needs; ``letters``: UID → bytes; ``sizes``: of those that are
    said to be larger; ``hangs_up_at``: a letter at which the line breaks."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.letters: dict[int, bytes] = {}
        self.validity, self.fetched = 7, 0
        self.hangs_up_at = 0
        self.when = WHEN

    @property
    def where(self) -> imap.Address:
        return imap.address(self.url)

    @property
    def url(self) -> str:
        return f"imap://box%40firm.ru:secret@127.0.0.1:{self.server_address[1]}/INBOX"


class Session(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        self.say("* OK [CAPABILITY IMAP4rev1] ready")
        while line := self.rfile.readline():
            tag, words = line.decode().split(" ", 1)
            if not self.answer(tag, words.strip()):
                return

    def say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")

    def answer(self, tag: str, words: str) -> bool:
        done = "OK done"
        if words.startswith("LOGIN"):
            done = "OK in" if words.endswith('"secret"') else "NO wrong password"
        elif words.startswith("EXAMINE"):
            done = self.opened(words)
        elif found := re.fullmatch(r"UID SEARCH (?:UID (\d+):\*|SINCE \S+)", words):
            every = sorted(self.server.letters)
            kept = [uid for uid in every if not found[1] or uid >= int(found[1])] or every[-1:]
            self.say("* SEARCH " + " ".join(map(str, kept)))
        elif found := re.match(r"UID FETCH (\d+) .*<0\.(\d+)>", words):
            if int(found[1]) == self.server.hangs_up_at:
                return False
            self.fetched(int(found[1]), int(found[2]))
        elif words == "LOGOUT":
            self.say("* BYE")
        elif words == "CAPABILITY":
            self.say("* CAPABILITY IMAP4rev1")
        self.say(f"{tag} {done}")
        return True

    def opened(self, words: str) -> str:
        if "INBOX" not in words:
            return "NO no such folder"
        self.say(f"* {len(self.server.letters)} EXISTS")
        self.say(f"* OK [UIDVALIDITY {self.server.validity}] valid")
        return "OK done"

    def fetched(self, uid: int, most: int) -> None:
        raw = self.server.letters.get(uid)
        if raw is not None:
            self.server.fetched += 1
            size, raw = len(raw), raw[:most]
            told = f"UID {uid} INTERNALDATE {self.server.when} RFC822.SIZE {size}"
            self.say(f"* 1 FETCH ({told} BODY[]<0> {{{len(raw)}}}")
            self.wfile.write(raw)
            self.say(")")


@contextmanager
def serving_imap() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield running
        running.shutdown()
