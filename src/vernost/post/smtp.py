"""Django's SMTP backend that knows how far a letter has got.

A mail server answers for a letter from the moment it has said 250 to the whole of it (RFC 5321, 4.1.1.4).
Before the last byte has left us the letter certainly did not go, and may be tried again; after that, and
until the answer, only the server knows. So the mark «being sent» is set right before the body, and a broken
line is judged by it.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from typing import Any

from django.core.mail.backends import smtp

# A server may scan a letter before it answers for it: RFC 5321 (4.5.3.2.6) asks for patience here above all.
BODY_PATIENCE = 120.0
END_OF_BODY = b"\r\n.\r\n"


class Watched:
    """Beside ``smtplib.SMTP``: ``before_body`` is called when the body is about to leave; ``is_given`` says
    that all of it has."""

    before_body: Callable[[], None] | None = None
    is_given = False
    sock: Any
    timeout: Any

    def send(self, s: Any) -> None:
        if not (isinstance(s, bytes) and s.endswith(END_OF_BODY)):
            super().send(s)  # type: ignore[misc]
            return
        if self.before_body is not None:
            self.before_body()
        super().send(s)  # type: ignore[misc]
        self.is_given = True
        if self.sock is not None:
            self.sock.settimeout(BODY_PATIENCE)

    def data(self, msg: Any) -> Any:
        self.is_given = False
        try:
            return super().data(msg)  # type: ignore[misc]
        finally:
            if self.sock is not None:
                self.sock.settimeout(self.timeout)


class Plain(Watched, smtplib.SMTP):
    pass


class UnderTLS(Watched, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return UnderTLS if self.use_ssl else Plain
