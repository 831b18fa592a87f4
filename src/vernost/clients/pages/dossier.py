"""The dossier of a key client: the account on one page (rule 1.8)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.fetch import fetch
from vernost.access.pages import actor_of_request, allowed
from vernost.clients import selectors, services
from vernost.clients.models import About, Client, DossierEntry
from vernost.clients.pages.forms import DossierForm, told
from vernost.core.errors import Conflict, NotVisible
from vernost.core.forms import saves
from vernost.core.parts import done


@allowed("client.see")
@require_GET
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    client = services.client_open(actor, client_id=pk)
    context = {"client": client, "dossier": selectors.dossier_of(actor, client)}
    return render(request, "clients/dossier.html", context)


@allowed("client.edit")
@require_http_methods(["GET", "POST"])
def entry_add(request: HttpRequest, pk: int, about: str) -> HttpResponse:
    actor = actor_of_request(request)
    if about not in About.values:
        raise NotVisible
    client = fetch(actor, Client, pk, verb="client.edit")
    form = DossierForm(request.POST or None, about=About(about))
    save = lambda: services.dossier_add(actor, client_id=pk, about=about, **form.values())  # noqa: E731
    if form.is_bound and saves(form, save):
        return redirect("client_dossier", pk)
    return _form(request, client, form, str(About(about).label))


@allowed("client.edit")
@require_http_methods(["GET", "POST"])
def entry_edit(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    actor = actor_of_request(request)
    row = fetch(actor, DossierEntry, entry, verb="client.edit")
    form, heading = DossierForm(request.POST or None, instance=row, about=About(row.about)), str(row)
    client = fetch(actor, Client, row.client_id)
    try:
        if form.is_bound and saves(form, lambda: _save(request, entry, form)):
            return redirect("client_dossier", row.client_id)
    except Conflict as error:
        now = fetch(actor, DossierEntry, entry)
        data = request.POST.copy()
        data["version"] = str(now.version)
        again = DossierForm(data, instance=now, about=About(row.about))
        return _form(request, client, again, heading, status=409, conflict=told(error, form))
    return _form(request, client, form, heading)


def _save(request: HttpRequest, entry: int, form: DossierForm) -> None:
    version = form.cleaned_data["version"] or 0
    services.dossier_change(actor_of_request(request), entry_id=entry, version=version, **form.values())


def _form(
    request: HttpRequest, client: Client, form: DossierForm, heading: str, *, status: int = 0, **more: Any
) -> HttpResponse:
    back = reverse("client_dossier", args=[client.pk])
    context = {"form": form, "heading": heading, "client": client, "back": back, **more}
    return render(
        request, "clients/small_form.html", context, status=status or (422 if form.is_bound else 200)
    )


@allowed("client.edit")
@require_POST
def entry_end(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    over = request.POST.get("again") is None
    row = services.dossier_end(actor_of_request(request), entry_id=entry, over=over)
    done(request, _("Moved to what was.") if over else _("It is so again."))
    return redirect("client_dossier", row.client_id)


@allowed("client.edit")
@require_POST
def entry_remove(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    services.dossier_remove(actor_of_request(request), entry_id=entry)
    done(request, _("Removed from the dossier."))
    return redirect("client_dossier", pk)
