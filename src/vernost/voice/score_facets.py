"""What answers add to the client list: the last answer to an NPS, and presets by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor
from vernost.clients.facets import Column, Facet, Kind, Preset, register
from vernost.voice import scoring
from vernost.voice.models import Response, SurveyKind
from vernost.voice.selectors.answers import kind_of

HIGH, LOW = 9, 6
RANGES = {
    scoring.PROMOTER: Q(score__gte=HIGH),
    scoring.PASSIVE: Q(score__gt=LOW, score__lt=HIGH),
    scoring.CRITIC: Q(score__lte=LOW),
}


def _answers(actor: Actor) -> Any:
    rows = Response.objects.visible_to(actor, beside=True)
    return rows.filter(survey__kind=SurveyKind.NPS, is_guess=False, score__isnull=False)


def _last_is(kind: str) -> Callable[[Actor], Q]:
    """By the last answer to an NPS, looked up client by client on its index."""

    def where(actor: Actor) -> Q:
        later = _answers(actor).filter(client=OuterRef("client"), answered_at__gt=OuterRef("answered_at"))
        last = _answers(actor).filter(RANGES[kind], client=OuterRef("pk")).exclude(Exists(later))
        return Q(Exists(last))

    return where


def _last(actor: Actor, ids: Sequence[int]) -> Mapping[int, tuple[int, str]]:
    found: dict[int, tuple[int, str]] = {}
    rows = _answers(actor).filter(client__in=ids).select_related("survey").order_by("client", "-answered_at")
    for one in rows:
        found.setdefault(one.client_id, (one.score, kind_of(one)))
    return found


COLUMNS = (
    Column(
        name="nps", label=_("Last NPS answer"), kind=Kind.NUMBER, many=_last, template="voice/nps_cell.html",
        verb="voice.see",
    ),
)  # fmt: skip
PRESETS = (
    Preset(
        name="promoters", label=pgettext_lazy("clients", "Promoters"), phrase=_("would recommend us"),
        where=_last_is(scoring.PROMOTER),
    ),
    Preset(
        name="passives", label=pgettext_lazy("clients", "Passives"), phrase=_("are content without zeal"),
        where=_last_is(scoring.PASSIVE),
    ),
    Preset(
        name="critics", label=pgettext_lazy("clients", "Critics"), phrase=_("would not recommend us"),
        where=_last_is(scoring.CRITIC),
    ),
)  # fmt: skip


def register_own() -> None:
    register(Facet(name="score", label=pgettext_lazy("voice", "Score"), columns=COLUMNS, presets=PRESETS))
