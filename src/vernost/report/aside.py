"""Work done in a thread beside an engine that leaves the interpreter alone while it computes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Aside(Generic[Made]):
    """What ``make`` gives, begun now and asked for later; what it raises is raised where it is asked for.

    It must not touch the engine's connection, which serves one question at a time.
    """

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._made: list[Made] = []
        self._failed: list[BaseException] = []
        # Nobody waits for it at the end of a command that failed or was interrupted.
        self._thread = threading.Thread(target=self._work, name="vernost-aside", daemon=True)
        self._thread.start()

    def result(self) -> Made:
        """Wait for it."""
        self._thread.join()
        if self._failed:
            raise self._failed[0]
        return self._made[0]

    def _work(self) -> None:
        try:
            self._made.append(self._make())
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that asks
            self._failed.append(error)
