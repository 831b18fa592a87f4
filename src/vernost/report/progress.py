"""A bar with rate and time left, for people only: none where the output is no terminal."""

from __future__ import annotations

import sys
import threading
from types import TracebackType
from typing import TYPE_CHECKING, Any

from vernost.language import Language

if TYPE_CHECKING:
    import duckdb

DELAY_SECONDS = 2
READING_SHARE = 0.25
TICK_SECONDS = 0.25


class Bar:
    """One bar over reading and analysing, in per cent; shown after two seconds, gone when done.

    Reading and each stage of the analysis are known shares of the work; inside a stage the engine is
    asked how far its running query is.
    """

    def __init__(self, words: Language) -> None:
        self._words = words
        self._bar: Any = None
        self._low = 0.0
        self._high = READING_SHARE
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._stop = threading.Event()
        self._ticker: threading.Thread | None = None

    def __enter__(self) -> Bar:
        if sys.stderr.isatty():
            from tqdm import tqdm

            self._bar = tqdm(total=100, unit="%", delay=DELAY_SECONDS, leave=False, dynamic_ncols=True)
            self._ticker = threading.Thread(target=self._tick, daemon=True)
            self._ticker.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        if self._ticker is not None:
            self._ticker.join()
        if self._bar is not None:
            self._bar.close()

    def watch(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Ask this connection how far its query is."""
        connection.execute("set enable_progress_bar = true; set enable_progress_bar_print = false")
        self._connection = connection

    def reading(self, stage: str, done: int, total: int | None) -> None:
        share = done / total if total else 0.0
        self._show(self._words.gettext(stage), READING_SHARE * min(share, 1.0))

    def analysing(self, stage: str, number: int, stages: int) -> None:
        step = (1 - READING_SHARE) * 0.95 / stages
        self._low = READING_SHARE + step * number
        self._high = self._low + step
        self._show(self._words.gettext(stage), self._low)

    def finish(self, stage: str) -> None:
        self._low = self._high = 0.99
        self._show(stage, self._low)

    def _tick(self) -> None:
        while not self._stop.wait(TICK_SECONDS):
            done = -1.0 if self._connection is None else self._connection.query_progress()
            if done > 0:
                self._show(None, self._low + (self._high - self._low) * min(done, 100.0) / 100)
            else:
                self._bar.refresh()

    def _show(self, stage: str | None, share: float) -> None:
        if self._bar is None:
            return
        if stage is not None:
            self._bar.set_description_str(stage, refresh=False)
        # A stage of several queries must not run backwards.
        self._bar.update(max(0.0, round(share * 100, 1) - self._bar.n))
