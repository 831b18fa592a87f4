"""Whether somebody serves from this data folder: a lock that ends with its process, however it ends."""

from __future__ import annotations

import fcntl
from typing import IO


def hold() -> IO[bytes]:
    """Hold the folder (shared: web and worker do both); keep the file open as long as you run."""
    file = _file()
    fcntl.flock(file, fcntl.LOCK_SH)
    return file


def is_running() -> bool:
    with _file() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _file() -> IO[bytes]:
    from django.conf import settings

    return (settings.DATA / "running.lock").open("ab")
