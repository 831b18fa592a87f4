"""How the rows of a table lie in a text file or a sheet: delimiter, header row, columns by contents."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from vernost.files import columns

DELIMITERS = (";", "\t", ",", "|")
SPACES = " "  # any run of spaces and tabs
_LOOKED_AT = 60  # records that tell the delimiter
_LINES = 1000  # lines that tell the columns of a table without a header
_HEADER_WITHIN = 30  # rows of titles that may stand above the header

DATE = re.compile(
    r"\s*(\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](\d{4}|\d{2})"
    r"|(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(\.0)?)(?!\d)([ T,].*)?\s*"
)
NUMBER = re.compile(
    r"[\s\xa0]*[-−(]?[$€£₽]?\s*\d[\d\s\xa0\u202f']*([.,]\d+)*\)?-?\s*(₽|руб\.?|р\.|[$€£])?\s*"
)
_DECIMALS = re.compile(r".*[.,]\d{1,2}\D*")


@dataclass(frozen=True, slots=True)
class TextLayout:
    """A text table: ``skip`` whole lines stand above its header (or its first row, without a header)."""

    delimiter: str
    skip: int
    has_header: bool
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def split(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """The records of ``text`` with the number of whole lines above each; a broken end is left out."""
    if delimiter == SPACES:
        return [(number, line.split()) for number, line in enumerate(text.splitlines())]
    records: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    above = 0
    try:
        for record in reader:
            records.append((above, record))
            above = reader.line_num
    except csv.Error:
        pass  # a field without an end: what was read before it tells the layout
    return records


def text_layout(text: str) -> TextLayout:
    """The layout told by the beginning of a text, whose last line is whole."""
    lines = text.splitlines(keepends=True)[:_LINES]
    text = "".join(lines)
    told = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)  # Excel's own way to say the delimiter
    delimiter = told.group(1) if told else _delimiter("".join(lines[: _LOOKED_AT * 3]))
    records = split(text, delimiter)
    if told:
        records = records[1:]
    filled = [(above, record) for above, record in records if any(field.strip() for field in record)]
    place = header_place([record for _, record in filled])
    if place is None:
        width = max((len(record) for _, record in filled[:_LOOKED_AT]), default=0)
        headers = tuple(f"column {number}" for number in range(1, width + 1))
        skip = filled[0][0] if filled else 0
        rows = filled
    else:
        skip, titles = filled[place]
        headers = unique(titles)
        rows = filled[place + 1 :]
    return TextLayout(delimiter, skip, place is not None, headers, tuple(tuple(row) for _, row in rows))


def unique(titles: Sequence[str]) -> tuple[str, ...]:
    """Headers without a mark and outer spaces; an empty one gets the number of its column.

    Empty titles at the very end are dropped: a delimiter at the end of each row makes them.
    """
    cleaned = [title.replace("\ufeff", "").strip().strip('"') for title in titles]
    while cleaned and not cleaned[-1]:
        cleaned.pop()
    return tuple(title or f"column {number}" for number, title in enumerate(cleaned, start=1))


def _delimiter(text: str) -> str:
    """The delimiter under which names are known, rows are equally long, and columns are many."""

    def worth(delimiter: str) -> tuple[int, float, int]:
        records = [record for _, record in split(text, delimiter) if any(record)][:_LOOKED_AT]
        widths = Counter(len(record) for record in records)
        width, times = widths.most_common(1)[0] if widths else (0, 0)
        if width < 2:
            return (0, 0.0, 0)
        names = max(columns.matched(record) for record in records[:_HEADER_WITHIN])
        return (names if names > 1 else 0, round(times / len(records), 1), width)

    best = max(DELIMITERS, key=worth)
    # Spaces stand inside fields too, so they delimit only where nothing else does.
    return best if worth(best) > (0, 0.5, 0) or worth(SPACES) <= worth(best) else SPACES


def header_place(records: Sequence[Sequence[str]]) -> int | None:
    """Which of the first rows is the header; None where the table begins with data at once.

    The row with the most known names wins; without any, a first row of words only, wider than one cell.
    """
    best, names = None, 1
    for place, record in enumerate(records[:_HEADER_WITHIN]):
        matched = columns.matched(record)
        if matched > names and not any(DATE.fullmatch(field) for field in record if field):
            best, names = place, matched
    if best is not None:
        return best
    for place, record in enumerate(records[:_HEADER_WITHIN]):
        if sum(bool(field.strip()) for field in record) < 2:
            continue
        wordy = not any(DATE.fullmatch(field) or NUMBER.fullmatch(field) for field in record if field)
        return place if wordy else None
    return 0 if records and not any(NUMBER.fullmatch(field) for field in records[0]) else None


def by_contents(rows: Sequence[Sequence[str]], width: int) -> dict[str, list[int]]:
    """Field → the columns that may be it, where a table has no header (CDNOW: client, date, count, sum).

    The date is the column of dates; the sum, the numbers with decimals (else the last column of
    numbers); the client, the leftmost of the rest.
    """
    values = [[row[place].strip() for row in rows if place < len(row)] for place in range(width)]
    dates = [place for place in range(width) if _share(values[place], DATE) > 0.9]
    numbers = [place for place in range(width) if place not in dates and _share(values[place], NUMBER) > 0.9]
    sums = [place for place in numbers if _share(values[place], _DECIMALS) > 0.5] or numbers[-1:]
    rest = [place for place in range(width) if place not in dates and place not in sums]
    if not rest and len(sums) > 1:
        rest, sums = sums[:1], sums[1:]
    return {"date": dates, "amount": sums, "client": rest[:1]}


def _share(values: Sequence[str], pattern: re.Pattern[str]) -> float:
    filled = [value for value in values if value]
    return sum(bool(pattern.fullmatch(value)) for value in filled) / len(filled) if filled else 0.0
