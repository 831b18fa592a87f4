"""The board, the list, and moving a card."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vernost.access.fetch import key
from vernost.access.pages import actor_of_request, allowed
from vernost.core import clock
from vernost.core.errors import Conflict, Invalid
from vernost.core.parts import asks_part, done, failed, page_or_part
from vernost.sales import selectors, services
from vernost.sales.models import State
from vernost.sales.pages.forms import asked_of
from vernost.sales.selectors.deals import COUNTED_TO


@allowed("deal.see")
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    context = _board(request, request.GET)
    return page_or_part(request, "sales/board.html", {"board": "sales/board_inside.html"}, context)


def _board(request: HttpRequest, query: QueryDict) -> dict[str, Any]:
    """``query``: that of the board, wherever the card was moved from."""
    asked = asked_of(query)
    found = selectors.board(actor_of_request(request), asked)
    context = {
        "board": found,
        "asked": asked,
        "back": _address(query),
        "today": clock.today(),
        "root": reverse("deals"),
    }
    links = {name: _address(query, name) for name in ("overdue", "still")}
    return context | {"links": links, "part": asks_part(request, "board")}


def _address(query: QueryDict, turned: str = "") -> str:
    """The board's address with this question; ``turned``: one of its yes-or-no parts the other way round."""
    said = query.copy()
    if turned and not said.pop(turned, None):
        said[turned] = "1"
    return f"{reverse('deals')}?{said.urlencode()}" if said else reverse("deals")


@allowed("deal.see")
@require_GET
def deals_list(request: HttpRequest) -> HttpResponse:
    actor, asked, after = actor_of_request(request), asked_of(request.GET), request.GET.get("after", "")
    context: dict[str, Any] = {
        "page": selectors.deal_list(actor, asked, after=after),
        "asked": asked,
        "states": [("", _("Any state")), *State.choices],
        "sellers": selectors.sellers(actor),
        "total": None if after else selectors.deal_count(actor, asked),
        "most": COUNTED_TO,
        "query": request.GET.urlencode(),
    }
    return page_or_part(request, "sales/list.html", {"results": "sales/list_results.html"}, context)


@allowed("deal.edit")
@require_POST
def deal_move(request: HttpRequest, pk: int) -> HttpResponse:
    """By drag, by keys, by a button of the card, by the form of the deal's own page: all the same."""
    actor, version = actor_of_request(request), request.GET.get("version", "")
    try:
        stage = key(request.POST.get("stage", ""))
        moved = services.deal_move(
            actor, deal_id=pk, stage_id=stage, version=int(version) if version.isdigit() else None
        )
        done(request, _("Moved to “{stage}”.").format(stage=moved.stage))
    except (Conflict, Invalid) as error:
        failed(request, str(error))
    back = came_from(request, reverse("deal", args=[pk]))
    if asks_part(request, "board"):
        query = QueryDict(back.partition("?")[2])
        return render(request, "sales/board_inside.html", _board(request, query))
    return redirect(back)


def came_from(request: HttpRequest, usual: str) -> str:
    """Where the person was, if it is ours."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else usual
