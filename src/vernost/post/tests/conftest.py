from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from vernost.post.tests.servers import Mailbox, serving


def speak_to(settings: Any, port: int) -> None:
    settings.EMAIL_BACKEND = "vernost.post.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 2


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    box = Mailbox()
    with serving(box) as port:
        speak_to(settings, port)
        yield box
