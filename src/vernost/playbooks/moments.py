"""Moments of work for which there may be a playbook. A context names its own in one word:

    moment("late_delivery", _("A delivery is late"))

A playbook says for which of them it is; each moment has one playbook at most.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vernost.core.errors import Text

_MOMENTS: dict[str, Text] = {}


def moment(name: str, title: Text) -> str:
    if name in _MOMENTS:
        raise ValueError(f"the moment {name} is named twice")
    _MOMENTS[name] = title
    return name


def every() -> list[tuple[str, Text]]:
    return list(_MOMENTS.items())


def title(name: str) -> str:
    return str(_MOMENTS.get(name, name))


for _name, _title in (
    ("spin", _("Questions before an offer")),
    ("objection", _("An objection")),
    ("small_talk", _("Small talk")),
    ("networking", _("Making acquaintances")),
    ("call_back", _("A call back")),
    ("unanswered_request", _("A request waits for an answer")),
    ("late_delivery", _("A delivery is late")),
    ("promise_broken", _("A promise was broken")),
    ("complaint", _("A complaint")),
    ("critic", _("A critic’s answer")),
    ("survey", _("Asking for an opinion")),
    ("slipping", _("A client is slipping")),
    ("silence", _("Too long a silence")),
    ("winback", _("Winning back")),
    ("returned", _("A client came back")),
    ("courtesy", _("A courtesy call")),
    ("first_call", _("The first call after a handover")),
    ("birthday", _("A birthday")),
    ("offer", _("An offer was sent")),
    ("deal", _("A deal stands still")),
):
    moment(_name, _title)
