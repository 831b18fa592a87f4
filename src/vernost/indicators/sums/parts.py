"""Which sums are counted together, out of one reading; a rebuilding goes part by part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from vernost.indicators.sums import caring, coming, keeping, selling, serving
from vernost.indicators.sums.rows import Found


@dataclass(frozen=True, slots=True)
class Part:
    """``count`` of the days from first to last. ``trails``: how many days back things still change by
    themselves (an answer comes, a promise is kept late), and so are counted anew each night. ``at_an_end``:
    how things stand on the day of the facts, rather than what happened until yesterday. ``of_orders``: a late
    order changes it."""

    name: str
    numbers: tuple[int, ...]
    count: Callable[[date, date], Found]
    trails: int = 0
    at_an_end: bool = False
    of_orders: bool = False


PARTS = (
    Part("sold", (9, 10, 11, 13, 31), selling.sold, of_orders=True),
    Part("lines", (14, 15), selling.lines, of_orders=True),
    Part("stood", (16, 17, 18, 19, 20, 21, 23, 30), keeping.stood, at_an_end=True, of_orders=True),
    Part("worth", (12, 24), keeping.worth, at_an_end=True),
    Part("newcomers", (6, 7, 8), coming.newcomers, trails=45, of_orders=True),
    Part("requests", (1, 2, 3, 4), coming.requests, trails=45),
    Part("deals", (5,), coming.deals, trails=3),
    Part("voice", (26, 27), caring.voice, trails=45),
    Part("reviews", (28,), caring.reviews, trails=3),
    Part("won_back", (22,), keeping.won_back, trails=400),
    Part("trust", (29,), caring.trust, trails=3, of_orders=True),
    Part("complaints", (32,), caring.complaints, trails=3),
    Part("promises", (33,), caring.promises, trails=30),
    Part("deliveries", (34,), caring.deliveries, trails=30, of_orders=True),
    Part("served", serving.NUMBERS, serving.served, at_an_end=True),
    Part("letters", (35,), caring.letters, trails=3),
)


def part_of(number: int) -> Part | None:
    return next((one for one in PARTS if number in one.numbers), None)
