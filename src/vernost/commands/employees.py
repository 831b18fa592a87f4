"""``vernost user add``: the first director, and anybody where there is no browser at hand."""

from __future__ import annotations

import argparse
import getpass
import os
import sys

from vernost.commands.setting_up import Refused, migrated

ROLES = ("manager", "head", "marketer", "support", "director")


def add_arguments(parser: argparse.ArgumentParser, name: str) -> None:
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    add = verbs.add_parser("add", help="add an employee")
    add.add_argument("email")
    add.add_argument("--name", required=True, help="as clients read it: «Анна Петрова»")
    add.add_argument("--role", choices=ROLES, default="director")
    add.add_argument("--phone", default="")
    add.add_argument("--sees-all", action="store_true", help="sees all clients, whatever the role")
    add.add_argument("--language", choices=("ru", "en"), default=None)
    password = add.add_mutually_exclusive_group()
    password.add_argument("--link", action="store_true", help="print a link by which they set a password")
    password.add_argument(
        "--password-stdin", action="store_true", help="read the password from standard input"
    )


def run(arguments: argparse.Namespace) -> int:
    migrated()
    from django.conf import settings
    from django.db import transaction
    from django.utils import translation

    from vernost.access.actor import SYSTEM
    from vernost.core.errors import VernostError
    from vernost.staff.services.employees import employee_add
    from vernost.staff.services.sign_in import password_link

    language = arguments.language or settings.LANGUAGE_CODE
    password = None if arguments.link else _password(arguments.password_stdin)
    try:
        with translation.override("en"), transaction.atomic():
            employee = employee_add(
                SYSTEM,
                email=arguments.email,
                name=arguments.name,
                role=arguments.role,
                phone=arguments.phone,
                sees_all=arguments.sees_all,
                language=language,
                password=password,
            )
            link = password_link(SYSTEM, employee_id=employee.pk) if arguments.link else ""
    except VernostError as error:
        raise Refused(str(error)) from error
    print(link or f"{employee.email} may sign in at {settings.ENVIRONMENT.url}")
    return 0


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    if not os.isatty(0):
        raise Refused("no terminal to ask for the password: use --password-stdin or --link.")
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("Once more: "):
        raise Refused("the two passwords differ.")
    return first
