"""What comes back from the talks: what helped, what clients say, what marketing answers."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.fetch import fetch, key
from vernost.access.pages import actor_of_request, allowed
from vernost.clients.models import Client
from vernost.core.forms import saves
from vernost.core.parts import done, failed
from vernost.playbooks import selectors, services
from vernost.playbooks.models import Outcome
from vernost.playbooks.pages.forms import AnswerForm, NoteForm


@allowed("playbook.use")
@require_GET
def beside(request: HttpRequest, pk: int) -> HttpResponse:
    """What to say to this client: into the line of Today when it is opened, or a page of its own without a
    script."""
    actor = actor_of_request(request)
    version = selectors.published_version(actor, pk)
    named = request.GET.get("client", "")  # a request of somebody new has none yet
    client = fetch(actor, Client, named) if named else None
    context: dict[str, Any] = {
        "version": version,
        "client": client,
        "steps": selectors.numbered(version.read_steps, selectors.names_in(actor, client)),
    }
    context |= {"next": _back(request, reverse("playbooks")), "prefix": f"say-{named}-{version.pk}-"}
    part = request.headers.get("HX-Request") == "true" and not request.headers.get("HX-Boosted")
    return render(request, "playbooks/script.html" if part else "playbooks/talk.html", context)


@allowed("playbook.use")
@require_POST
def used(request: HttpRequest, pk: int) -> HttpResponse:
    """One click beside a line of Today; the toast takes it back."""
    actor, said = actor_of_request(request), {**request.GET.dict(), **request.POST.dict()}
    client = key(said["client"]) if said.get("client") else None
    if said.get("act") == "undo":
        services.usage_take_back(actor, version_id=pk, client_id=client)
        done(request, _("Taken back."))
    else:
        step = said.get("helped", "")
        outcome = Outcome.HELPED if step else Outcome.NOT
        services.usage_record(actor, version_id=pk, outcome=outcome, client_id=client, step=step)
        text = _("Written down: this step helped.") if step else _("Written down: it did not help.")
        done(request, text, undo=f"{request.path}?{urlencode({'act': 'undo', 'client': client or ''})}")
    return redirect(_back(request, reverse("playbooks")))


@allowed("playbook.note")
@require_POST
def note_add(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    form = NoteForm(request.POST, read=selectors.playbook_card(actor, pk).steps)
    if saves(form, lambda: services.note_add(actor, playbook_id=pk, **form.cleaned_data)):
        done(request, _("Marketing will see it and answer here."))
    else:
        failed(request, " ".join(text for texts in form.errors.values() for text in map(str, texts)))
    return redirect("playbook", pk)


@allowed("playbook.edit")
@require_http_methods(["GET", "POST"])
def note_answer(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    note = selectors.note_of(actor, pk)
    versions = selectors.published_versions(actor, note.playbook)
    form = AnswerForm(request.POST or None, versions=versions, note=note)
    if request.method == "POST" and saves(
        form, lambda: services.note_answer(actor, note_id=pk, **form.cleaned_data)
    ):
        done(request, _("The answer is written."))
        return redirect("playbook", note.playbook_id)
    context = {"form": form, "note": note, "playbook": note.playbook}
    return render(request, "playbooks/answer.html", context, status=422 if form.is_bound else 200)


def _back(request: HttpRequest, usual: str) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else usual
