"""What may be wrong with a person's file, in words a person can act on.

Texts are English msgids with ``%(name)s`` places; an interface that speaks another language
translates ``message`` and ``hint`` through gettext and fills the places from ``params``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def N_(text: str) -> str:
    """Mark ``text`` for the catalogue; this package imports nothing of the rest, so it has its own."""
    return text


class FileProblem(Exception):
    """A file that cannot be used at all: what is wrong (``message``) and what to do (``hint``).

    ``code`` is stable and short, for tests and programs; ``str()`` is both sentences in English.
    """

    def __init__(
        self, code: str, message: str, hint: str = "", params: Mapping[str, object] | None = None
    ) -> None:
        self.code = code
        self.message = message
        self.hint = hint
        self.params: dict[str, object] = dict(params or {})
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """The message and the hint, filled, in English."""
        texts = [self.message % self.params]
        if self.hint:
            texts.append(self.hint % self.params)
        return " ".join(texts)

    def __str__(self) -> str:
        return self.sentence()


@dataclass(frozen=True, slots=True)
class Note:
    """Something the person should know about how the file was read; never an error."""

    code: str
    message: str
    params: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.params


# Why a row was rejected, in the order in which the checks are made: the first that fails is the reason.
REASONS: dict[str, str] = {
    "too_long": N_("The row is longer than a row of orders can be."),
    "encoding": N_("The letters of the row are in an unknown encoding."),
    "many_fields": N_("The row has more fields than the header."),
    "few_fields": N_("The row has fewer fields than are needed."),
    "quotes": N_("The quotation marks of the row do not pair."),
    "no_client": N_("The client is empty."),
    "no_date": N_("The date is empty."),
    "bad_date": N_("The date does not exist or cannot be read."),
    "bad_year": N_("The year of the date is before 1900."),
    "future_date": N_("The date is in the future."),
    "no_amount": N_("The sum is empty."),
    "bad_amount": N_("The sum is not a number."),
    "no_quantity": N_("The quantity is empty."),
    "bad_quantity": N_("The quantity is not a number."),
    "duplicate": N_("The row repeats an earlier row of the same order."),
    "erased": N_("The person's data was erased on request; they are not brought back."),
}

# Why a row was left out though nothing is wrong with it. They are told in notes, not counted as rejected.
SKIPS: dict[str, str] = {
    "after_until": N_("%(count)s rows are later than %(day)s and were not loaded."),
    "after_as_of": N_("%(count)s rows are later than the day asked, %(day)s, and were not loaded."),
    "void_line": N_("%(count)s cancelled lines of orders that stand were not loaded: they are nothing."),
    "extra_line": N_("%(count)s rows without a sum continue an order above and add nothing to it."),
    "not_sold": N_("%(count)s rows are not sales by their status (%(words)s) and were not loaded."),
}
