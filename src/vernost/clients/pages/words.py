"""How the builder names what can be asked of a field."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.clients.filters import Op
from vernost.core.errors import Text

OP_WORDS: dict[Op, Text] = {
    Op.ANY_OF: pgettext_lazy("condition", "is any of"),
    Op.NONE_OF: pgettext_lazy("condition", "is none of"),
    Op.IS: pgettext_lazy("condition", "is"),
    Op.CONTAINS: pgettext_lazy("condition", "contains"),
    Op.BEGINS: pgettext_lazy("condition", "begins with"),
    Op.AT_LEAST: pgettext_lazy("condition", "at least"),
    Op.AT_MOST: pgettext_lazy("condition", "at most"),
    Op.BETWEEN: pgettext_lazy("condition", "between"),
    Op.SINCE: pgettext_lazy("condition", "since"),
    Op.UNTIL: pgettext_lazy("condition", "until"),
    Op.WITHIN_LAST: pgettext_lazy("condition", "within the last days"),
    Op.LONGER_AGO: pgettext_lazy("condition", "longer ago than days"),
    Op.WITHIN_NEXT: pgettext_lazy("condition", "within the next days"),
    Op.YEARLY_WITHIN: pgettext_lazy("condition", "every year, comes within days"),
    Op.YES: pgettext_lazy("condition", "yes"),
    Op.NO: pgettext_lazy("condition", "no"),
    Op.EMPTY: pgettext_lazy("condition", "is empty"),
    Op.FILLED: pgettext_lazy("condition", "is known"),
}
GROUPS: dict[str, Text] = {
    "client": _("The client"),
    "own": _("Fields of the firm"),
    "preset": _("Ready questions"),
}
