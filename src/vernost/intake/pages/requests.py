"""The list of requests, one of them, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.fetch import fetch
from vernost.access.pages import actor_of_request, allowed
from vernost.core.errors import Conflict, Invalid
from vernost.core.forms import saves
from vernost.core.parts import done, failed, page_or_part
from vernost.intake import following, selectors, services
from vernost.intake.models import Channel, Request
from vernost.intake.pages.forms import AddForm, AnswerForm, AssignForm, CloseForm, asked_of
from vernost.intake.wording import minutes_said


@allowed("request.see")
@require_GET
def request_list(request: HttpRequest) -> HttpResponse:
    actor, asked = actor_of_request(request), asked_of(request.GET)
    context = {
        "page": selectors.request_list(actor, asked, after=request.GET.get("after", "")),
        "standing": selectors.standing(actor),
        "asked": asked,
        "channels": [("", _("Any way")), *Channel.choices],
        "lists": _lists(),
    }
    return page_or_part(request, "intake/list.html", {"results": "intake/list_results.html"}, context)


def _lists() -> list[tuple[str, str]]:
    return [
        ("open", pgettext("requests", "Open")),
        ("answered", pgettext("requests", "Answered")),
        ("closed", pgettext("requests", "Closed")),
        ("spam", pgettext("requests", "Spam")),
        ("all", pgettext("requests", "All")),
    ]


@allowed("request.see")
@require_GET
def card(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    shown = selectors.request_card(actor, pk, find=request.GET.get("find", ""))
    context = _context(request, shown) | {"form": AnswerForm()}
    return page_or_part(request, "intake/card.html", {"drawer": "intake/card.html#drawer"}, context)


def _context(request: HttpRequest, shown: selectors.Card) -> dict[str, Any]:
    actor = actor_of_request(request)
    return {
        "card": shown,
        "line": shown.line,
        "one": shown.request,
        "find": request.GET.get("find", ""),
        "close_form": CloseForm(),
        "minutes": minutes_said(shown.request.answer_minutes),
        "giveable": selectors.giveable(actor, shown.request),
        "becomes": following.ways(actor, shown.request),
    }


@allowed("request.add")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    actor, made = actor_of_request(request), []
    form = AddForm(request.POST or None)
    if request.method == "POST" and saves(
        form, lambda: made.append(services.request_receive(actor, **form.cleaned_data))
    ):
        return _written_down(request, made[0])
    return render(request, "intake/add.html", {"form": form}, status=422 if form.is_bound else 200)


def _written_down(request: HttpRequest, made: Request) -> HttpResponse:
    """It may belong to somebody else's client: then nothing is said but that it has reached them."""
    done(request, _("The request is written down, its clock runs."))
    seen = Request.objects.visible_to(actor_of_request(request)).filter(pk=made.pk).exists()
    return redirect("request", made.pk) if seen else redirect("requests")


@allowed("request.take")
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    return _done(request, pk, lambda: services.request_take(actor, request_id=pk), _("The request is yours."))


@allowed("request.answer")
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    if request.method == "GET":
        fetch(actor, Request, pk, verb="request.answer")
        return redirect(f"{reverse('request', args=[pk])}#answer")
    form = AnswerForm(request.POST)
    try:
        if saves(form, lambda: services.request_answer(actor, request_id=pk, **form.cleaned_data)):
            done(request, _("Answered: the clock has stopped."))
            return redirect("request", pk)
    except Conflict as error:
        failed(request, str(error))
        return redirect("request", pk)
    context = _context(request, selectors.request_card(actor, pk)) | {"form": form}
    return render(request, "intake/card.html", context, status=422)


@allowed("request.tie")
@require_POST
def tie(request: HttpRequest, pk: int, client: int) -> HttpResponse:
    actor = actor_of_request(request)
    said = _("The request is this client's now.")
    return _done(request, pk, lambda: services.request_tie(actor, request_id=pk, client_id=client), said)


@allowed("request.tie")
@require_POST
def new_client(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    return _done(
        request, pk, lambda: services.request_client(actor, request_id=pk), _("The client is added.")
    )


@allowed("request.assign")
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    actor, form = actor_of_request(request), AssignForm(request.POST)

    def save() -> None:
        if not form.is_valid():
            raise Invalid(_("Choose an employee."))
        services.request_assign(actor, request_id=pk, employee_id=form.cleaned_data["employee"])

    return _done(request, pk, save, _("Given."))


@allowed("request.close")
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    actor, form = actor_of_request(request), CloseForm(request.POST)

    def save() -> None:
        if not form.is_valid():
            raise Invalid(_("Say why."))
        services.request_close(actor, request_id=pk, **form.cleaned_data)

    return _done(request, pk, save, _("The request is closed."), undo=reverse("request_reopen", args=[pk]))


@allowed("request.close")
@require_POST
def spam(request: HttpRequest, pk: int) -> HttpResponse:
    actor, undo = actor_of_request(request), reverse("request_reopen", args=[pk])
    said = _("Marked as spam: it counts nowhere.")
    return _done(request, pk, lambda: services.request_spam(actor, request_id=pk), said, undo=undo)


@allowed("request.close")
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    return _done(request, pk, lambda: services.request_reopen(actor, request_id=pk), _("Open again."))


def _done(
    request: HttpRequest, pk: int, save: Callable[[], Any], said: str, *, undo: str = ""
) -> HttpResponse:
    """Done, or said why not; back to the request, if it is still one's own to see."""
    try:
        save()
    except (Conflict, Invalid) as error:
        failed(request, str(error))
    else:
        done(request, said, undo=undo)
    if request.POST.get("next") == "list":
        return redirect("requests")
    seen = Request.objects.visible_to(actor_of_request(request)).filter(pk=pk).exists()
    return redirect("request", pk) if seen else redirect("requests")
