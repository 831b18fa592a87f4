"""A real mail server that does as a test wants: takes, refuses, dawdles, hangs up."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller


class Mailbox:
    """``to``: what is answered to a recipient; ``body``: to the whole letter; either may hang up or wait."""

    def __init__(self) -> None:
        self.letters: list[Message] = []
        self.to: Callable[[str], str] = lambda address: "250 OK"
        self.body: str = "250 OK"
        self.waits: float = 0
        self.hangs_up: str = ""  # "to": at the recipient; "after": with the whole letter in hand

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's own names
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.hangs_up == "to":
            server.transport.abort()
        said = self.to(address)
        if said.startswith("250"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.body.startswith("250"):
            self.letters.append(message_from_bytes(envelope.content))
        if self.hangs_up == "after":
            server.transport.abort()
        if self.waits:
            await asyncio.sleep(self.waits)
        return self.body

    def subjects(self) -> list[str]:
        from email.header import decode_header, make_header

        return [str(make_header(decode_header(one["Subject"]))) for one in self.letters]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def serving(mailbox: Mailbox, port: int = 0) -> Iterator[int]:
    port = port or free_port()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()
