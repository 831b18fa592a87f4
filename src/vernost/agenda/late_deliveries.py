"""Deliveries that are late and of which the client does not know: told at once, not on the day (rule 5.4).

The line goes away by itself when somebody has told the client, on the page that it opens; that talk is
written down here, among the others.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.agenda import causes, services
from vernost.agenda.models import Answer, How
from vernost.core import clock
from vernost.language import Language, translator
from vernost.orders import after, selectors
from vernost.orders.selectors.delays import Late

NAME = "late_delivery"


def look(actor: Actor, owners: Collection[int], today: date) -> list[causes.Seen]:
    """The longest overdue first; what was put off stays away until its day. Three queries."""
    late = selectors.late_to_tell(actor, owners, today)
    answers = Answer.objects.visible_to(actor).filter(cause=NAME, ref__in=[one.order.pk for one in late])
    answered = set(answers.exclude(until__lte=today).values_list("of", "ref"))
    return [
        causes.Seen(
            client=one.order.client, of=one.was, ref=one.order.pk, why=why(one),
            link=reverse("order_told", args=[one.order.pk]),
        )
        for one in late
        if (one.was, one.order.pk) not in answered
    ]  # fmt: skip


def why(late: Late) -> str:
    """What happened, and the words to say it with."""
    told: dict[str, str] = {"order": str(late.order), "day": _day(late.was)}
    if late.days:
        told["late"] = _tongue().days(late.days)
        said = _("The order {order} was promised for {day}, {late} ago.").format(**told)
    else:
        said = _("The order {order}, promised for {day}, will be late.").format(**told)
    cause = late.delay.why if late.delay else ""
    cause = _("Why: {cause}.").format(cause=cause) if cause else ""
    return " ".join(part for part in (said, cause, words(late)) if part)


def words(late: Late) -> str:
    new_day = late.delay.new_day if late.delay else None
    if new_day is not None and new_day >= clock.today():
        return _("Tell them now: “We shall bring it on {new_day}, we are sorry. Does this suit you?”").format(
            new_day=_day(new_day)
        )
    return _("Tell them now: “It is late through our fault, we are sorry. I shall call you with the day.”")


def log_talk(actor: Actor, told: after.WasTold) -> None:
    services.contact_log(actor, client_id=told.client_id, channel=told.how, text=told.text, token=told.key)


def _day(day: date) -> str:
    return _tongue().day(day, year=day.year != clock.today().year)


def _tongue() -> Language:
    return translator((get_language() or "en")[:2])


def register_own() -> None:
    causes.register(
        causes.Cause(
            name=NAME, rank=20, moment="late_delivery", look=look, icon="truck", tone="loss",
            label=pgettext_lazy("today", "Late delivery"), acts=(How.LATER,),
        )
    )  # fmt: skip
    after.client_told(log_talk)
