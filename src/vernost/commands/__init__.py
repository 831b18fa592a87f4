"""The commands that need the house (database, web); ``vernost.cli`` owns the rest and asks here for these.

Each module names itself and gives ``add_arguments(parser)`` and ``run(arguments) -> exit code``. Nothing
heavy is imported before ``run``: ``vernost --help`` answers at once.

    from vernost import commands
    commands.add_to(subparsers)                # in cli.py
    … arguments = parser.parse_args() …
    if hasattr(arguments, "house_command"): return commands.run(arguments)
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from typing import Any

from vernost.interrupts import INTERRUPTED, is_interrupt

# name → (module, one line of help)
COMMANDS = {
    "demo": ("demonstrating", "a sample firm on localhost:8000, fresh as of today; prints who may sign in"),
    "refresh": ("refreshing", "compute every client's facts anew"),
    "indicators": (
        "indicating",
        "count the days of the thirty-five indicators anew; goes on where it was cut off",
    ),
    "serve": ("serving", "web, worker and clock in one; stops cleanly on Ctrl-C or SIGTERM"),
    "web": ("serving", "the web server alone"),
    "worker": ("working", "background work and the clock alone"),
    "user": ("employees", "employees: user add"),
    "import": ("importing", "orders or clients out of a file; goes on where it was cut off"),
    "export": ("importing", "orders or clients into a CSV file"),
    "backup": ("backups", "write the whole base into one file"),
    "restore": ("restores", "put a backup in the base's place"),
    "check": ("checking", "whether settings, database and queue are in order"),
    "bench": ("benching", "measure pages, facts, import and report on a made-up base of its own"),
    "migrate": ("migrating", "bring the database up to this release (serve does it by itself)"),
}


def add_to(subparsers: Any) -> None:
    for name, (module, help_line) in COMMANDS.items():
        parser = subparsers.add_parser(name, help=help_line, description=help_line)
        parser.set_defaults(house_command=name)
        import_module(f"vernost.commands.{module}").add_arguments(parser, name)


def run(arguments: argparse.Namespace) -> int:
    """Run one; what a person did wrong is one sentence on stderr and exit code 2, never a traceback."""
    name = arguments.house_command
    from django.db import DatabaseError

    from vernost.commands.setting_up import Refused, set_up

    module = import_module(f"vernost.commands.{COMMANDS[name][0]}")
    try:
        if hasattr(module, "prepare"):
            module.prepare(arguments)  # what must stand in the environment before it is read
        set_up()
        return int(module.run(arguments))
    except Refused as error:
        print(f"vernost {name}: {error}", file=sys.stderr)
        return 2
    except DatabaseError as error:
        print(f"vernost {name}: the database does not answer: {str(error).strip()}", file=sys.stderr)
        return 2
    except (KeyboardInterrupt, RuntimeError) as error:
        if not is_interrupt(error):
            raise
        return INTERRUPTED


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="vernost")
    add_to(parser.add_subparsers(required=True, metavar="COMMAND"))
    return run(parser.parse_args(argv))
