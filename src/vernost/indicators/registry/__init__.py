"""The thirty-five of rule 11, a file a group. Imported once, when the program starts."""

from vernost.indicators.registry import caring, coming, keeping, loving, selling

__all__ = ["caring", "coming", "keeping", "loving", "selling"]
