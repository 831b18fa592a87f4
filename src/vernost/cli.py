"""The command line: words in, one command called; what is heavy is imported by the command itself."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from . import __version__
from .interrupts import INTERRUPTED, is_interrupt
from .language import Language, default_language, translator

USAGE_ERROR = 2


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence instead of a screen of usage."""

    words: Language

    def error(self, message: str) -> NoReturn:
        hint = self.words.gettext("See: %(command)s --help") % {"command": self.prog}
        sys.stderr.write(f"vernost: {message}\n{hint}\n")
        raise SystemExit(USAGE_ERROR)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 2 a clear sentence was said, 130 interrupted."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    words = translator(_language_of(arguments))
    parser = _parser(words)
    options = parser.parse_args(arguments)
    try:
        if hasattr(options, "house_command"):
            from . import commands

            return commands.run(options)
        if not hasattr(options, "run"):
            parser.print_help()
            return 0
        return int(options.run(options))
    except (KeyboardInterrupt, RuntimeError) as error:
        if not is_interrupt(error):
            raise
        sys.stderr.write("\n" + words.gettext("Interrupted: nothing was written.") + "\n")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output closed it early, as `head` does; that is no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _language_of(arguments: Sequence[str]) -> str:
    """``--lang`` counts even before the arguments are parsed, so that mistakes are told in it."""
    for place, word in enumerate(arguments):
        value = word.partition("=")[2] if word.startswith("--lang=") else ""
        if word == "--lang" and place + 1 < len(arguments):
            value = arguments[place + 1]
        if value in ("ru", "en"):
            return value
    return default_language(os.environ)


def _parser(words: Language) -> argparse.ArgumentParser:
    _Parser.words = words
    tr = words.gettext
    parser = _Parser(
        prog="vernost", description=tr("Vernost keeps clients: who is leaving, and what to do today.")
    )
    parser.add_argument("--version", action="version", version=f"vernost {__version__}")
    subparsers = parser.add_subparsers(title=tr("commands"), metavar="COMMAND")
    from . import commands
    from .report.options import add_report

    add_report(subparsers, words)
    commands.add_to(subparsers)
    return parser
