"""The board, the list, a case and its steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.fetch import fetch
from vernost.access.pages import actor_of_request, allowed
from vernost.clients.models import Client
from vernost.complaints import links, selectors, services
from vernost.complaints.models import Complaint
from vernost.complaints.pages.forms import (
    AcknowledgeForm,
    AgreeForm,
    AskedForm,
    AssignForm,
    CarryOutForm,
    ConfirmForm,
    FactsForm,
    PauseForm,
    TakeForm,
    TellForm,
    TextForm,
)
from vernost.complaints.selectors.cases import responsible_for
from vernost.core.errors import Text
from vernost.core.forms import saves
from vernost.core.parts import done, page_or_part

PREFILLED = ("text", "channel", "product", "key")  # by an address that leads here from an answer or a review


@allowed("complaint.see")
@require_GET
def complaint_board(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    asked = AskedForm(request.GET).asked()
    context = {"board": selectors.board(actor, asked), "asked": asked}
    context |= {"people": responsible_for(actor)}
    return render(request, "complaints/board.html", context)


@allowed("complaint.see")
@require_GET
def complaint_list(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    asked = AskedForm(request.GET).asked()
    page = selectors.complaint_list(actor, asked, after=request.GET.get("after", ""))
    context = {"page": page, "asked": asked, "causes": selectors.causes(actor, retired_too=True)}
    return page_or_part(request, "complaints/list.html", {"results": "complaints/list_results.html"}, context)


@allowed("complaint.see")
@require_GET
def complaint(request: HttpRequest, pk: int) -> HttpResponse:
    card = selectors.card(actor_of_request(request), pk)
    address = request.build_absolute_uri(links.address_of(card.case))
    return render(request, "complaints/card.html", {"card": card, "case": card.case, "address": address})


@allowed("complaint.take")
@require_http_methods(["GET", "POST"])
def complaint_add(request: HttpRequest, pk: int) -> HttpResponse:
    actor, made = actor_of_request(request), []
    client = fetch(actor, Client, pk, verb="complaint.take")
    given = {name: request.GET[name] for name in PREFILLED if name in request.GET}
    form = TakeForm(_posted(request), actor=actor, client=client, initial=given)
    take = lambda: made.append(services.complaint_take(actor, client_id=pk, **form.values()))  # noqa: E731
    if form.is_bound and saves(form, take):
        done(request, _("The complaint is taken; the client is told who is responsible."))
        return redirect("complaint", made[0].pk)
    return _form(request, form, _("A complaint"), client, reverse("client", args=[pk]))


@allowed("complaint.work")
@require_http_methods(["GET", "POST"])
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, AcknowledgeForm(_posted(request)), services.complaint_acknowledge,
                 _("Acknowledged in person"))  # fmt: skip


@allowed("complaint.work")
@require_http_methods(["GET", "POST"])
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    case = _case(request, pk)
    form = FactsForm(_posted(request), actor=actor_of_request(request), case=case)
    return _step(request, pk, form, services.complaint_facts, _("What really happened"))


@allowed("complaint.work")
@require_http_methods(["GET", "POST"])
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    form = AgreeForm(_posted(request), case=_case(request, pk))
    return _step(request, pk, form, services.complaint_agree, _("What was agreed with the client"))


@allowed("complaint.work")
@require_http_methods(["GET", "POST"])
def carry_out(request: HttpRequest, pk: int) -> HttpResponse:
    form = CarryOutForm(_posted(request))
    return _step(request, pk, form, services.complaint_carry_out, _("Carried out"))


@allowed("complaint.work")
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    form = ConfirmForm(_posted(request))
    return _step(request, pk, form, services.complaint_confirm, _("The client confirmed"))


@allowed("complaint.work")
@require_http_methods(["GET", "POST"])
def tell(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, TellForm(_posted(request)), services.complaint_tell, _("Tell the client"))


@allowed("complaint.work")
@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, TextForm(_posted(request)), services.complaint_note, _("Note for us"))


@allowed("complaint.work")
@require_http_methods(["GET", "POST"])
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, PauseForm(_posted(request)), services.complaint_pause,
                 _("Wait for the client"))  # fmt: skip


@allowed("complaint.work")
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    services.complaint_resume(actor_of_request(request), complaint_id=pk)
    return redirect("complaint", pk)


@allowed("complaint.work")
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    form = TextForm(_posted(request))
    return _step(request, pk, form, services.complaint_reopen, _("Open the case again"))


@allowed("complaint.assign")
@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    form = AssignForm(_posted(request), client=_case(request, pk).client)
    return _step(request, pk, form, services.complaint_assign, _("Who is responsible"))


@allowed("complaint.approve")
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    approved = request.POST.get("decision") == "yes"
    services.compensation_decide(actor_of_request(request), complaint_id=pk, approve=approved)
    done(request, _("The compensation is approved.") if approved else _("The compensation is not approved."))
    return redirect("complaint", pk)


def _posted(request: HttpRequest) -> QueryDict | None:
    """An empty form was posted too: everything in it may be left out."""
    return request.POST if request.method == "POST" else None


def _case(request: HttpRequest, pk: int) -> Complaint:
    rows: Any = Complaint.objects.select_related("client", "client__owner")
    case: Complaint = fetch(actor_of_request(request), rows, pk, verb="complaint.see")
    return case


def _step(
    request: HttpRequest, pk: int, form: forms.Form, service: Callable[..., Any], heading: Text
) -> HttpResponse:
    """One small form of one case: done and back to it, or shown with what is wrong."""
    actor, case = actor_of_request(request), _case(request, pk)

    def save() -> None:
        values = form.values() if hasattr(form, "values") else form.cleaned_data
        service(actor, complaint_id=pk, **values)

    if form.is_bound and saves(form, save):
        return redirect("complaint", pk)
    return _form(request, form, heading, case.client, reverse("complaint", args=[pk]), case=case)


def _form(
    request: HttpRequest, form: forms.Form, heading: Text, client: Client, back: str, **more: Any
) -> HttpResponse:
    context = {"form": form, "heading": heading, "client": client, "back": back, **more}
    return render(request, "complaints/form.html", context, status=422 if form.is_bound else 200)
