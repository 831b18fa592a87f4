"""The list of playbooks, one of them, its versions and their differences."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.fetch import fetch
from vernost.access.pages import actor_of_request, allowed
from vernost.core.forms import saves
from vernost.core.parts import done
from vernost.playbooks import selectors, services
from vernost.playbooks.models import Playbook
from vernost.playbooks.pages.forms import NoteForm, PlaybookForm


@allowed("playbook.see")
@require_GET
def playbook_list(request: HttpRequest) -> HttpResponse:
    archived = "archived" in request.GET
    rows = selectors.playbook_list(actor_of_request(request), archived=archived)
    return render(request, "playbooks/list.html", {"rows": rows, "archived": archived})


@allowed("playbook.see")
@require_GET
def playbook(request: HttpRequest, pk: int) -> HttpResponse:
    card = selectors.playbook_card(actor_of_request(request), pk)
    context = {"card": card, "playbook": card.playbook, "steps": selectors.numbered(card.steps)}
    return render(request, "playbooks/playbook.html", {**context, "form": NoteForm(read=card.steps)})


@allowed("playbook.see")
@require_GET
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    actor = actor_of_request(request)
    one = selectors.version_of(actor, pk, number)
    former, changes = selectors.changes(actor, one)
    context = {"version": one, "playbook": one.playbook, "former": former, "changes": changes}
    return render(request, "playbooks/version.html", {**context, "steps": selectors.numbered(one.read_steps)})


@allowed("playbook.edit")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    actor, made = actor_of_request(request), list[Playbook]()
    form = PlaybookForm(request.POST or None)
    if request.method == "POST" and saves(
        form, lambda: made.append(services.playbook_add(actor, **form.cleaned_data))
    ):
        return redirect("playbook_draft", made[0].pk)
    context = {"form": form, "heading": _("New playbook")}
    return render(request, "playbooks/form.html", context, status=422 if form.is_bound else 200)


@allowed("playbook.edit")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    one = selectors.playbook_card(actor, pk).playbook
    form = PlaybookForm(request.POST or None, of=one)
    if request.method == "POST" and saves(
        form, lambda: services.playbook_change(actor, playbook_id=pk, **form.cleaned_data)
    ):
        done(request, _("Saved."))
        return redirect("playbook", pk)
    context = {"form": form, "heading": _("Title and moments"), "playbook": one}
    return render(request, "playbooks/form.html", context, status=422 if form.is_bound else 200)


@allowed("playbook.edit")
@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    away = fetch(actor, Playbook, pk).archived_at is None
    services.playbook_archive(actor, playbook_id=pk, away=away)
    done(request, _("Put away: nobody sees it in Today.") if away else _("The playbook is back."))
    return redirect("playbook", pk)
