"""Paths of answers as they are listed, walked and opened (rule 4.4)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import NoReverseMatch, reverse

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.clients.models import Email, Phone
from vernost.core import clock
from vernost.core.paging import Page, keyset_page
from vernost.playbooks.selectors import Shown, for_moments
from vernost.post import reasons as post_reasons
from vernost.staff.models import Employee
from vernost.voice import reasons
from vernost.voice.models import Cause, InvitationState, Loop, Path, Response, Theme

OPEN = Q(closed_at=None)
LIVE = Q(client__is_live=True, client__closed_on=None)
A_SECTION = 20  # of each path on the first page
IN_DAY = {Path.CRITIC: 200, Path.PASSIVE: 5, Path.PROMOTER: 10}  # a wave's promoters must not fill a day
JOINS = ("client", "response", "whose")


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopsAsked:
    """What the list is narrowed by. ``path``: one alone, with pages; ``whose``: an employee; ``late``: only
    critics whose time is over."""

    path: str = ""
    whose: int | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    path: Path
    number: int
    late: int
    loops: list[Loop]
    next: str

    @property
    def more(self) -> int:
        return self.number - len(self.loops)


@dataclass(frozen=True, slots=True)
class Waiting:
    sections: list[Section]

    @property
    def number(self) -> int:
        return sum(one.number for one in self.sections)

    @property
    def critics(self) -> int:
        return sum(one.number for one in self.sections if one.path == Path.CRITIC)

    @property
    def late(self) -> int:
        return sum(one.late for one in self.sections)


def waiting_loops(actor: Actor, asked: LoopsAsked = LoopsAsked(), *, after: str = "") -> Waiting:
    """By path, critics first and among them the nearest deadline; two queries a path at most."""
    require(actor, "loop.see")
    rows = _asked(actor, asked)
    late = Count("pk", filter=Q(due_at__lt=clock.now()))
    counted = {row["path"]: row for row in rows.order_by().values("path").annotate(n=Count("pk"), late=late)}
    found = []
    for path in Path:
        if asked.path and asked.path != path:
            continue
        number = counted.get(path, {"n": 0, "late": 0})
        page = _page(rows.filter(path=path), path, after if asked.path else "", paged=bool(asked.path))
        found.append(Section(path, number["n"], number["late"], page.rows, page.next if asked.path else ""))
    return Waiting(found)


def _page(rows: Any, path: Path, after: str, *, paged: bool) -> Page[Loop]:
    order = ("due_at", "id") if path == Path.CRITIC else ("-opened_at", "-id")
    limit = 50 if paged else A_SECTION
    return keyset_page(rows.select_related(*JOINS), order=order, after=after, limit=limit)


def _asked(actor: Actor, asked: LoopsAsked) -> Any:
    rows = Loop.objects.visible_to(actor).filter(OPEN, LIVE)
    if asked.whose is not None:
        rows = rows.filter(whose=asked.whose)
    return rows.filter(due_at__lt=clock.now()) if asked.late else rows


def walkers(actor: Actor) -> list[Employee]:
    """Who has something to do, of what the actor sees."""
    ids = Loop.objects.visible_to(actor).filter(OPEN).values("whose")
    return list(Employee.objects.filter(pk__in=ids).order_by("name", "pk"))


def to_walk(actor: Actor, owners: Collection[int], path: Path) -> list[Loop]:
    """For Today, of these employees: one query. Of promoters and neutral ones the newest few: the list has
    them all."""
    rows = Loop.objects.visible_to(actor).filter(OPEN, LIVE, path=path, whose__in=owners)
    order = ("due_at", "pk") if path == Path.CRITIC else ("-opened_at", "-pk")
    return list(rows.select_related(*JOINS).order_by(*order)[: IN_DAY[path]])


def told_late(actor: Actor, owners: Collection[int]) -> list[Loop]:
    """Whom a head was told of, while nobody has called yet."""
    rows = Loop.objects.visible_to(actor).filter(OPEN, LIVE, told__in=owners).exclude(whose__in=owners)
    return list(rows.select_related(*JOINS).order_by("due_at", "pk")[: IN_DAY[Path.CRITIC]])


@dataclass(frozen=True, slots=True)
class Change:
    """The mark before help and after; ``after`` None: asked, or to be asked, and not answered yet."""

    loop: Loop
    before: int
    after: int | None

    @property
    def held(self) -> str:
        """Why the question did not go out, in words; empty where it did, or waits."""
        repeat = self.loop.repeat
        if repeat is None or repeat.state != InvitationState.HELD:
            return ""
        return str(reasons.WORDS.get(repeat.reason) or post_reasons.words(repeat.reason))

    @property
    def points(self) -> int | None:
        return None if self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class LoopCard:
    loop: Loop
    themes: list[Theme]
    causes: list[Cause]
    phones: list[Phone]
    emails: list[Email]
    script: Shown | None
    change: Change | None
    led_to: str
    earlier: list[Response]


def loop_card(actor: Actor, pk: Any) -> LoopCard:
    """One answer with what is to be done about it: a fixed number of queries."""
    joins = ("client__owner", "whose", "closed_by", "told", "response__survey", "response__wave",
             "response__owner", "repeat__response")  # fmt: skip
    rows: Any = Loop.objects.select_related(*joins)
    loop: Loop = fetch(actor, rows, pk, verb="loop.see")
    of_client = {"client": loop.client_id}
    earlier = Response.objects.visible_to(actor).filter(**of_client, is_guess=False, score__isnull=False)
    earlier = earlier.exclude(pk=loop.response_id).select_related("survey")
    return LoopCard(
        loop=loop,
        themes=list(
            Theme.objects.visible_to(actor).filter(response=loop.response_id).select_related("cause")
        ),
        causes=list(Cause.objects.visible_to(actor).filter(is_active=True)),
        phones=list(Phone.objects.visible_to(actor).filter(**of_client).order_by("pk")),
        emails=list(Email.objects.visible_to(actor).filter(**of_client).order_by("pk")),
        script=for_moments(actor, {loop.path}).get(loop.path) if loop.is_open else None,
        change=change_of(loop),
        led_to=address_of(loop),
        earlier=list(earlier.order_by("-answered_at", "-pk")[:5]),
    )


def change_of(loop: Loop) -> Change | None:
    """``loop``: with its response and the repeated one joined. None where nobody asks again."""
    if loop.repeat_id is None and loop.repeat_at is None:
        return None
    again = getattr(loop.repeat, "response", None) if loop.repeat_id is not None else None
    return Change(loop, loop.response.score or 0, again.score if again is not None else None)


def changes(actor: Actor, response_ids: Sequence[int]) -> dict[int, Change]:
    """Of these answers, those whose client was helped and is asked again: answer → change. The answer of the
    repeat has it too. One query."""
    rows = Loop.objects.visible_to(actor).filter(
        Q(response__in=response_ids) | Q(repeat__response__in=response_ids)
    )
    found: dict[int, Change] = {}
    for loop in rows.select_related("response", "repeat__response"):
        change = change_of(loop)
        if change is None:
            continue
        found[loop.response_id] = change
        if change.after is not None and loop.repeat is not None:
            found[loop.repeat.response.pk] = change
    return {pk: one for pk, one in found.items() if pk in set(response_ids)}


def loops_of_answers(actor: Actor, response_ids: Sequence[int]) -> dict[int, Loop]:
    """Answer → its path, with the repeated answer joined (``change_of``): one query."""
    rows = Loop.objects.visible_to(actor).filter(response__in=response_ids)
    return {one.response_id: one for one in rows.select_related("response", "repeat__response")}


def address_of(loop: Loop) -> str:
    """Of the page of what it led to (the address is named as the model: «complaint»); empty for none."""
    if not loop.about_type:
        return ""
    try:
        return reverse(loop.about_type.rpartition(".")[2], args=[loop.about_id])
    except NoReverseMatch:
        return ""
