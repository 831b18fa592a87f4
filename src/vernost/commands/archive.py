"""The file of a backup: a tar with a label, the base, and the files people gave us.

On SQLite the base is a copy of the database itself, made by SQLite's own backup while people go on working.
On PostgreSQL it is what ``pg_dump`` writes; where there is no pg_dump of the server's version, rows as JSON
lines, read in one repeatable-read transaction. The key and the sessions stay here: a backup signs nobody
in.
"""

from __future__ import annotations

import io
import json
import tarfile
from dataclasses import asdict, dataclass
from pathlib import Path

from vernost.commands.setting_up import Refused

LABEL = "vernost-backup.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Label:
    format: int
    release: str
    made_at: str
    kind: str  # sqlite, pg_dump or rows
    migrations: dict[str, list[str]]


def write_label(archive: tarfile.TarFile, label: Label) -> None:
    content = json.dumps(asdict(label), indent=1).encode()
    info = tarfile.TarInfo(LABEL)
    info.size, info.mode = len(content), 0o600
    archive.addfile(info, io.BytesIO(content))


def read_label(file: Path) -> Label:
    try:
        with tarfile.open(file) as archive:
            member = archive.extractfile(LABEL)
            if member is None:
                raise KeyError(LABEL)
            label = Label(**json.load(member))
    except FileNotFoundError as error:
        raise Refused(f"there is no file {file}.") from error
    except (tarfile.TarError, KeyError, TypeError, ValueError, EOFError, OSError) as error:
        raise Refused(f"{file} is not a backup of Vernost, or it is damaged ({error}).") from error
    if label.format > FORMAT:
        raise Refused(f"{file} was made by a newer release ({label.release}).")
    return label


def take_out(file: Path, folder: Path) -> None:
    """Everything in the backup; nothing of it may land outside the folder."""
    try:
        with tarfile.open(file) as archive:
            archive.extractall(folder, filter="data")
    except (tarfile.TarError, EOFError, OSError) as error:
        raise Refused(f"{file} is damaged ({error}).") from error
