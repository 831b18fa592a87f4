"""Dates as people and programs write them: told over the whole column, read by one SQL expression."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from vernost.files.problems import N_, Note
from vernost.files.running import literal

_TIME = r"(?:[T ,]+(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?"
# What may follow a time and does not change the day on the wall: a zone. "г." follows Russian dates.
_TAIL = r"\s*(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?|г\.?)?\s*$"
_HALF = r"[T ,]+(\d{1,2}:\d{2}(?::\d{2})?)\s*([AaPp])\.?[Mm]\.?\s*$"
_YMD = r"^\s*(\d{4})[-./](\d{1,2})[-./](\d{1,2})"
_DAY = r"^\s*(\d{4})(\d{2})(\d{2})(?:\.0+)?\s*$"
_SECOND = r"^\s*(\d{4})(\d{2})(\d{2})T?(\d{2})(\d{2})(\d{2})(?:\.\d+)?Z?\s*$"
_SERIAL = r"^\s*\d{5}(?:[.,]\d+)?\s*$"
# Separator → the pattern of the two first numbers; dots are day first the world over, so they are told apart.
_SEPARATORS = {"dot": r"\.", "slash": "[/-]"}
_BEGIN = r"^\s*(\d{{1,2}}){mark}(\d{{1,2}}){mark}"
_PLAIN_DAY = re.compile(r"9999-99-99")
_PLAIN_TIME = re.compile(r"9999-99-99[ T]99:99(:99)?(\.9+)?")
_SHAPES = 3000  # forms of one column; a column of dates has a handful


@dataclass(frozen=True, slots=True)
class DateForm:
    """How one column writes its dates: the SQL that reads it (DATE or TIMESTAMP), and what to tell."""

    expression: str
    timed: bool
    notes: tuple[Note, ...] = ()


def text_dates(connection: duckdb.DuckDBPyConnection, relation: str, column: str, header: str) -> DateForm:
    """The form of a text column of dates.

    Day and month are told over the whole column: 25/01 anywhere makes it day first, 01/25 month
    first. Where every date could be both, the day is first and a note says so.
    """
    shapes = _shapes(connection, relation, column)
    kinds = [shape for shape, _ in shapes]
    timed = any(with_time for _, with_time in shapes)
    notes: list[Note] = []
    if kinds and all(_PLAIN_DAY.fullmatch(shape) for shape in kinds):
        expression = f"TRY_CAST({column} AS DATE)"
        return DateForm(expression, timed=False)
    if kinds and all(_PLAIN_TIME.fullmatch(shape) or _PLAIN_DAY.fullmatch(shape) for shape in kinds):
        expression = f"TRY_CAST({column} AS TIMESTAMP)"
    elif (
        kinds
        and all(shape == "99.99.9999" for shape in kinds)
        and not _month_first(*_sides(connection, relation, column, "dot"))
    ):
        expression = f"try_strptime({column}, '%d.%m.%Y')"
    else:
        parts = [*_year_first(column, kinds)]
        for separator in _SEPARATORS:
            parts += _day_or_month_first(connection, relation, column, header, kinds, separator, notes)
        parts += _compact(column, kinds) or []
        # A word such as "epoch" is a date to the engine, not to a person.
        expression = (
            f"CASE WHEN ascii(ltrim({column})) BETWEEN 48 AND 57 THEN COALESCE({', '.join(parts)}) END"
        )
    if not timed:
        expression = f"CAST({expression} AS DATE)"
    return DateForm(expression, timed, tuple(notes))


def _shapes(connection: duckdb.DuckDBPyConnection, relation: str, column: str) -> list[tuple[str, bool]]:
    """The different forms of a column, digits as 9, and whether each has a time other than midnight."""
    rows = connection.execute(
        "SELECT translate(v, '012345678', '999999999') AS shape,"
        " CASE WHEN contains(v, ':') THEN"
        "  NOT regexp_matches(v, '[^:\\d]0?0:00(?::00(?:\\.0+)?)?(?:[^:\\d]|$)') ELSE false END AS timed"
        f" FROM (SELECT DISTINCT {column} AS v FROM {relation} WHERE v IS NOT NULL)"
        f" GROUP BY ALL ORDER BY count(*) DESC LIMIT {_SHAPES}"
    ).fetchall()
    compact = [
        bool(re.fullmatch(r"\s*9{8}T?9{6}(\.9+)?Z?\s*|\s*99999[.,]9+\s*", str(row[0]))) for row in rows
    ]
    return [(str(row[0]), bool(row[1]) or also) for row, also in zip(rows, compact, strict=True)]


def _read(column: str, pattern: str, to: str) -> str:
    return (
        f"CASE WHEN regexp_matches({column}, {literal(pattern)}) THEN"
        f" TRY_CAST(rtrim(regexp_replace({column}, {literal(pattern)}, {literal(to)})) AS TIMESTAMP) END"
    )


def _read_half(column: str, pattern: str, to: str) -> str:
    """Twelve-hour clocks: 3:45 PM."""
    replaced = f"upper(regexp_replace({column}, {literal(pattern)}, {literal(to)}))"
    return (
        f"CASE WHEN regexp_matches({column}, {literal(pattern)}) THEN"
        f" try_strptime({replaced}, ['%Y-%m-%d %I:%M:%S %p', '%Y-%m-%d %I:%M %p']) END"
    )


def _year_first(column: str, kinds: Sequence[str]) -> list[str]:
    parts = [_read(column, _YMD + _TIME + _TAIL, r"\1-\2-\3 \4")]
    if any(re.match(_YMD + _HALF, shape) for shape in kinds):
        parts.append(_read_half(column, _YMD + _HALF, r"\1-\2-\3 \4 \5M"))
    return parts


def _day_or_month_first(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    column: str,
    header: str,
    kinds: Sequence[str],
    separator: str,
    notes: list[Note],
) -> list[str]:
    begin = _BEGIN.format(mark=_SEPARATORS[separator])
    if not any(re.match(begin + r"\d\d", shape) for shape in kinds):
        return []
    first, second = _sides(connection, relation, column, separator)
    if separator == "slash" and not first and not second:
        notes.append(
            Note(
                "day_first",
                N_("Dates in «%(column)s» could be read day first or month first; read day first."),
                {"column": header},
            )
        )
    day, month = (r"\2", r"\1") if _month_first(first, second) else (r"\1", r"\2")
    parts = []
    # A year of two figures is of this century up to 69.
    for year, century in ((r"(\d{4})", ""), (r"([0-6]\d)", "20"), (r"([7-9]\d)", "19")):
        to = rf"{century}\3-{month}-{day} \4"
        shape_pattern = begin + (r"\d{4}" if not century else r"\d{2}")
        if any(re.match(shape_pattern + _TIME + _TAIL, shape) for shape in kinds):
            parts.append(_read(column, begin + year + _TIME + _TAIL, to))
        if any(re.match(shape_pattern + _HALF, shape) for shape in kinds):
            parts.append(_read_half(column, begin + year + _HALF, to + r" \5M"))
    return parts


def _sides(
    connection: duckdb.DuckDBPyConnection, relation: str, column: str, separator: str
) -> tuple[int, int]:
    """How many dates can only be day first, and how many only month first."""
    begin = literal(_BEGIN.format(mark=_SEPARATORS[separator]))
    first, second = connection.execute(
        "SELECT sum(n) FILTER (a > 12 AND b <= 12), sum(n) FILTER (b > 12 AND a <= 12) FROM ("
        " SELECT TRY_CAST(p.a AS INTEGER) AS a, TRY_CAST(p.b AS INTEGER) AS b, n FROM ("
        f"  SELECT regexp_extract(v, {begin}, ['a', 'b']) AS p, n FROM ("
        f"   SELECT {column} AS v, count(*) AS n FROM {relation} GROUP BY v)))"
    ).fetchall()[0]
    return int(first or 0), int(second or 0)


def _month_first(day_first: int, month_first: int) -> bool:
    return month_first > day_first


def _compact(column: str, kinds: Sequence[str]) -> list[str]:
    """20240115, 20240115093000 (1C), and the serial days of spreadsheets: 45306, 45306.5."""
    parts = []
    # In a shape the zero of "20240115.0" is a 9 too.
    if any(re.fullmatch(r"\s*9{8}(\.9+)?\s*", shape) for shape in kinds):
        parts.append(_read(column, _DAY, r"\1-\2-\3"))
    if any(re.match(_SECOND, shape) for shape in kinds):
        parts.append(_read(column, _SECOND, r"\1-\2-\3 \4:\5:\6"))
    if any(re.match(_SERIAL, shape) for shape in kinds):
        days = f"TRY_CAST(replace({column}, ',', '.') AS DOUBLE)"
        parts.append(
            f"CASE WHEN regexp_matches({column}, {literal(_SERIAL)}) THEN"
            f" TIMESTAMP '1899-12-30' + to_seconds(round({days} * 86400)) END"
        )
    return parts


def typed_dates(
    connection: duckdb.DuckDBPyConnection, relation: str, column: str, kind: str, header: str
) -> DateForm:
    """The form of a column that already has a type (Parquet): DATE, TIMESTAMP, whole YYYYMMDD, or text."""
    if kind == "DATE":
        return DateForm(column, timed=False)
    if kind.startswith("TIMESTAMP"):
        # A stored instant has lost its wall clock; the day is counted in UTC, the same on every machine.
        wall = (
            f"({column} AT TIME ZONE 'UTC')" if kind == "TIMESTAMP WITH TIME ZONE" else f"{column}::TIMESTAMP"
        )
        plain = column if kind == "TIMESTAMP" else wall
        timed = connection.execute(
            f"SELECT bool_or(epoch_us({plain}) % 86400000000 <> 0) FROM {relation}"
        ).fetchall()[0][0]
        return DateForm(plain if timed else f"CAST({plain} AS DATE)", timed=bool(timed))
    return text_dates(
        connection, relation, f"CAST({column} AS VARCHAR)" if kind != "VARCHAR" else column, header
    )
