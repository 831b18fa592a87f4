"""``vernost indicators``."""

from __future__ import annotations

import argparse
from datetime import date

from vernost.commands.setting_up import migrated


def add_arguments(parser: argparse.ArgumentParser, name: str) -> None:
    parser.add_argument("--since", metavar="DATE", type=date.fromisoformat, help="no earlier than this day")


def run(arguments: argparse.Namespace) -> int:
    migrated()
    from tqdm import tqdm

    from vernost.access.actor import SYSTEM
    from vernost.indicators.services import tallies_rebuild
    from vernost.indicators.sums import PARTS

    with tqdm(total=len(PARTS), unit="part") as bar:

        def tell(part: object, place: int, whole: int) -> None:
            bar.set_description(str(getattr(part, "name", "")))
            bar.n = place
            bar.refresh()

        done = tallies_rebuild(SYSTEM, since=arguments.since, tell=tell)
        bar.n = len(PARTS)
    print(f"{done.rows} sums of days from {done.since} until {done.until}")
    return 0
