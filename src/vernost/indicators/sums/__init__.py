"""Sums of days out of the contexts: grouped by the database or by the engine, never a row at a time."""

from vernost.indicators.sums.parts import PARTS, Part, part_of

__all__ = ["PARTS", "Part", "part_of"]
