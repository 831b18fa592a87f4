"""Standards and causes that come with the program, said in the reader's language with the firm's figures."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from vernost.core import practice
from vernost.core.errors import Text


def _rings() -> str:
    n = practice.PHONE_RINGS.value()
    text = ngettext("The phone is answered within {n} ring", "The phone is answered within {n} rings", n)
    return text.format(n=n)


def _letter() -> str:
    n = practice.LETTER_ANSWER.value()
    text = ngettext(
        "A letter is answered within {n} working hour", "A letter is answered within {n} working hours", n
    )
    return text.format(n=n)


def _request() -> str:
    n = practice.REQUEST_ANSWER.value()
    text = ngettext("A request is answered within {n} minute", "A request is answered within {n} minutes", n)
    return text.format(n=n)


def _delivery() -> str:
    return _("An order comes on the promised day")


def _promise() -> str:
    return _("What was promised is done by its day")


STANDARDS: dict[str, Callable[[], str]] = {
    "rings": _rings,
    "letter": _letter,
    "request": _request,
    "delivery": _delivery,
    "promise": _promise,
}
CAUSES: dict[str, Text] = {
    "absent": pgettext_lazy("cause of a breach", "Nobody was there"),
    "overload": pgettext_lazy("cause of a breach", "Too much at once"),
    "forgot": pgettext_lazy("cause of a breach", "Forgotten"),
    "stock": pgettext_lazy("cause of a breach", "It was not in stock"),
    "carrier": pgettext_lazy("cause of a breach", "The carrier or the supplier"),
    "rash": pgettext_lazy("cause of a breach", "More was promised than is possible"),
    "unknown_how": pgettext_lazy("cause of a breach", "The employee did not know how"),
    "client": pgettext_lazy("cause of a breach", "The client asked for it"),
    "other": pgettext_lazy("cause of a breach", "Something else"),
}
