"""``vernost worker``: background work and the clock. On several machines: one each, over Redis."""

from __future__ import annotations

import argparse

from vernost.commands import running
from vernost.commands.setting_up import migrated


def add_arguments(parser: argparse.ArgumentParser, name: str) -> None:
    pass


def run(arguments: argparse.Namespace) -> int:
    from django.conf import settings

    migrated()
    from vernost.core.queue import huey

    threads = 1 if settings.SQLITE else settings.ENVIRONMENT.worker_threads
    # SIGTERM waits for the job in hand; Ctrl-C does not: every job may be cut at any line.
    consumer = huey.create_consumer(
        workers=threads, periodic=True, initial_delay=0.2, max_delay=2.0, graceful_signal="TERM"
    )
    with running.hold():
        consumer.run()
    return 0
