"""Cohorts as a heat map (rule 3.6): does the newer client stay better than the older one?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vernost.charts.drawing import Texts
from vernost.charts.palette import LIGHT, heat, heat_ink
from vernost.charts.vega import draw

ROW_HEIGHT = 26


@dataclass(frozen=True, slots=True)
class CohortCell:
    month: int  # months since the first purchase, from 1
    share: float
    words: str


@dataclass(frozen=True, slots=True)
class CohortRow:
    name: str
    size: str  # how many clients, as written
    cells: tuple[CohortCell, ...]


@dataclass(frozen=True, slots=True)
class CohortWords:
    cohort: str
    clients: str
    months: str


def cohort_map(
    rows: Sequence[CohortRow], words: CohortWords, texts: Texts, *, cell: float = 42, margin: float = 168
) -> str:
    """The colour runs from nothing to the best share of the whole map."""
    best = max((square.share for row in rows for square in row.cells), default=0) or 1
    last = max((square.month for row in rows for square in row.cells), default=1)
    return draw(
        "cohorts",
        {
            "cells": [_cell(number, square, best) for number, row in enumerate(rows) for square in row.cells],
            "names": [_at(row.name, 1 - margin / cell, number) for number, row in enumerate(rows)],
            "sizes": [_at(row.size, 1, number) for number, row in enumerate(rows)],
            "heads": _heads(words, last, margin / cell),
        },
        {},
        texts,
        width=cell * last,
        height=ROW_HEIGHT * len(rows),
        padding={"left": margin, "top": 42, "right": 2, "bottom": 2},
        domains={"x": (1, last + 1), "y": (0, len(rows))},
    )


def _cell(number: int, square: CohortCell, best: float) -> dict[str, object]:
    token = heat(square.share / best)
    return {
        "month": square.month,
        "month_end": square.month + 1,
        "middle": square.month + 0.5,
        "row": number,
        "row_end": number + 1,
        "row_middle": number + 0.5,
        "fill": LIGHT[token],
        "ink": LIGHT[heat_ink(token)],
        "words": square.words,
    }


def _at(words: str, middle: float, number: int) -> dict[str, object]:
    return {"words": words, "middle": middle, "row_middle": number + 0.5}


def _heads(words: CohortWords, last: int, margin: float) -> list[dict[str, object]]:
    centre = {"align": "center", "shift": 0, "row_middle": 0}
    months = [{"words": str(month), "middle": month + 0.5, **centre} for month in range(1, last + 1)]
    return [
        {"words": words.cohort, "middle": 1 - margin, "row_middle": 0, "align": "left", "shift": 0},
        {"words": words.clients, "middle": 1, "row_middle": 0, "align": "right", "shift": -10},
        {"words": words.months, "middle": 1, "row_middle": -0.7, "align": "left", "shift": 0},
        *months,
    ]
