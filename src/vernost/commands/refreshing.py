"""``vernost refresh``."""

from __future__ import annotations

import argparse

from vernost.commands.setting_up import migrated


def add_arguments(parser: argparse.ArgumentParser, name: str) -> None:
    pass


def run(arguments: argparse.Namespace) -> int:
    migrated()
    from vernost.access.actor import SYSTEM
    from vernost.retention.services import facts_refresh

    done = facts_refresh(SYSTEM)
    print(
        f"{done.clients} clients, {done.orders} orders as of {done.as_of}; {done.moved} changes of standing"
    )
    return 0
