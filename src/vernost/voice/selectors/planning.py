"""Before anybody is asked: how many, how many answers to expect, how many are needed (rules 4.2, 4.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.analytics.nps import Nps, answers_needed
from vernost.clients.filters import EVERYBODY, from_json
from vernost.clients.models import Segment
from vernost.clients.selectors import Asked, clients_of
from vernost.core import clock
from vernost.core.errors import Text
from vernost.voice import reasons
from vernost.voice.models import Invitation, InvitationState, Response, Survey, SurveyKind, Wave

YEAR = timedelta(days=365)
PRECISIONS = (5, 10)  # points of the score


@dataclass(frozen=True, slots=True)
class Plan:
    """``clients``: how many the wave would look at; ``rate``: share of letters that were answered within a
    year, None where none was sent; ``needed``: points of precision → answers."""

    clients: int
    rate: float | None
    needed: tuple[tuple[int, int], ...]

    @property
    def expected(self) -> int | None:
        return None if self.rate is None else round(self.clients * self.rate)


def plan(actor: Actor, survey: Survey, *, segment_id: int | None = None) -> Plan:
    require(actor, "survey.wave")
    tree = from_json(fetch(actor, Segment, segment_id).tree) if segment_id else EVERYBODY
    clients = clients_of(actor, Asked(tree=tree)).count()
    return Plan(clients, response_rate(actor), _needed(actor, survey, clients))


def response_rate(actor: Actor) -> float | None:
    """Of the letters of a year: how many were answered, whichever survey they carried."""
    rows = Invitation.objects.visible_to(actor).filter(asked_at__gt=clock.now() - YEAR)
    counts = rows.aggregate(asked=Count("pk"), answered=Count("pk", Q(state=InvitationState.ANSWERED)))
    return counts["answered"] / counts["asked"] if counts["asked"] else None


def _needed(actor: Actor, survey: Survey, clients: int) -> tuple[tuple[int, int], ...]:
    """By the spread of what this survey heard within a year, else by the greatest there is."""
    if survey.kind != SurveyKind.NPS:
        return ()
    known = known_nps(actor, survey)
    return tuple((points, answers_needed(points, known, base=clients)) for points in PRECISIONS)


def known_nps(actor: Actor, survey: Survey) -> Nps:
    since = clock.today() - YEAR
    rows = Response.objects.visible_to(actor).filter(survey=survey, day__gt=since, is_guess=False)
    counts = rows.aggregate(
        promoters=Count("pk", Q(score__gte=9)),
        passives=Count("pk", Q(score__gte=7, score__lte=8)),
        critics=Count("pk", Q(score__lte=6)),
    )
    return Nps(counts["promoters"], counts["passives"], counts["critics"])


@dataclass(frozen=True, slots=True)
class WaveCard:
    """``left_out``: why → how many; ``sent`` have been asked, ``answered`` of them have answered."""

    wave: Wave
    left_out: Sequence[tuple[Text, int]]
    waiting: int
    sent: int
    answered: int
    plan: Plan

    @property
    def share(self) -> float | None:
        whole = self.waiting + self.sent
        return self.sent / whole if whole else None


def wave_card(actor: Actor, pk: Any) -> WaveCard:
    """One wave, whole: how many of each standing, and why whoever is not asked is not."""
    rows: Any = Wave.objects.select_related("survey", "made_by")
    wave: Wave = fetch(actor, rows, pk, verb="survey.wave")
    found = Invitation.objects.visible_to(actor).filter(wave=wave).order_by()
    counts: dict[str, int] = {}
    why: dict[str, int] = {}
    for state, reason, number in found.values_list("state", "reason").annotate(n=Count("pk")):
        counts[state] = counts.get(state, 0) + number
        if state == InvitationState.HELD:
            why[reason] = why.get(reason, 0) + number
    answered = counts.get(InvitationState.ANSWERED, 0)
    waiting = counts.get(InvitationState.DUE, 0)
    sent = counts.get(InvitationState.ASKED, 0) + answered
    whole = waiting + sent
    told = sorted(why.items(), key=lambda one: -one[1])
    planned = Plan(whole, response_rate(actor), _needed(actor, wave.survey, whole))
    return WaveCard(
        wave, [(reasons.words(code), number) for code, number in told], waiting, sent, answered, planned
    )


def waves_of(actor: Actor, survey: Survey) -> list[Wave]:
    return list(Wave.objects.visible_to(actor).filter(survey=survey)[:20])


def not_asked(actor: Actor, survey: Survey, *, limit: int = 10) -> list[Invitation]:
    """Who was not asked lately, and why: by hand or after a purchase (a wave says it of its own)."""
    rows = Invitation.objects.visible_to(actor).filter(
        survey=survey, wave=None, state=InvitationState.HELD, due_at__gt=clock.now() - timedelta(days=30)
    )
    return list(rows.select_related("client").order_by("-due_at", "-pk")[:limit])
