"""``vernost refresh``."""

from __future__ import annotations

import argparse

from vernost.commands.setting_up import migrated
from vernost.spark import SparkProblem


def add_arguments(parser: argparse.ArgumentParser, name: str) -> None:
    pass


def run(arguments: argparse.Namespace) -> int:
    migrated()
    from vernost.access.actor import SYSTEM
    from vernost.commands.setting_up import Refused
    from vernost.retention.services import facts_refresh

    try:
        done = facts_refresh(SYSTEM)
    except SparkProblem as problem:
        raise Refused(_told(problem)) from None
    print(
        f"{done.clients} clients, {done.orders} orders as of {done.as_of}; {done.moved} changes of standing"
    )
    return 0


def _told(problem: SparkProblem) -> str:
    """The sentence in the firm's language; the figures of the last run stay in force, with their date."""
    from django.utils.translation import gettext

    return " ".join(gettext(text) % problem.params for text in (problem.message, problem.hint) if text)
