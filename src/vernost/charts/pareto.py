"""How few clients bring most of the profit (rule 3.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vernost.charts.drawing import Texts
from vernost.charts.vega import draw

MARKED = 0.8  # the practice's «80 % of the profit»


@dataclass(frozen=True, slots=True)
class ParetoPoint:
    clients: float  # share of clients, the most profitable first
    profit: float  # share of profit they bring


@dataclass(frozen=True, slots=True)
class ParetoWords:
    clients: str
    profit: str
    equal: str
    percent: str
    mark: str


def pareto_curve(
    curve: Sequence[ParetoPoint],
    share_for_80: float | None,
    words: ParetoWords,
    texts: Texts,
    *,
    width: float = 420,
    height: float = 300,
) -> str:
    points: list[dict[str, object]] = [{"clients": 0.0, "profit": 0.0}]
    points += [{"clients": round(point.clients, 5), "profit": round(point.profit, 5)} for point in curve]
    mark = [] if share_for_80 is None else [{"clients": share_for_80, "profit": MARKED}]
    return draw(
        "pareto",
        {
            "curve": points,
            "mark": mark,
            "mark_words": [] if share_for_80 is None else [_mark_words(share_for_80, words.mark)],
            "equal": [{"clients": 0, "profit": 0}, {"clients": 1, "profit": 1}],
            "equal_name": [{"clients": 0.42, "profit": 0.36}],
        },
        {"axis_x": words.clients, "axis_y": words.profit, "equal": words.equal, "percent": words.percent},
        texts,
        width=width,
        height=height,
    )


def _mark_words(share: float, words: str) -> dict[str, object]:
    """Under the curve there is room: to the right of the point, or to the left where it stands far out."""
    if share <= 0.6:
        return {"clients": share + 0.025, "profit": MARKED - 0.04, "words": words, "align": "left"}
    return {"clients": share - 0.025, "profit": 0.2, "words": words, "align": "right"}
