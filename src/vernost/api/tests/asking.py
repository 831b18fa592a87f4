"""A program of one of the cast."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.cast import Cast
from vernost.staff.services.tokens import Reach, token_make

ROOT = "/api/v1"


class Program:
    """Asks with the token of an employee; without one for ``anonymous``."""

    def __init__(self, cast: Cast, who: str, *, reach: str = Reach.ALL) -> None:
        self.browser, self.headers = Client(), {}
        if who != "anonymous":
            _token, secret = token_make(cast.actor(who), name="test", reach=reach)
            self.headers = {"authorization": f"Bearer {secret}"}

    def get(self, path: str, **query: Any) -> Any:
        return self.browser.get(ROOT + path, query, headers=self.headers)

    def post(self, path: str, data: Any, *, key: str = "") -> Any:
        headers = self.headers | ({"idempotency-key": key} if key else {})
        body: dict[str, Any] = {"content_type": "application/json", "headers": headers}
        return self.browser.post(ROOT + path, data, **body)
