"""``vernost bench``: every benchmark that makes sense here, one after the other.

The benchmarks lie beside the source (``bench/``), so the command works in a checkout. The base of this data
folder is never touched: each works in a folder, or in a database of its own, that goes away.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from vernost.commands.setting_up import Refused

PARTS = ("pages", "facts", "import", "report", "models")
FILES = {"import": "import_orders"}


def add_arguments(parser: argparse.ArgumentParser, name: str) -> None:
    parser.add_argument("part", nargs="*", help=f"which of them: {', '.join(PARTS)}; all where none is named")
    parser.add_argument("--clients", type=int, default=100_000)
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, help="how often each page is asked for")
    parser.add_argument(
        "--postgres", metavar="URL", help="also on PostgreSQL: a server on which bases may be made"
    )


def run(arguments: argparse.Namespace) -> int:
    folder = Path(__file__).resolve().parents[3] / "bench"
    unknown = [part for part in arguments.part if part not in PARTS]
    if unknown:
        raise Refused(f"there is no benchmark {unknown[0]}; there are {', '.join(PARTS)}.")
    if not (folder / "pages.py").exists():
        raise Refused("the benchmarks come with the source: run this in a checkout of the repository.")
    asked = [part for part in PARTS if part in (arguments.part or PARTS)]
    worst = 0
    for part in asked:
        for url in (
            ("", arguments.postgres) if arguments.postgres and part in ("pages", "facts", "import") else ("",)
        ):
            print(f"\n== {part}{' on PostgreSQL' if url else ''}", flush=True)
            words = [sys.executable, str(folder / f"{FILES.get(part, part)}.py")]
            words += ["--clients", str(arguments.clients)]
            words += (
                [] if part == "models" else ["--orders", str(arguments.orders)]
            )  # models make purchases only
            words += ["--runs", str(arguments.runs)] if arguments.runs and part == "pages" else []
            worst = max(worst, _one(words, part, url))
    return worst


def _one(words: list[str], part: str, url: str) -> int:
    """In a process of its own: what one keeps in memory does not help the next."""
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("VERNOST_", "DATABASE_URL"))
    }
    if part == "import":
        return subprocess.run(
            [*words, *(["--postgres", url] if url else [])], env=kept, check=False
        ).returncode
    with tempfile.TemporaryDirectory() as folder:
        environ = kept | {"VERNOST_DATA": folder}
        if not url:
            return subprocess.run(words, env=environ, check=False).returncode
        name = f"vernost_bench_{os.getpid()}"
        _server(url, f"CREATE DATABASE {name}")
        try:
            environ["DATABASE_URL"] = f"{url.rsplit('/', 1)[0]}/{name}"
            return subprocess.run(words, env=environ, check=False).returncode
        finally:
            _server(url, f"DROP DATABASE {name} WITH (FORCE)")


def _server(url: str, statement: str) -> None:
    import psycopg

    try:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(statement)
    except psycopg.OperationalError as error:
        raise Refused(f"the server does not answer: {str(error).strip()}") from error
