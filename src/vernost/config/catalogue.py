"""The compiled catalogue of texts: shipped in the wheel, made from the .po in a source tree."""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
SOURCE = PACKAGE.parent.parent / "locale"


def locale_folder(data: Path) -> Path:
    """Where Django finds django.mo. A newer .po wins, so an edit shows at the next start."""
    folder = PACKAGE / "locale"
    if not SOURCE.is_dir():
        return folder
    if not os.access(PACKAGE, os.W_OK):
        folder = data / "locale"
    for source in SOURCE.glob("*/LC_MESSAGES/django.po"):
        compiled = folder / source.relative_to(SOURCE).with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns:
            _compile(source, compiled)
    return folder


def _compile(source: Path, compiled: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled.parent.mkdir(parents=True, exist_ok=True)
    draft = compiled.with_suffix(f".{os.getpid()}")
    with source.open("rb") as text, draft.open("wb") as out:
        write_mo(out, read_po(text))
    draft.replace(compiled)
