"""Files that people brought: kept in the data directory by what is in them: the same one once."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from vernost.files import vcards
from vernost.orders.errors import FileRefused

FOLDER = "imports"
LARGEST_UPLOAD = 512 << 20  # bytes; larger ones come by the command, which has no browser waiting
PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Kept:
    place: str
    sha256: str
    size: int


def keep(pieces: Iterable[bytes], name: str, *, largest: int | None = None) -> Kept:
    """Written under another name first: a killed upload leaves nothing that looks whole."""
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    told, size = hashlib.sha256(), 0
    handle, part = tempfile.mkstemp(dir=folder, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as out:
            for piece in pieces:
                size += len(piece)
                if largest is not None and size > largest:
                    text = _("The file is larger than {limit} MB: import it by the command «vernost import».")
                    raise FileRefused(file=text.format(limit=largest >> 20))
                told.update(piece)
                out.write(piece)
        place = f"{FOLDER}/{told.hexdigest()}{_suffix(name)}"
        Path(part).replace(path_of(place))
    finally:
        Path(part).unlink(missing_ok=True)
    return Kept(place, told.hexdigest(), size)


def as_table(kept: Kept, name: str) -> Kept:
    """An address book is kept as the table of its cards, and no more: pictures are nobody's business."""
    path = path_of(kept.place)
    with path.open("rb") as file:
        if not vcards.is_vcards(file.read(64)):
            return kept
    table = path.with_suffix(".cards")
    try:
        with table.open("w", encoding="utf-8", newline="") as out:
            vcards.write_table(path, out)
        return keep(pieces_of(table), f"{name}.csv")
    finally:
        table.unlink(missing_ok=True)
        path.unlink(missing_ok=True)


def pieces_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def path_of(place: str) -> Path:
    return Path(settings.MEDIA_ROOT) / place


def errors_of(run_id: int) -> Path:
    """Where the rows of a run that could not be read are written."""
    return Path(settings.MEDIA_ROOT) / FOLDER / f"errors-{run_id}.csv"


def _suffix(name: str) -> str:
    """Only a hint for people who look into the folder; nothing of the name goes into a path but this."""
    suffix = Path(name).suffix.lower()
    return suffix if suffix in (".csv", ".txt", ".tsv", ".xlsx", ".xls", ".ods", ".parquet") else ""
