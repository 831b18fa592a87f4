"""The RFM map (rule 3.4): recency against frequency, clients as area, money as colour, segments as lands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vernost.charts.drawing import Texts, text_width
from vernost.charts.palette import LIGHT, heat, heat_ink
from vernost.charts.vega import draw

SCORES = (1, 2, 3, 4, 5)
NAME_LINE = 12


@dataclass(frozen=True, slots=True)
class RfmTile:
    recency: int  # 1…5, 5 best
    frequency: int
    clients: int
    share_of_money: float
    words: str  # the number of clients, as written
    segment: str  # the name of the land the tile belongs to; "" where the map does not say


@dataclass(frozen=True, slots=True)
class RfmWords:
    recency: str
    frequency: str


def rfm_map(
    tiles: Sequence[RfmTile], words: RfmWords, texts: Texts, *, width: float = 440, height: float = 380
) -> str:
    most = max((tile.clients for tile in tiles), default=0) or 1
    richest = max((tile.share_of_money for tile in tiles), default=0) or 1
    # The largest circle just fills its tile, short of the line where the land's name stands.
    tile_width, tile_height = width / len(SCORES), height / len(SCORES)
    segments = {(tile.recency, tile.frequency): tile.segment for tile in tiles}
    names = _names(segments, tile_width)
    lines = max((str(name["words"]).count("\n") + 1 for name in names), default=1)
    largest = min(tile_width * 0.8, tile_height - NAME_LINE * lines - 8) ** 2 * 0.785
    low = (NAME_LINE * lines + 4) / 2 / tile_height
    return draw(
        "rfm",
        {
            "tiles": [_tile(tile, most, richest, largest, low) for tile in tiles if tile.clients],
            "borders": _frame() + _borders(segments),
            "names": names,
        },
        {"axis_x": words.recency, "axis_y": words.frequency},
        texts,
        width=width,
        height=height,
    )


def _tile(tile: RfmTile, most: int, richest: float, largest: float, low: float) -> dict[str, object]:
    """The circle sits ``low`` in its tile: above it the land's name may stand."""
    # By the root: one rich tile must not leave all others pale.
    token = heat((tile.share_of_money / richest) ** 0.5)
    area = max(largest * tile.clients / most, 12)
    holds_words = area > 400
    return {
        "recency": tile.recency,
        "frequency": tile.frequency - low,
        "area": round(area, 1),
        "fill": LIGHT[token],
        "ink": LIGHT[heat_ink(token)],
        "words": tile.words if holds_words else "",
    }


def _frame() -> list[dict[str, object]]:
    return [
        _rule(0.5, 0.5, 5.5, 0.5),
        _rule(0.5, 5.5, 5.5, 5.5),
        _rule(0.5, 0.5, 0.5, 5.5),
        _rule(5.5, 0.5, 5.5, 5.5),
    ]


def _borders(segments: Mapping[tuple[int, int], str]) -> list[dict[str, object]]:
    """A line wherever two neighbouring tiles lie in different lands."""
    found = []
    for r in SCORES:
        for f in SCORES:
            here = segments.get((r, f), "")
            if r < 5 and segments.get((r + 1, f), "") != here:
                found.append(_rule(r + 0.5, f - 0.5, r + 0.5, f + 0.5))
            if f < 5 and segments.get((r, f + 1), "") != here:
                found.append(_rule(r - 0.5, f + 0.5, r + 0.5, f + 0.5))
    return found


def _names(segments: Mapping[tuple[int, int], str], tile_width: float) -> list[dict[str, object]]:
    """Each land is named once, in its upper left tile; a name too long for a narrow land takes two lines."""
    named: dict[str, tuple[int, int]] = {}
    for r, f in sorted(segments, key=lambda place: (-place[1], place[0])):
        named.setdefault(segments[r, f], (r, f))
    written = []
    for name, (r, f) in named.items():
        room = tile_width * sum(segments.get((column, f)) == name for column in SCORES) - 8
        words = name.replace(" ", "\n") if text_width(name, 11) > room else name
        written.append({"words": words, "left": r - 0.5, "top": f + 0.5})
    return [one for one in written if one["words"]]


def _rule(from_x: float, from_y: float, to_x: float, to_y: float) -> dict[str, object]:
    return {"from_x": from_x, "from_y": from_y, "to_x": to_x, "to_y": to_y}
