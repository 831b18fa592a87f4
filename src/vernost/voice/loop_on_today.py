"""Answers in Today: a critic to call with a clock that runs, others to be given something, what is late.

A line each, as the path itself says: it follows the client to a successor, stands in the deputy's day, moves
with a corrected answer and is gone once the path is walked; no task doubles it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vernost.access.actor import Actor
from vernost.agenda import causes
from vernost.clients.models import Client
from vernost.core import clock
from vernost.playbooks.moments import moment
from vernost.voice import selectors
from vernost.voice.models import Loop, Path

CRITIC, PASSIVE, PROMOTER = "critic", "passive", "promoter"
WORDS = 120

moment("passive", gettext_lazy("An answer neither good nor bad"))
moment("promoter", gettext_lazy("A promoter’s answer"))


def critics(actor: Actor, owners: Collection[int], today: date) -> list[causes.Seen]:
    return [_seen(loop, _critic(loop)) for loop in selectors.to_walk(actor, owners, Path.CRITIC)]


def late(actor: Actor, owners: Collection[int], today: date) -> list[causes.Seen]:
    """Of the head: whom a manager of theirs has not called. Their own are lines already."""
    said = _("{score} of 10, and {employee} has not called")
    return [
        _seen(loop, said.format(score=loop.response.score, employee=loop.whose.name if loop.whose else "—"))
        for loop in selectors.told_late(actor, owners)
    ]


def passives(actor: Actor, owners: Collection[int], today: date) -> list[causes.Seen]:
    said = _("{score} of 10: something of use, and a reason to stay")
    found = selectors.to_walk(actor, owners, Path.PASSIVE)
    return [_seen(loop, said.format(score=loop.response.score)) for loop in found]


def promoters(actor: Actor, owners: Collection[int], today: date) -> list[causes.Seen]:
    said = _("{score} of 10: thank them, ask for a recommendation or a review")
    found = selectors.to_walk(actor, owners, Path.PROMOTER)
    return [_seen(loop, said.format(score=loop.response.score)) for loop in found]


def improvements(actor: Actor, owners: Collection[int], today: date) -> list[causes.Seen]:
    """No client's line: what its owner let pass."""
    return [
        causes.Seen(
            client=Client(name=one.name),
            of=one.due_on,
            ref=one.pk,
            why=_("the improvement was due on {day}: {stage}").format(
                day=f"{one.due_on:%d.%m}", stage=one.get_stage_display()
            ),
            link=reverse("improvement", args=[one.pk]),
        )
        for one in selectors.overdue(actor, owners, today)
    ]


def _critic(loop: Loop) -> str:
    if loop.response.comment:
        said = _("{score} of 10: “{words}”").format(
            score=loop.response.score, words=_short(loop.response.comment)
        )
    else:
        said = _("{score} of 10, without a word").format(score=loop.response.score)
    if loop.tries:
        tried = ngettext("{n} call without an answer", "{n} calls without an answer", loop.tries)
        said += f" · {tried.format(n=loop.tries)}"
    return said


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= WORDS else plain[: WORDS - 1].rstrip() + "…"


def _seen(loop: Loop, why: str) -> causes.Seen:
    return causes.Seen(
        client=loop.client,
        of=loop.opened_at.astimezone(clock.firm_zone()).date(),
        ref=loop.pk,
        why=why,
        until=loop.due_at,
        link=reverse("loop", args=[loop.pk]),
    )


def register_own() -> None:
    for name, rank, look, said, label, icon, tone in (
        ("critic", 4, critics, CRITIC, gettext_lazy("Critic: call"), "megaphone", "loss"),
        ("critic_late", 4, late, CRITIC, gettext_lazy("A critic waits"), "clock-alert", "loss"),
        ("promoter", 46, promoters, PROMOTER, gettext_lazy("Promoter"), "heart", "gain"),
        ("passive", 47, passives, PASSIVE, gettext_lazy("Neutral answer"), "gift", "note"),
        ("improvement", 55, improvements, "", gettext_lazy("Improvement"), "trending-up", "wait"),
    ):
        causes.register(
            causes.Cause(
                name=name, rank=rank, look=look, moment=said, label=label, icon=icon, tone=tone, acts=()
            )
        )
