"""Many clients at once: handed over, exported; duplicates, merged and parted again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.actor import Actor
from vernost.access.fetch import fetch, key
from vernost.access.pages import actor_of_request, allowed
from vernost.clients import belongings, selectors, services
from vernost.clients.errors import TooManyRows
from vernost.clients.models import Client
from vernost.clients.pages.asking import asked_of, choice_of
from vernost.clients.pages.forms import SuccessorForm
from vernost.core import clock
from vernost.core.forms import saves
from vernost.core.parts import done

MOST_AT_ONCE = 10_000


@allowed("client.hand_over")
@require_POST
def hand_over(request: HttpRequest) -> HttpResponse:
    """First the ticked clients come, and the page asks to whom; then they come again with the successor."""
    actor, ids = actor_of_request(request), _ids(request, actor_of_request(request))
    form = SuccessorForm(request.POST if "successor" in request.POST else None)
    moved: list[int] = []
    if form.is_bound and saves(form, lambda: moved.append(_hand(actor, ids, form))):
        text = ngettext("{n} client is handed over.", "{n} clients are handed over.", moved[0]).format(
            n=moved[0]
        )
        done(request, text)
        return redirect(_back(request))
    context = {"form": form, "ids": ids, "back": _back(request), "hanging": belongings.counts(ids[:500])}
    return render(request, "clients/hand_over.html", context, status=422 if form.is_bound else 200)


def _hand(actor: Actor, ids: list[int], form: SuccessorForm) -> int:
    return services.clients_hand_over(actor, client_ids=ids, successor_id=form.cleaned_data["successor"].pk)


def _back(request: HttpRequest) -> str:
    """To the card of the only one, or to the list."""
    ids = request.POST.getlist("client")
    return reverse("client", args=[key(ids[0])]) if len(ids) == 1 else reverse("clients")


def _ids(request: HttpRequest, actor: Actor) -> list[int]:
    """The ticked ones, or everybody whom the filter means."""
    if request.POST.get("everybody"):
        rows = selectors.clients_of(actor, asked_of(request)).order_by("pk")
        ids = list(rows.values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
    else:
        ids = [key(one) for one in request.POST.getlist("client")]
    if len(ids) > MOST_AT_ONCE:
        raise TooManyRows(_("At most {limit} clients at once: narrow the filter.").format(limit=MOST_AT_ONCE))
    return services.visible_ids(actor, ids)


@allowed("client.export")
@require_GET
def export(request: HttpRequest, form: str) -> HttpResponse:
    actor = actor_of_request(request)
    columns = tuple(column.name for column in choice_of(request, actor).shown)
    asked = asked_of(request, columns=() if request.GET.get("columns") == "all" else columns)
    name = f"clients-{clock.today():%Y-%m-%d}.{form}"
    answer: Any
    if form == "xlsx":
        answer = FileResponse(services.clients_to_xlsx(actor, asked), as_attachment=True, filename=name)
    else:
        pieces: Iterator[str] = services.clients_to_csv(actor, asked)
        answer = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer  # type: ignore[no-any-return]


@allowed("client.merge")
@require_GET
def duplicates(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    context = {"sets": selectors.duplicates(actor), "merges": selectors.latest_merges(actor)}
    return render(request, "clients/duplicates.html", context)


@allowed("client.merge")
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Two clients side by side; ``take`` names the fields in which the other one is right."""
    actor = actor_of_request(request)
    if request.method == "POST":
        take = tuple(request.POST.getlist("take"))
        made = services.clients_merge(actor, survivor_id=pk, absorbed_id=other, take=take)
        done(request, _("The two are one."), undo=reverse("merge_undo", args=[made.pk]))
        return redirect("client", pk)
    survivor, absorbed = (fetch(actor, Client, one, verb="client.merge") for one in (pk, other))
    context = {"survivor": survivor, "absorbed": absorbed, "rows": selectors.differences(survivor, absorbed)}
    return render(request, "clients/merge.html", context | {"hanging": belongings.counts([other])})


@allowed("client.merge")
@require_POST
def merge_undo(request: HttpRequest, merge: int) -> HttpResponse:
    undone = services.merge_undo(actor_of_request(request), merge_id=merge)
    done(request, _("The merge is taken back: they are two again."))
    return redirect("client", undone.survivor_id)


@allowed("client.merge")
@require_POST
def tell_apart(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    services.clients_tell_apart(actor_of_request(request), one_id=pk, other_id=other)
    done(request, _("They will not be shown as duplicates again."))
    return redirect("duplicates")
