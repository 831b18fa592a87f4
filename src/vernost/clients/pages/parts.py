"""What hangs on the card: phones, e-mails, people, notes, tags, consents, the firm's own fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vernost.access.fetch import fetch
from vernost.access.pages import actor_of_request, allowed
from vernost.clients import selectors, services
from vernost.clients.models import Client, KeyPerson, Note
from vernost.clients.pages.forms import (
    ConsentForm,
    EmailForm,
    NoteForm,
    OwnFieldsForm,
    PersonForm,
    PhoneForm,
    TagsForm,
)
from vernost.core.errors import Conflict
from vernost.core.forms import saves
from vernost.core.parts import done


def _small(
    request: HttpRequest, pk: int, form: forms.BaseForm, heading: str, save: Callable[[], Any]
) -> HttpResponse:
    """A small form of one client: saved and back to the card, or shown with what is wrong."""
    if form.is_bound and saves(form, save):
        return redirect("client", pk)
    client = fetch(actor_of_request(request), Client, pk)
    context = {"form": form, "heading": heading, "client": client, "back": reverse("client", args=[pk])}
    return render(request, "clients/small_form.html", context, status=422 if form.is_bound else 200)


@allowed("client.edit")
@require_http_methods(["GET", "POST"])
def phone_add(request: HttpRequest, pk: int) -> HttpResponse:
    actor, form = actor_of_request(request), PhoneForm(request.POST or None)
    save = lambda: services.phone_add(actor, client_id=pk, **form.cleaned_data)  # noqa: E731
    return _small(request, pk, form, _("New phone"), save)


@allowed("client.edit")
@require_POST
def phone_remove(request: HttpRequest, pk: int, phone: int) -> HttpResponse:
    services.phone_remove(actor_of_request(request), phone_id=phone)
    done(request, _("The phone is removed."))
    return redirect("client", pk)


@allowed("client.edit")
@require_http_methods(["GET", "POST"])
def email_add(request: HttpRequest, pk: int) -> HttpResponse:
    actor, form = actor_of_request(request), EmailForm(request.POST or None)
    save = lambda: services.email_add(actor, client_id=pk, **form.cleaned_data)  # noqa: E731
    return _small(request, pk, form, _("New e-mail"), save)


@allowed("client.edit")
@require_POST
def email_remove(request: HttpRequest, pk: int, email: int) -> HttpResponse:
    services.email_remove(actor_of_request(request), email_id=email)
    done(request, _("The e-mail is removed."))
    return redirect("client", pk)


@allowed("client.edit")
@require_http_methods(["GET", "POST"])
def person_add(request: HttpRequest, pk: int) -> HttpResponse:
    actor, form = actor_of_request(request), PersonForm(request.POST or None)
    save = lambda: services.person_add(actor, client_id=pk, **form.values())  # noqa: E731
    return _small(request, pk, form, _("New key person"), save)


@allowed("client.edit")
@require_http_methods(["GET", "POST"])
def person_edit(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    actor = actor_of_request(request)
    row = fetch(actor, KeyPerson, person, verb="client.edit")
    form = PersonForm(request.POST or None, instance=row)
    try:
        return _small(request, row.client_id, form, row.name, lambda: _save_person(request, person, form))
    except Conflict as error:
        form.add_error(None, str(error))
        form.data = {**request.POST.dict(), "version": str(KeyPerson._base_manager.get(pk=person).version)}
        context = {"form": form, "heading": row.name, "back": reverse("client", args=[row.client_id])}
        return render(request, "clients/small_form.html", context, status=409)


def _save_person(request: HttpRequest, person: int, form: PersonForm) -> None:
    version = form.cleaned_data["version"] or 0
    services.person_change(actor_of_request(request), person_id=person, version=version, **form.values())


@allowed("client.edit")
@require_POST
def person_remove(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    services.person_remove(actor_of_request(request), person_id=person)
    done(request, _("Removed. Phones and e-mails stay with the client."))
    return redirect("client", pk)


@allowed("client.edit")
@require_POST
def note_add(request: HttpRequest, pk: int) -> HttpResponse:
    actor, form = actor_of_request(request), NoteForm(request.POST)
    return _small(
        request, pk, form, _("New note"), lambda: services.note_add(actor, client_id=pk, **form.cleaned_data)
    )


@allowed("client.edit")
@require_http_methods(["GET", "POST"])
def note_edit(request: HttpRequest, pk: int, note: int) -> HttpResponse:
    actor = actor_of_request(request)
    row = fetch(actor, Note, note, verb="client.edit")
    form = NoteForm(request.POST or None, initial={"text": row.text, "is_pinned": row.is_pinned})
    save = lambda: services.note_change(actor, note_id=note, version=row.version, **form.cleaned_data)  # noqa: E731
    return _small(request, row.client_id, form, _("Note"), save)


@allowed("client.edit")
@require_POST
def note_remove(request: HttpRequest, pk: int, note: int) -> HttpResponse:
    services.note_remove(actor_of_request(request), note_id=note)
    done(request, _("The note is removed."))
    return redirect("client", pk)


@allowed("client.tag")
@require_POST
def tags(request: HttpRequest, pk: int) -> HttpResponse:
    actor, form = actor_of_request(request), TagsForm(request.POST)
    return _small(
        request, pk, form, _("Tags"), lambda: services.client_tags_set(actor, client_id=pk, tags=form.names())
    )


@allowed("consent.record")
@require_POST
def consent_add(request: HttpRequest, pk: int) -> HttpResponse:
    actor, form = actor_of_request(request), ConsentForm(request.POST)
    save = lambda: services.consent_record(actor, client_id=pk, **form.cleaned_data)  # noqa: E731
    return _small(request, pk, form, _("Consent"), save)


@allowed("consent.record")
@require_POST
def consent_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    services.consent_withdraw(
        actor, client_id=pk, purpose=request.POST.get("purpose", ""), how=request.POST.get("how", "")
    )
    done(request, _("The consent is withdrawn from this moment on."))
    return redirect("client", pk)


@allowed("client.edit")
@require_http_methods(["GET", "POST"])
def own_fields(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    client = fetch(actor, Client, pk, verb="client.edit")
    form = OwnFieldsForm(request.POST or None, actor=actor, values=selectors.own_values(actor, client))
    save = lambda: services.values_set(actor, client_id=pk, values=dict(form.values()))  # noqa: E731
    return _small(request, pk, form, _("Fields of the firm"), save)
