"""``vernost import orders|clients|deals FILE`` and ``vernost export orders|clients OUT``."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from vernost.commands.setting_up import Refused, migrated

KINDS = ("orders", "clients")
DEALS = "deals"
DELAY_SECONDS = 2


def add_arguments(parser: argparse.ArgumentParser, name: str) -> None:
    parser.add_argument("kind", choices=KINDS if name == "export" else (*KINDS, DEALS))
    if name == "export":
        parser.add_argument("out", type=Path, metavar="OUT", help="the CSV file to write")
        return
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="CSV, XLSX, ODS or Parquet; clients from an address book too (.vcf)",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would come, write nothing")
    parser.add_argument(
        "--errors", type=Path, metavar="OUT.csv", help="rows that cannot be read, with reasons"
    )
    parser.add_argument("--source", default="file", help="system that the numbers in the file belong to")
    parser.add_argument("--owner", metavar="E-MAIL", help="manager of new clients")
    parser.add_argument(
        "--unnamed", default="", metavar="NAME", help="deals: the client of rows that name nobody"
    )
    parser.add_argument(
        "--names", type=Path, metavar="FILE", help="deals: a list of products with the right spelling"
    )
    parser.add_argument("--refund-mark", default="", metavar="WORD", help="word that marks a refund")
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="FIELD=HEADER",
        help="which column is which; may repeat",
    )


def run(arguments: argparse.Namespace) -> int:
    migrated()
    from vernost.core.errors import VernostError

    try:
        if arguments.house_command == "export":
            return _export(arguments)
        return _deals(arguments) if arguments.kind == DEALS else _import(arguments)
    except VernostError as error:
        raise Refused(str(error)) from error


def _import(arguments: argparse.Namespace) -> int:
    from vernost.access.actor import SYSTEM
    from vernost.orders import services
    from vernost.orders.importing import keeping
    from vernost.orders.models import ImportState

    if not arguments.file.is_file():
        raise Refused(f"there is no file {arguments.file}.")
    pieces = keeping.pieces_of(arguments.file)
    made = services.import_start(
        SYSTEM, kind=arguments.kind, name=arguments.file.name, pieces=pieces, largest=None
    )
    made.source, made.refund_mark = arguments.source[:40], arguments.refund_mark[:60]
    made.mapping = {**made.mapping, **_columns(arguments.column)}
    made.owner_id = _owner(arguments.owner)
    run = made
    if not arguments.dry_run:
        cut_off = services.import_unfinished(SYSTEM, made)
        if cut_off is not None:
            made.delete()
            run = cut_off
            print(f"Going on where it stopped: {cut_off.cursor} of {cut_off.total} are in the base.")
    with _bar() as shown:
        run = services.import_by_command(SYSTEM, run, tries=arguments.dry_run, shown=shown)
    errors = keeping.errors_of(run.pk)
    if arguments.errors is not None and errors.exists():
        shutil.copyfile(errors, arguments.errors)
    if run.state == ImportState.FAILED:
        raise Refused(services.trouble_of(run))
    _say(run.counts, dry=arguments.dry_run)
    return 0


def _deals(arguments: argparse.Namespace) -> int:
    from vernost.access.actor import SYSTEM
    from vernost.sales import services

    for path in (arguments.file, arguments.names):
        if path is not None and not path.is_file():
            raise Refused(f"there is no file {path}.")
    brought = services.deals_import(
        SYSTEM,
        arguments.file,
        system=arguments.source,
        tries=arguments.dry_run,
        errors=arguments.errors,
        owner_id=_owner(arguments.owner),
        unnamed=arguments.unnamed,
        names=arguments.names,
        chosen=_columns(arguments.column),
    )
    print("Nothing was written. This would come:" if arguments.dry_run else "Done.")
    print(f"rows {brought.rows}, taken {brought.rows - brought.rejected}, rejected {brought.rejected}")
    for word in ("clients_new", "clients_found", "deals_new", "deals_known", "deals_changed"):
        print(f"{word.replace('_', ' ')} {brought.counts[word]}")
    for reason, number in brought.reasons.most_common():
        print(f"  {number}: {reason}")
    return 0


def _columns(pairs: list[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        field, sign, header = pair.partition("=")
        if not sign:
            raise Refused(f"--column {pair}: write FIELD=HEADER.")
        found[field.strip()] = header.strip()
    return found


def _owner(email: str | None) -> int | None:
    if not email:
        return None
    from vernost.staff.models import Employee

    found = Employee.objects.active().filter(email__iexact=email).first()
    if found is None:
        raise Refused(f"there is no employee {email}.")
    return int(found.pk)


def _say(counts: dict[str, Any], *, dry: bool) -> None:
    from vernost.core.money import from_minor

    print("Nothing was written. This would come:" if dry else "Done.")
    print(f"rows {counts['rows']}, taken {counts['accepted']}, rejected {counts['rejected']}")
    for word in (
        "clients_new",
        "clients_found",
        "orders_new",
        "orders_known",
        "orders_changed",
        "orders_unsettled",
        "refunds_new",
        "refunds_known",
        "refunds_changed",
    ):
        if word in counts:
            print(f"{word.replace('_', ' ')} {counts[word]}")
    for word in ("gross", "refunds"):
        if word in counts:
            print(f"{word} {from_minor(counts[word])}")
    for reason, number in counts.get("reasons", {}).items():
        print(f"  {number}: {reason}")


@contextmanager
def _bar() -> Iterator[Any]:
    """For people only: none where the output is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    with tqdm(total=100, unit="%", delay=DELAY_SECONDS, leave=False, dynamic_ncols=True) as bar:

        def shown(stage: str, done: int, total: int | None) -> None:
            if bar.desc != stage:
                bar.reset()
                bar.set_description_str(stage, refresh=False)
            if total:
                bar.update(max(0, 100 * done // total - bar.n))

        yield shown


def _export(arguments: argparse.Namespace) -> int:
    from vernost.access.actor import SYSTEM
    from vernost.orders import services

    part = arguments.out.with_name(arguments.out.name + ".part")
    pieces = services.orders_to_csv(SYSTEM) if arguments.kind == "orders" else _clients_to_csv(SYSTEM)
    try:
        with part.open("w", encoding="utf-8", newline="") as out:
            for piece in pieces:
                out.write(piece)
        part.replace(arguments.out)
    finally:
        part.unlink(missing_ok=True)
    print(arguments.out)
    return 0


def _clients_to_csv(actor: Any) -> Iterator[str]:
    from vernost.clients.selectors import Asked
    from vernost.clients.services.exporting import clients_to_csv

    return clients_to_csv(actor, Asked())
