"""Sums as people write them, told over the whole column and read exactly into minor units by SQL.

Every row is rounded by itself, half away from zero: so a refund is rounded as its order was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import duckdb

from vernost.files.problems import N_, Note
from vernost.files.running import literal

_SPACES = " \t\u00a0\u202f\u2009\u2007\u2008\ufeff'’`"
_SHAPES = 5000
_COMMAS = re.compile(r"[\s]*[-+]?[9\s]*(,9*)?\s*")
_PLAIN = r" *[-+]?\d+(\.\d*)?"
# Sign or word → ISO code. The dollar is taken for the American one.
CURRENCIES: dict[str, str] = {
    r"₽|руб(?:лей|ля|ль|\.)?|(?:^|[\s\d])р\.?(?:\s|$)|\brub\b|\brur\b": "RUB",
    r"\$|\busd\b": "USD",
    r"€|\beur\b|евро": "EUR",
    r"£|\bgbp\b": "GBP",
    r"₸|\bkzt\b|тенге|тг\.?": "KZT",
    r"₴|\buah\b|грн\.?": "UAH",
    r"\bbyn\b": "BYN",
    r"¥|\bcny\b|\bjpy\b": "CNY",
}
# The engine has no look-around; letters of any known sign or word go at once.
_WORDS = (
    r"(?i)(рублей|рубля|рубль|руб\.?|р\.|р$|rub|rur|usd|eur|gbp|kzt|uah|byn|cny|jpy|евро|тенге|тг\.?|грн\.?"
    r"|[$€£¥₽₸₴])"
)
_NUMBER = r"^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,2})?$"
INTEGERS = frozenset(
    {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"}
)


@dataclass(frozen=True, slots=True)
class SumForm:
    """How one column writes its sums: SQL of the number in major units, and what the column tells."""

    expression: str
    kind: str
    currencies: frozenset[str] = frozenset()
    notes: tuple[Note, ...] = field(default=())


def sum_form(
    connection: duckdb.DuckDBPyConnection, relation: str, column: str, kind: str, header: str
) -> SumForm:
    """The form of a column of numbers: typed ones as they are, text by what the whole column shows.

    Of 1,234 and 1.234 alone nobody can tell the decimals. The comma with three figures is decimal
    only where other rows show decimal commas; else it parts thousands, and a note says so.
    """
    told = frozenset(code for sign, code in CURRENCIES.items() if re.search(sign, header.lower()))
    if kind in INTEGERS or kind.startswith("DECIMAL") or kind in ("DOUBLE", "FLOAT"):
        return SumForm(column, kind, told)
    text = column if kind == "VARCHAR" else f"CAST({column} AS VARCHAR)"
    # A column of plain numbers is what most programs write: told by one pass that stops at nothing else.
    plain = connection.execute(
        f"SELECT count_if(NOT regexp_full_match({text}, {literal(_PLAIN)})) FROM {relation}"
    ).fetchall()[0][0]
    if not plain:
        return SumForm(text, "VARCHAR", told)
    rows = connection.execute(
        f"SELECT translate({text}, '012345678', '999999999') AS shape FROM {relation}"
        f" WHERE {text} IS NOT NULL GROUP BY ALL ORDER BY count(*) DESC LIMIT {_SHAPES}"
    ).fetchall()
    shapes = [str(row[0]) for row in rows]
    told |= {code for sign, code in CURRENCIES.items() for shape in shapes if re.search(sign, shape.lower())}
    comma, dot, unsure = _marks(shapes)
    notes: tuple[Note, ...] = ()
    if unsure:
        notes = (
            Note(
                "thousands",
                N_("Sums such as 1,234 in «%(column)s» were read as thousands, not as decimals."),
                {"column": header},
            ),
        )
    if comma == "." and all(_COMMAS.fullmatch(shape) for shape in shapes):
        # What 1C and most others in Russia write: no need for the long way.
        parted = any(not shape.strip(" ").isascii() or " " in shape.strip(" ") for shape in shapes)
        bare = f"translate({text}, {literal(_SPACES)}, '')" if parted else text
        return SumForm(f"replace({bare}, ',', '.')", "VARCHAR", told)
    return SumForm(_cleaned(text, comma, dot), "VARCHAR", told, notes)


def _marks(shapes: list[str]) -> tuple[str, str, bool]:
    """What replaces a comma, and a dot, before exactly three figures; and whether the first is a guess."""
    bare = [re.sub(r"[^9.,]", "", re.sub(r"[а-яё]+\.", "", shape.lower())) for shape in shapes]
    comma_decimal = any(re.fullmatch(r"[9.]*,(9{1,2}|9{4,})", shape) for shape in bare)
    comma_groups = any(re.fullmatch(r"9{1,3}(,999)+\.9*|9{1,3}(,999){2,}", shape) for shape in bare)
    dot_decimal = any(re.fullmatch(r"[9,]*\.(9{1,2}|9{4,})", shape) for shape in bare)
    dot_groups = any(re.fullmatch(r"9{1,3}(\.999)+,9*|9{1,3}(\.999){2,}", shape) for shape in bare)
    comma_unsure = any(re.fullmatch(r"9{1,3},999", shape) for shape in bare)
    comma = "." if comma_decimal and not comma_groups else ""
    dot = "" if (dot_groups or comma_decimal) and not dot_decimal else "."
    return comma, dot, comma_unsure and not (comma_decimal or comma_groups)


def _cleaned(text: str, comma: str, dot: str) -> str:
    """SQL: the number without spaces, signs and thousands, with a decimal point and a leading minus."""
    bare = f"regexp_replace(translate({text}, {literal('−–' + _SPACES)}, '--'), {literal(_WORDS)}, '', 'g')"
    signed = f"regexp_replace(regexp_replace({bare}, '^\\((.*)\\)$', '-\\1'), '^([\\d.,]+)-$', '-\\1')"
    # Bound by a one-element list so that each part is written, and computed, once.
    return (
        f"list_transform([{signed}], lambda s: CASE"
        f" WHEN contains(s, ',') AND contains(s, '.') THEN CASE"
        f"  WHEN regexp_matches(s, ',[^.]*$') THEN replace(replace(s, '.', ''), ',', '.')"
        f"  ELSE replace(s, ',', '') END"
        f" WHEN regexp_matches(s, '^-?\\d{{1,3}}(,\\d{{3}}){{2,}}$') THEN replace(s, ',', '')"
        f" WHEN regexp_matches(s, '^-?[1-9]\\d{{0,2}},\\d{{3}}$') THEN replace(s, ',', '{comma}')"
        f" WHEN contains(s, ',') THEN replace(s, ',', '.')"
        f" WHEN regexp_matches(s, '^-?\\d{{1,3}}(\\.\\d{{3}}){{2,}}$') THEN replace(s, '.', '')"
        f" WHEN regexp_matches(s, '^-?[1-9]\\d{{0,2}}\\.\\d{{3}}$') THEN replace(s, '.', '{dot}')"
        f" ELSE s END)[1]"
    )


def _decimal(form: SumForm, scale: int) -> str:
    text = form.expression
    return f"TRY_CAST({text} AS DECIMAL(18,{scale}))"


def minor(form: SumForm) -> str:
    """SQL: whole minor units (BIGINT), NULL where the sum is no number or is too large to be one."""
    value = form.expression
    if form.kind in INTEGERS:
        return (
            f"TRY_CAST({value}::HUGEINT * 100 AS BIGINT)"
            if form.kind != "INTEGER"
            else f"{value}::BIGINT * 100"
        )
    if form.kind in ("DOUBLE", "FLOAT"):
        return _rounded(f"{value}::DOUBLE")
    if form.kind.startswith("DECIMAL"):
        return f"TRY_CAST(TRY_CAST(round({value}, 2) AS DECIMAL(36,2)) * 100 AS BIGINT)"
    return f"TRY_CAST({_decimal(form, 2)} * 100 AS BIGINT)"


def _rounded(value: str) -> str:
    """SQL: a floating number in minor units. 1.005 × 100 is 100.49…, so ten-thousandths are rounded first."""
    return f"((TRY_CAST({value} * 10000 AS BIGINT) + CASE WHEN {value} < 0 THEN -50 ELSE 50 END) // 100)"


def product(quantity: SumForm, price: SumForm) -> str:
    """SQL: quantity × price in minor units; exact, but for columns stored as floating numbers."""
    if "DOUBLE" in (quantity.kind, price.kind) or "FLOAT" in (quantity.kind, price.kind):
        both = f"{number(quantity)}::DOUBLE * {number(price)}::DOUBLE"
        return _rounded(f"({both})")
    exact = f"TRY_CAST({number(quantity)} AS DECIMAL(18,6)) * TRY_CAST({number(price)} AS DECIMAL(18,6))"
    return f"TRY_CAST(round({exact}, 2) * 100 AS BIGINT)"


def number(form: SumForm) -> str:
    """SQL: the number in major units."""
    return _decimal(form, 6) if form.kind == "VARCHAR" else form.expression


def currency(text: str) -> str | None:
    """The ISO code that a word or sign of a currency means; any three Latin letters are a code."""
    found = next((code for sign, code in CURRENCIES.items() if re.search(sign, text.lower())), None)
    return found or (text.strip().upper() if re.fullmatch(r"\s*[A-Za-z]{3}\s*", text) else None)
