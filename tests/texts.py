"""Every text for people in a folder: out of templates and code, by the extractors of Django and Babel."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
Text: TypeAlias = "tuple[str, str]"  # context, message
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def texts(folder: Path) -> Iterator[tuple[Text, Path]]:
    for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.html"), *folder.rglob("*.txt")]):
        if "tests" in path.parts or "migrations" in path.parts:
            continue
        source = path.read_text(encoding="utf-8")
        code = source if path.suffix == ".py" else templatize(source, origin=str(path))
        for _line, message, _comments, context in extract("python", io.BytesIO(code.encode()), KEYWORDS):
            if message:
                yield (context or "", message if isinstance(message, str) else message[0]), path


def catalogue(language: str = "ru") -> Catalog:
    with (ROOT / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


def is_said(known: Catalog, text: Text) -> bool:
    context, message = text
    found = known.get(message, context or None)
    said = found.string if found is not None and not found.fuzzy else ""
    return all(said) if isinstance(said, tuple) else bool(said)
