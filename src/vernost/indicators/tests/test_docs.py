"""docs/indicators.md names every indicator as the registry has it.

To write its table anew: python -m pytest … prints the rows that are missing.
"""

from __future__ import annotations

from pathlib import Path

from django.utils import translation

from vernost.indicators import words
from vernost.indicators.measures import Indicator, every
from vernost.indicators.models import Level

DOCS = Path(__file__).resolve().parents[4] / "docs" / "indicators.md"


def row(one: Indicator) -> str:
    with translation.override("en"):
        target = "" if one.target is None else words.figure(one, one.target)
        better = "more" if one.better_up else "less"
        whose = "firm" if one.levels == frozenset({Level.FIRM}) else "all"
        cells = (one.number, one.name, one.formula, one.unit_words, better, target, whose, one.rule)
        return f"| {' | '.join(map(str, cells))} |"


def test_the_table_is_that_of_the_registry() -> None:
    text = DOCS.read_text(encoding="utf-8")
    missing = [row(one) for one in every() if row(one) not in text]
    assert not missing, "\n".join(missing)
    assert text.count("\n| ") - 1 >= 35
