"""What hangs on the card: phones, e-mails, people, notes, tags, consents, the firm's own fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
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
    NoteEditForm,
    NoteForm,
    OwnFieldsForm,
    PersonForm,
    PhoneForm,
    TagsForm,
    told,
)
from vernost.core.errors import Conflict, NotVisible
from vernost.core.forms import saves
from vernost.core.parts import done


def _small(
    request: HttpRequest,
    pk: int,
    form: forms.BaseForm,
    heading: str,
    save: Callable[[], Any],
    again: Callable[[], forms.BaseForm] | None = None,
) -> HttpResponse:
    """A small form of one client: saved and back to the card, or shown with what is wrong.

    ``again`` makes the form anew where somebody else saved meanwhile: the same words of this editor, against
    what there is now.
    """
    client = fetch(actor_of_request(request), Client, pk)
    context: dict[str, Any] = {"heading": heading, "client": client, "back": reverse("client", args=[pk])}
    try:
        if form.is_bound and saves(form, save):
            return redirect("client", pk)
    except Conflict as error:
        if again is None:
            raise
        context |= {"form": again(), "conflict": told(error, form)}
        return render(request, "clients/small_form.html", context, status=409)
    context["form"] = form
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
    form, heading = PersonForm(request.POST or None, instance=row), row.name
    again = lambda: PersonForm(_against(request, fetch(actor, KeyPerson, person)), instance=row)  # noqa: E731
    return _small(request, row.client_id, form, heading, lambda: _save_person(request, person, form), again)


def _against(request: HttpRequest, row: KeyPerson | Note) -> QueryDict:
    """What the editor posted, to be saved over the row as it is now."""
    data = request.POST.copy()
    data["version"] = str(row.version)
    return data


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
    row = _note(request, pk, note)
    if row is None:
        return _note_gone(request, pk)
    initial = {"text": row.text, "is_pinned": row.is_pinned, "version": row.version}
    form = NoteEditForm(request.POST or None, initial=initial)
    again = lambda: NoteEditForm(_against(request, fetch(actor, Note, note)))  # noqa: E731
    return _small(request, row.client_id, form, _("Note"), lambda: _save_note(request, note, form), again)


def _save_note(request: HttpRequest, note: int, form: NoteEditForm) -> None:
    values = dict(form.cleaned_data)
    version = values.pop("version") or 0
    services.note_change(actor_of_request(request), note_id=note, version=version, **values)


def _note(request: HttpRequest, pk: int, note: int) -> Note | None:
    """The note; None where somebody removed it while its text was being changed here."""
    actor = actor_of_request(request)
    try:
        return fetch(actor, Note, note, verb="client.edit")
    except NotVisible:
        if request.method != "POST" or Note._base_manager.filter(pk=note).exists():
            raise
        fetch(actor, Client, pk, verb="client.edit")
        return None


def _note_gone(request: HttpRequest, pk: int) -> HttpResponse:
    """The text is not lost with the note: it may be saved as a new one."""
    client = fetch(actor_of_request(request), Client, pk)
    context: dict[str, Any] = {"form": NoteForm(request.POST), "heading": _("Note"), "client": client}
    context |= {"back": reverse("client", args=[pk]), "action": reverse("note_add", args=[pk])}
    context |= {"conflict": [], "message": _("Somebody removed this note. Save it as a new one, or cancel.")}
    return render(request, "clients/small_form.html", context, status=409)


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
    now = selectors.own_values(actor, client)
    form = OwnFieldsForm(request.POST or None, actor=actor, values=now)
    save = lambda: services.values_set(actor, client_id=pk, values=form.values(), seen=form.seen())  # noqa: E731
    again = lambda: OwnFieldsForm(form.kept_text(now), actor=actor, values=now)  # noqa: E731
    return _small(request, pk, form, _("Fields of the firm"), save, again)
