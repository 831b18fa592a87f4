"""The list of letters, one of them, and writing one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.fetch import fetch
from vernost.access.pages import actor_of_request, allowed
from vernost.clients.models import Client
from vernost.core.errors import Conflict
from vernost.core.forms import saves
from vernost.core.parts import done, failed, page_or_part
from vernost.post import letter_kinds, reasons, selectors, services, turning
from vernost.post.models import Letter, State
from vernost.post.pages.forms import LetterForm, asked_of, subject_of


@allowed("letter.see")
@require_GET
def letter_list(request: HttpRequest) -> HttpResponse:
    actor, asked = actor_of_request(request), asked_of(request.GET)
    context = {
        "client": selectors.client_asked(actor, asked),
        "page": selectors.letter_list(actor, asked, after=request.GET.get("after", "")),
        "troubled": selectors.troubled(actor),
        "asked": asked,
        "states": State.choices,
        "reasons": reasons.every(),
        "kinds": letter_kinds.every(),
        "mailboxes": selectors.mailboxes(actor),
    }
    return page_or_part(request, "post/list.html", {"results": "post/list_results.html"}, context)


@allowed("letter.see")
@require_GET
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    found = selectors.letter_card(actor, pk)
    context = {"letter": found, "answers": selectors.answers_to(actor, found)}
    return page_or_part(request, "post/letter_card.html", {"drawer": "post/letter_card.html#drawer"}, context)


@allowed("letter.see")
@require_GET
def inbound_list(request: HttpRequest) -> HttpResponse:
    actor, asked = actor_of_request(request), asked_of(request.GET)
    context = {
        "client": selectors.client_asked(actor, asked),
        "page": selectors.inbound_list(actor, client=asked.client, after=request.GET.get("after", "")),
        "asked": asked,
        "mailboxes": selectors.mailboxes(actor),
    }
    return page_or_part(request, "post/inbound.html", {"results": "post/inbound_results.html"}, context)


@allowed("letter.see")
@require_GET
def inbound(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    answer = selectors.inbound_card(actor, pk)
    context = {"answer": answer, "turns": turning.offered(actor, answer)}
    parts = {"drawer": "post/inbound_card.html#drawer"}
    return page_or_part(request, "post/inbound_card.html", parts, context)


@allowed("letter.write")
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    actor, made = actor_of_request(request), list[Letter]()
    client = fetch(actor, Client, pk, verb="letter.write")
    form = LetterForm(request.POST or None, initial={"subject": subject_of(request.GET)})
    if request.method == "POST" and saves(
        form, lambda: made.append(services.letter_to_client(actor, client_id=pk, **form.values()))
    ):
        if made[0].reason:
            failed(request, _("The letter was held back. {why}").format(why=made[0].why))
        else:
            done(request, _("The letter leaves in a minute."))
        return redirect("client", pk)
    held = reasons.words(selectors.offers_held(client)) if selectors.offers_held(client) else ""
    context = {"form": form, "client": client, "held": held}
    return render(request, "post/write.html", context, status=422 if form.is_bound else 200)


@allowed("letter.cancel")
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        services.letter_cancel(actor_of_request(request), letter_id=pk)
        done(request, _("The letter is cancelled."))
    except Conflict as error:
        failed(request, str(error))
    return redirect("letter", pk)


@allowed("letter.again")
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        services.letter_again(actor_of_request(request), letter_id=pk)
        done(request, _("The letter leaves in a minute."))
    except Conflict as error:
        failed(request, str(error))
    return redirect("letter", pk)


@allowed("letter.write")
@require_POST
def address_free(request: HttpRequest, pk: int) -> HttpResponse:
    if services.address_free(actor_of_request(request), client_id=pk):
        done(request, _("Letters go to this address again."))
    return redirect("client", pk)
