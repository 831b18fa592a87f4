"""Causes that come with the program, said in the reader's language until the firm writes its own."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from vernost.core.errors import Text

CAUSES: dict[str, Text] = {
    "late": pgettext_lazy("cause of a complaint", "Delivered late"),
    "wrong_goods": pgettext_lazy("cause of a complaint", "Not what was ordered"),
    "quality": pgettext_lazy("cause of a complaint", "Quality of the goods"),
    "damaged": pgettext_lazy("cause of a complaint", "Damaged on the way"),
    "price": pgettext_lazy("cause of a complaint", "Price or invoice"),
    "rude": pgettext_lazy("cause of a complaint", "Manner of an employee"),
    "promise": pgettext_lazy("cause of a complaint", "A promise was broken"),
    "no_answer": pgettext_lazy("cause of a complaint", "We could not be reached"),
    "misled": pgettext_lazy("cause of a complaint", "Expected something else"),
    "other": pgettext_lazy("cause of a complaint", "Something else"),
}
