"""What a file is and which of its columns hold what, told from its beginning: before any work is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from vernost.files import columns, encodings, formats, layout
from vernost.files.formats import problem
from vernost.files.problems import N_, FileProblem, Note

LINE_CAP = 1 << 20  # bytes; a longer row is no row of orders and is never read into memory


@dataclass(frozen=True, slots=True)
class FileShape:
    """A file recognised. ``choice`` is field → header; ``places`` is field → column counted from 0.

    ``alternatives`` is field → other columns that could have been it. ``rows`` are the first rows as
    text. ``types`` are the column types of a typed file (Parquet), empty elsewhere.
    """

    path: Path
    format: str
    headers: tuple[str, ...]
    choice: dict[str, str]
    places: dict[str, int]
    alternatives: dict[str, tuple[str, ...]]
    rows: tuple[tuple[str, ...], ...]
    encoding: str = ""
    delimiter: str = ""
    skip: int = 0
    has_header: bool = True
    sheet: str = ""
    types: tuple[str, ...] = ()
    notes: tuple[Note, ...] = field(default=())

    @property
    def header_row(self) -> int:
        """The number of the header as a spreadsheet shows it; without one, of the row above the first."""
        return self.skip + (1 if self.has_header else 0)


@dataclass(frozen=True, slots=True)
class _Table:
    """What a reader of one format tells about the beginning of a file."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    encoding: str = ""
    delimiter: str = ""
    skip: int = 0
    has_header: bool = True
    sheet: str = ""
    types: tuple[str, ...] = ()


def inspect(
    path: str | Path, overrides: Mapping[str, str | int | None] | None = None, *, sheet: str | None = None
) -> FileShape:
    """Recognise the file and find its columns; reads only its beginning (a workbook is read whole).

    ``overrides`` is field → column header or its number from 1; see ``columns.NAMES`` for the fields.
    Raises FileProblem: not a file one can read, not a table, no rows, a needed column missing or twofold.
    """
    path = Path(path)
    kind, table = _recognised(path, sheet)
    places, alternatives, notes = _choose(path, table, overrides or {})
    return _shape(path, kind, table, places, alternatives, notes)


def inspect_table(path: str | Path, *, sheet: str | None = None) -> FileShape:
    """Recognise any table, whatever is in it: no column is looked for, ``choice`` is empty."""
    path = Path(path)
    kind, table = _recognised(path, sheet)
    return _shape(path, kind, table, {}, {}, [])


def inspect_columns(
    name: str,
    headers: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    overrides: Mapping[str, str | int | None] | None = None,
) -> FileShape:
    """Find the columns of a typed table that another engine holds, by its headers and first rows as text."""
    path = Path(name)
    table = _Table(headers, rows)
    if not rows:
        raise _no_rows(path)
    places, alternatives, notes = _choose(path, table, overrides or {})
    return _shape(path, formats.PARQUET, table, places, alternatives, notes)


def _recognised(path: Path, sheet: str | None) -> tuple[str, _Table]:
    head = formats.checked(path)
    kind = formats.kind_of(path, head)
    if kind == formats.PARQUET:
        table = _parquet(path)
    elif kind == formats.WORKBOOK:
        from vernost.files import workbook

        book = workbook.read(path, sheet)
        table = _Table(
            book.headers, book.rows[:20], skip=book.skip, has_header=book.has_header, sheet=book.sheet
        )
    else:
        table = _text(path, head)
    if not table.rows:
        raise _no_rows(path)
    if len(table.headers) < 2:
        raise problem(
            "one_column",
            path,
            N_("%(file)s has one column only: %(column)s."),
            N_("Save it as CSV with ; or , between the columns, or as XLSX."),
            column=table.headers[0][:80] if table.headers else "",
        )
    return kind, table


def _no_rows(path: Path) -> FileProblem:
    return problem(
        "no_rows",
        path,
        N_("%(file)s has a header and no rows of orders below it."),
        N_("Export the orders again, with the orders themselves."),
    )


def _shape(
    path: Path,
    kind: str,
    table: _Table,
    places: dict[str, int],
    alternatives: dict[str, tuple[str, ...]],
    notes: list[Note],
) -> FileShape:
    return FileShape(
        path=path,
        format=kind,
        headers=table.headers,
        places=places,
        choice={name: table.headers[place] for name, place in places.items()},
        alternatives=alternatives,
        rows=table.rows[:20],
        encoding=table.encoding,
        delimiter=table.delimiter,
        skip=table.skip,
        has_header=table.has_header,
        sheet=table.sheet,
        types=table.types,
        notes=tuple(notes),
    )


def _text(path: Path, head: bytes) -> _Table:
    encoding = encodings.guess(head)
    text = head.decode(encoding, "replace").lstrip("\ufeff").replace("\0", "")
    text = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    whole = len(head) < formats.HEAD
    if not whole:
        if "\n" not in text:
            raise problem(
                "long_line",
                path,
                N_("Row 1 of %(file)s is longer than %(limit)s KB: it is not a table."),
                formats.SAVE_AS,
                limit=formats.HEAD >> 10,
            )
        text = text[: text.rindex("\n") + 1]
    if not text.strip():
        raise problem("empty", path, N_("%(file)s is empty."), N_("Export the orders again."))
    told = layout.text_layout(text)
    rows = told.rows
    if not rows and not whole:
        # The row after the header did not end within what was looked at; reading it will tell its reason.
        rows = (tuple("" for _ in told.headers),)
    return _Table(told.headers, rows[:1000], encoding, told.delimiter, told.skip, told.has_header)


def _parquet(path: Path) -> _Table:
    import duckdb

    from vernost.files.running import literal

    try:
        with duckdb.connect() as connection:
            source = f"read_parquet({literal(escaped(path))})"
            described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
            rows = connection.execute(f"SELECT COLUMNS(*)::VARCHAR FROM {source} LIMIT 20").fetchall()
    except duckdb.Error as error:
        raise problem(
            "damaged",
            path,
            N_("%(file)s is a damaged Parquet file: %(why)s."),
            N_("Copy or export it again."),
            why=str(error).splitlines()[0].rstrip("."),
        ) from None
    return _Table(
        tuple(str(row[0]) for row in described),
        tuple(tuple("" if value is None else value for value in row) for row in rows),
        types=tuple(str(row[1]) for row in described),
    )


def escaped(path: Path) -> str:
    """The path with no character that the engine takes for a pattern."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in str(path))


def _choose(
    path: Path, table: _Table, overrides: Mapping[str, str | int | None]
) -> tuple[dict[str, int], dict[str, tuple[str, ...]], list[Note]]:
    """Field → column, what else it could have been, and what the person should know."""
    headers = table.headers
    groups = _groups(table)
    places: dict[str, int] = {}
    notes: list[Note] = []
    for name, wanted in overrides.items():
        if wanted is not None:
            places[name] = _overridden(path, headers, name, str(wanted))
    # A field that needs no sum column is asked about only where there is no sum.
    has_sum = "amount" in places or bool(groups.get("amount"))
    for name, tiers in groups.items():
        tiers = [[p for p in tier if p not in places.values()] for tier in tiers]
        tiers = [tier for tier in tiers if tier]
        if name in places or not tiers:
            continue
        if len(tiers[0]) > 1 and (name in ("client", "date", "amount") or (name == "price" and not has_sum)):
            raise _two(path, headers, name, tiers[0])
        places[name] = tiers[0][0]
    if not table.has_header:
        notes.append(
            Note(
                "no_header",
                N_("The file has no header: its columns were told by what is in them (%(columns)s)."),
                {"columns": ", ".join(f"{name} = {headers[place]}" for name, place in places.items())},
            )
        )
    _require(path, headers, places)
    alternatives = {
        name: tuple(headers[p] for tier in tiers for p in tier if p != places.get(name))
        for name, tiers in groups.items()
    }
    return places, {name: others for name, others in alternatives.items() if others}, notes


def _groups(table: _Table) -> dict[str, list[list[int]]]:
    """Field → columns that may be it, equally good ones together, best first; needed fields come first."""
    width = len(table.headers)
    if not table.has_header:
        found = layout.by_contents(table.rows, width)
        return {name: [found[name]] for name in ("date", "amount", "client") if found[name]}
    empty = frozenset(
        place
        for place in range(width)
        if not any(place < len(row) and row[place].strip() for row in table.rows)
    )
    groups = {name: columns.candidates(name, table.headers, empty) for name in columns.NAMES}
    ids = [
        p for tier in groups["order"] for p in tier if columns.key(table.headers[p]) in ("id", "ид", "код")
    ]
    if not groups["client"] and ids:
        # A short hand-made table: "id; date; sum". The id of what? Of the client, nothing else is there.
        groups["client"] = [ids]
        groups["order"] = [rest for tier in groups["order"] if (rest := [p for p in tier if p not in ids])]
    return groups


def _overridden(path: Path, headers: tuple[str, ...], name: str, wanted: str) -> int:
    place = columns.position_of(wanted, headers)
    if place is None:
        raise problem(
            "no_such_column",
            path,
            N_("%(file)s has no column «%(wanted)s», named by %(option)s. Its columns: %(headers)s."),
            N_("Give the name of one of them, or its number from 1."),
            wanted=wanted,
            option=columns.OPTIONS.get(name, name),
            headers=listed(headers),
        )
    return place


def _two(path: Path, headers: tuple[str, ...], name: str, places: list[int]) -> FileProblem:
    option = columns.OPTIONS[name]
    names = [headers[place] for place in places]
    # Two columns of one and the same name can be told apart only by their numbers.
    shown = [
        f"«{headers[p]}»" if names.count(headers[p]) == 1 else f"«{headers[p]}» ({p + 1})" for p in places
    ]
    value = headers[places[0]] if names.count(headers[places[0]]) == 1 else str(places[0] + 1)
    return problem(
        "two_columns",
        path,
        N_("%(file)s has %(count)s columns that may be the %(field)s: %(columns)s."),
        N_('Say which one with %(option)s, for example %(option)s "%(value)s".'),
        count=len(places),
        field=name,
        columns=", ".join(shown),
        option=option,
        value=value,
    )


def _require(path: Path, headers: tuple[str, ...], places: dict[str, int]) -> None:
    missing = next((name for name in columns.NEEDED if name not in places), None)
    if missing is None and "amount" not in places and not {"quantity", "price"} <= places.keys():
        missing = "amount"
    if missing is not None:
        raise problem(
            f"no_{missing}_column",
            path,
            N_("%(file)s has no column that is known as the %(field)s. Its columns: %(headers)s."),
            N_("Name the column with %(option)s."),
            field=missing,
            headers=listed(headers),
            option=columns.OPTIONS[missing],
        )


def listed(headers: tuple[str, ...]) -> str:
    """The headers for a sentence; a very wide table is cut."""
    shown = [header[:40] for header in headers[:30]]
    return ", ".join(shown) + (", …" if len(headers) > 30 else "")
