"""``vernost serve`` and ``vernost web``.

``serve`` is a parent of two: the web server and the worker with the clock. It passes the signal on, waits
for both to finish what they are at, and never leaves one of them behind: if either dies, the other is
stopped too.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType
from typing import Any

from vernost.commands import running
from vernost.commands.setting_up import Refused, migrated

PATIENCE = 25  # seconds for running requests and jobs to end


def add_arguments(parser: argparse.ArgumentParser, name: str) -> None:
    parser.add_argument("--listen", metavar="HOST:PORT", help="instead of VERNOST_LISTEN")


def run(arguments: argparse.Namespace) -> int:
    from django.conf import settings

    from vernost.config.environment import address

    try:
        listen = address(arguments.listen or settings.ENVIRONMENT.listen)
    except ValueError as error:
        raise Refused(f"--listen: {error}.") from error
    migrated()
    return web(listen) if arguments.house_command == "web" else serve(listen)


def web(listen: str) -> int:
    """Granian serves; it stops by itself on SIGTERM and SIGINT once the running requests are answered."""
    from django.conf import settings
    from django.db import connection
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    host, port = _parted(listen)
    _refuse_taken(host, port)
    connection.close()
    held = running.hold()
    environment = settings.ENVIRONMENT
    Granian(
        "vernost.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        # One process writes to SQLite: more would only wait for each other.
        workers=1 if settings.SQLITE else environment.web_processes,
        blocking_threads=environment.web_threads,
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()
    held.close()
    return 0


def serve(listen: str) -> int:
    from django.conf import settings
    from django.db import connection

    _refuse_taken(*_parted(listen))
    connection.close()
    children = [_start(["web", "--listen", listen]), _start(["worker"])]
    stopping: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.append(number)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    print(f"Vernost: {settings.ENVIRONMENT.url} (listens on {listen}; Ctrl-C stops)", flush=True)
    while not stopping and all(child.poll() is None for child in children):
        time.sleep(0.2)
    died = [child for child in children if child.poll() is not None]
    _stop_all(children)
    return 1 if died and not stopping else 0


def _start(words: Sequence[str]) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches the parent alone, which then stops both in order.
    return subprocess.Popen(
        [sys.executable, "-m", "vernost.commands", *words],
        start_new_session=True,
        env={**os.environ, "VERNOST_DATA": _data()},
    )


def _data() -> str:
    from django.conf import settings

    return str(settings.DATA)


def _stop_all(children: Sequence[subprocess.Popen[Any]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + PATIENCE
    for child in children:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _parted(listen: str) -> tuple[str, int]:
    host, _, port = listen.rpartition(":")
    return host.strip("[]"), int(port)


def _refuse_taken(host: str, port: int) -> None:
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refused(
                f"cannot listen on {host}:{port}: {error.strerror}. Another one: --listen 127.0.0.1:8001"
            ) from error
