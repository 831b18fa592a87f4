"""``vernost migrate``."""

from __future__ import annotations

import argparse

from vernost.commands.setting_up import migrated


def add_arguments(parser: argparse.ArgumentParser, name: str) -> None:
    pass


def run(arguments: argparse.Namespace) -> int:
    migrated(quiet=False)
    return 0
