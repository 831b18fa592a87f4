"""What a file is, told by what is in it: its name is only a hint, and may lie."""

from __future__ import annotations

import codecs
import zipfile
from pathlib import Path

from vernost.files.problems import N_, FileProblem

HEAD = 1 << 18  # bytes looked at to tell what a file is

TEXT, WORKBOOK, PARQUET = "text", "workbook", "parquet"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: the shorter mark begins the longer one
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNS = (
    (b"%PDF", N_("a PDF document")),
    (b"\x1f\x8b", N_("a gzip archive")),
    (b"7z\xbc\xaf", N_("a 7z archive")),
    (b"Rar!", N_("a RAR archive")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"GIF8", N_("a picture")),
    (b"SQLite format 3", N_("a database")),
    (b"{\\rtf", N_("a text document")),
    (b"\x7fELF", N_("a program")),
    (b"MZ", N_("a program")),
    (b"ARROW1", N_("an Arrow file")),
    (b"ORC", N_("an ORC file")),
    (b"1CDBMSV8", N_("a 1C database")),
)
_MARKUP = (
    (b"<!doctype html", N_("a web page")),
    (b"<html", N_("a web page")),
    (b"<table", N_("a web page")),
    (b"<?xml", N_("an XML file")),
)
SAVE_AS = N_("Save it as CSV, XLSX or Parquet and try again.")


def problem(code: str, path: Path, message: str, hint: str = "", **params: object) -> FileProblem:
    """A FileProblem that names the file."""
    return FileProblem(code, message, hint, {"file": path.name, **params})


def checked(path: Path) -> bytes:
    """The head of the file.

    Raises FileProblem: missing, a directory, not readable, empty.
    """
    try:
        if path.is_dir():
            raise problem(
                "directory", path, N_("%(file)s is a folder, not a file."), N_("Name one file in it.")
            )
        if path.exists() and not path.is_file():
            raise problem("not_a_file", path, N_("%(file)s is not a regular file."))
        with path.open("rb") as stream:
            head = stream.read(HEAD)
    except FileNotFoundError:
        raise problem(
            "missing",
            path,
            N_("There is no file %(where)s."),
            N_("Check the name and the folder."),
            where=str(path),
        ) from None
    except PermissionError:
        raise problem(
            "no_permission",
            path,
            N_("%(file)s cannot be opened: no permission to read it."),
            N_("Give yourself the right to read it, or copy it to a folder of your own."),
        ) from None
    except (OSError, ValueError) as error:
        raise problem(
            "unreadable",
            path,
            N_("%(file)s cannot be read: %(why)s."),
            why=getattr(error, "strerror", None) or str(error),
        ) from None
    if not head:
        raise problem("empty", path, N_("%(file)s is empty."), N_("Export the orders again."))
    return head


def kind_of(path: Path, head: bytes) -> str:
    """TEXT, WORKBOOK or PARQUET. Raises FileProblem for anything else, saying what it seems to be."""
    if head.startswith(b"PAR1"):
        return _parquet(path)
    if head.startswith(b"PK\x03\x04"):
        return _zipped(path)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return WORKBOOK  # the old binary XLS; a Word file of that age is refused when it is opened
    if bom(head) is not None:
        return TEXT
    for sign, what in _SIGNS:
        # "MZ" and "ORC" are letters too: a text file may begin with them.
        if head.startswith(sign) and (len(sign) > 3 or b"\0" in head):
            raise _foreign(path, what)
    start = head[:512].lstrip().lower()
    for sign, what in _MARKUP:
        if start.startswith(sign):
            raise _foreign(path, what)
    if start[:1] in (b"{", b"[") and b'":' in head:
        raise _foreign(path, N_("a JSON file"))
    if wide_encoding(head) is None and _binary(head):
        raise _foreign(path, N_("not a table but binary data"))
    return TEXT


def _foreign(path: Path, what: str) -> FileProblem:
    return problem(
        "not_a_table", path, N_("%(file)s is %(what)s, not a table of orders."), SAVE_AS, what=what
    )


def bom(head: bytes) -> str | None:
    """The encoding that a byte order mark at the beginning tells, if any."""
    return next((encoding for mark, encoding in _BOMS if head.startswith(mark)), None)


def wide_encoding(head: bytes) -> str | None:
    """UTF-16 without a mark: a zero in nearly every second byte of a table's delimiters and digits."""
    sample = head[: len(head) // 2 * 2]
    if len(sample) < 8:
        return None
    # Digits, delimiters and line ends are half zero, also between Cyrillic words.
    low, high = sample[::2], sample[1::2]
    for encoding, letters, zeros in (("utf-16-le", low, high), ("utf-16-be", high, low)):
        ends = sum(letter == 10 and zero == 0 for letter, zero in zip(letters, zeros, strict=True))
        # A zero byte here and there is damage; beside every line end it is the encoding.
        if 0 < sample.count(b"\n") <= ends * 1.1 and zeros.count(0) > len(zeros) * 0.2:
            return encoding
    return None


def _binary(head: bytes) -> bool:
    """More control bytes than a table that was damaged a little would have."""
    controls = sum(head.count(byte) for byte in range(32) if byte not in (9, 10, 12, 13, 26, 28, 29, 30, 31))
    return controls > max(32, len(head) * 0.02)


def _parquet(path: Path) -> str:
    with path.open("rb") as stream:
        stream.seek(-4, 2)
        if stream.read() != b"PAR1":
            raise problem(
                "damaged",
                path,
                N_("%(file)s is a Parquet file, but its end is missing."),
                N_("Copy or export it again."),
            )
    return PARQUET


def _zipped(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError):
        raise problem(
            "damaged", path, N_("%(file)s is a damaged workbook or archive."), N_("Copy or export it again.")
        ) from None
    if any(name.startswith("xl/workbook") for name in names) or "content.xml" in names:
        return WORKBOOK
    what = N_("a text document") if "word/document.xml" in names else N_("a ZIP archive")
    raise _foreign(path, what)
