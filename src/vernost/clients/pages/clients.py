"""The list, the card, adding and editing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.fetch import fetch
from vernost.access.pages import actor_of_request, allowed
from vernost.clients import facets, selectors, services
from vernost.clients.errors import EditedMeanwhile
from vernost.clients.models import Client
from vernost.clients.pages.asking import asked_of, choice_of, query_of
from vernost.clients.pages.forms import (
    AddForm,
    ClientForm,
    CloseForm,
    NoteForm,
    TagsForm,
    kept_text,
    told,
)
from vernost.core.forms import saves
from vernost.core.parts import done, page_or_part


@allowed("client.see")
@require_GET
def client_list(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    choice = choice_of(request, actor)
    asked = asked_of(request, columns=tuple(column.name for column in choice.shown))
    page = selectors.client_list(actor, asked)
    context: dict[str, Any] = {"page": page, "asked": asked, "choice": choice, "counted": page.counted}
    context |= {
        "presets": facets.presets(),
        "segments": selectors.segments_of(actor),
        "query": query_of(asked),
    }
    return page_or_part(request, "clients/list.html", {"results": "clients/list_results.html"}, context)


@allowed("client.see")
@require_GET
def card(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    client = services.client_open(actor, client_id=pk)
    whole = selectors.client_card(actor, client)
    context: dict[str, Any] = {"client": client, "card": whole}
    context |= {"note_form": NoteForm(), "close_form": CloseForm()}
    context["recommender"] = selectors.recommender_of(actor, client)
    context["tags_form"] = TagsForm(initial={"tags": ", ".join(tag.name for tag in whole.tags)})
    return page_or_part(request, "clients/card.html", {"drawer": "clients/card.html#drawer"}, context)


@allowed("client.see")
@require_GET
def history(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    client = fetch(actor, Client, pk, verb="client.see")
    page = selectors.client_history(actor, client, after=request.GET.get("after", ""))
    return page_or_part(
        request,
        "clients/history.html",
        {"history": "clients/history_rows.html"},
        {"client": client, "page": page},
    )


@allowed("client.see")
@require_GET
def panel(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A panel that the card left for later; with nothing to show, nothing."""
    actor = actor_of_request(request)
    client = fetch(actor, Client, pk, verb="client.see")
    found = selectors.panel_of(actor, client, name)
    context = {"client": client, "panel": found[0], "data": found[1]} if found else {}
    return render(request, "clients/panel.html", context)


@allowed("client.merge")
@require_GET
def alike(request: HttpRequest, pk: int) -> HttpResponse:
    """Who may be the same client: a part that the card asks for once it stands."""
    actor = actor_of_request(request)
    client = fetch(actor, Client, pk, verb="client.merge")
    return render(
        request, "clients/alike.html", {"client": client, "alike": selectors.lookalikes(actor, client)}
    )


@allowed("client.add")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    actor, made = actor_of_request(request), []
    form = AddForm(request.POST or None, actor=actor)
    if request.method == "POST" and saves(
        form, lambda: made.append(services.client_add(actor, **form.values()))
    ):
        done(request, _("{name} is in the base.").format(name=made[0].name))
        return redirect("client", made[0].pk)
    context = {
        "form": form,
        "heading": _("New client"),
        "back": reverse("clients"),
        "verb": _("Add the client"),
    }
    return render(request, "clients/form.html", context, status=422 if form.is_bound else 200)


@allowed("client.edit")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    client = fetch(actor, Client, pk, verb="client.edit")
    form, conflict = ClientForm(request.POST or None, instance=client, actor=actor), None
    try:
        if request.method == "POST" and saves(form, lambda: _save(request, pk, form)):
            return redirect("client", pk)
    except EditedMeanwhile as error:
        form, conflict = (
            ClientForm(kept_text(request.POST, error), instance=client, actor=actor),
            told(error, form),
        )
    context = {
        "form": form,
        "heading": client.name,
        "conflict": conflict,
        "back": reverse("client", args=[pk]),
    }
    status = 409 if conflict else 422 if form.is_bound else 200
    return render(request, "clients/form.html", context | {"verb": _("Save the client")}, status=status)


def _save(request: HttpRequest, pk: int, form: ClientForm) -> None:
    values = dict(form.cleaned_data)
    version = values.pop("version") or 0
    services.client_change(actor_of_request(request), client_id=pk, version=version, **values)
    done(request, _("Saved."))


@allowed("client.close")
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    form = CloseForm(request.POST)
    actor = actor_of_request(request)
    if saves(form, lambda: services.client_close(actor, client_id=pk, **form.cleaned_data)):
        done(
            request,
            _("The client is closed: nobody writes to them."),
            undo=reverse("client_reopen", args=[pk]),
        )
        return redirect("client", pk)
    fetch(actor, Client, pk, verb="client.close")
    context = {"form": form, "heading": _("Close the client"), "back": reverse("client", args=[pk])}
    return render(request, "clients/small_form.html", context, status=422)


@allowed("client.close")
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    services.client_reopen(actor_of_request(request), client_id=pk)
    done(request, _("The client is open again."))
    return redirect("client", pk)


@allowed("client.see")
@require_GET
def pick(request: HttpRequest) -> HttpResponse:
    """A handful of clients to choose one from: who recommended, with whom to merge."""
    found = selectors.client_find(actor_of_request(request), text=request.GET.get("pick", "")[:200], limit=8)
    return render(
        request, "clients/pick.html", {"found": found, "name": request.GET.get("as", "recommended_by")[:40]}
    )
