"""Reviews for us: the list, one of them, what is decided of it, asking, writing down."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.fetch import fetch, key
from vernost.access.pages import actor_of_request, allowed
from vernost.access.policies import may
from vernost.clients.models import Client
from vernost.core.forms import saves
from vernost.core.parts import done, page_or_part
from vernost.core.practice import REVIEW_BLAME
from vernost.reviews import selectors, services
from vernost.reviews.models import Review, Source, State
from vernost.reviews.pages.drawing import months
from vernost.reviews.pages.forms import AgreedForm, AnswerForm, AskedForm, DeclineForm, TakeForm

PARTS = {"results": "reviews/list_results.html"}


@allowed("review.see")
@require_GET
def review_list(request: HttpRequest) -> HttpResponse:
    actor, asked = actor_of_request(request), AskedForm(request.GET).asked()
    page = selectors.review_list(actor, asked, after=request.GET.get("after", ""))
    seen = {one.pk for one in page.rows if one.client and Client.scope.holds(actor, one.client)}
    context: dict[str, Any] = {"page": page, "asked": asked, "seen": seen}
    if request.headers.get("HX-Target") != "results":
        context |= {"standing": selectors.standing(actor, REVIEW_BLAME.value()), **months(actor)}
        context |= {"states": State.choices, "sources": Source.choices}
    return page_or_part(request, "reviews/list.html", PARTS, context)


@allowed("review.see")
@require_GET
def review(request: HttpRequest, pk: int) -> HttpResponse:
    return _card(request, selectors.card(actor_of_request(request), pk))


def _card(request: HttpRequest, one: Review, *, status: int = 200, **forms: Any) -> HttpResponse:
    actor = actor_of_request(request)
    sees = one.client is not None and Client.scope.holds(actor, one.client)
    context: dict[str, Any] = {"review": one, "sees_client": sees}
    context["looks_over"] = may(actor, "review.moderate", one)
    context["answer_form"] = AnswerForm(
        initial={"text": one.answer, "version": one.version, "by_letter": sees and not one.answer}
    )
    context["decline_form"] = DeclineForm(initial={"version": one.version})
    context["agreed_form"] = AgreedForm()
    context["maybe"] = selectors.suggestion(actor, one)
    return render(request, "reviews/card.html", {**context, **forms}, status=status)


@allowed("review.moderate")
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    services.review_publish(actor_of_request(request), review_id=pk, version=_version(request))
    done(request, _("The review is published."), undo=reverse("review_back", args=[pk]))
    return redirect("review", pk)


@allowed("review.moderate")
@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    actor, form = actor_of_request(request), DeclineForm(request.POST)
    if saves(form, lambda: services.review_decline(actor, review_id=pk, **form.cleaned_data)):
        done(request, _("The review is not published."), undo=reverse("review_back", args=[pk]))
        return redirect("review", pk)
    return _card(request, selectors.card(actor, pk), status=422, decline_form=form)


@allowed("review.moderate")
@require_POST
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    services.review_hide(actor_of_request(request), review_id=pk, version=_version(request))
    done(request, _("The review is taken off the site."), undo=reverse("review_publish", args=[pk]))
    return redirect("review", pk)


@allowed("review.moderate")
@require_POST
def back(request: HttpRequest, pk: int) -> HttpResponse:
    services.review_back(actor_of_request(request), review_id=pk)
    return redirect("review", pk)


@allowed("review.moderate")
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    actor, form = actor_of_request(request), AnswerForm(request.POST)
    if saves(form, lambda: services.review_answer(actor, review_id=pk, **form.cleaned_data)):
        done(request, _("The answer is saved."))
        return redirect("review", pk)
    return _card(request, selectors.card(actor, pk), status=422, answer_form=form)


@allowed("review.take")
@require_POST
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """An employee was told: the author agrees, or does not any more."""
    actor, form = actor_of_request(request), AgreedForm(request.POST)
    if request.POST.get("act") == "withdraw":
        services.agreement_withdraw(actor, review_id=pk, verb="review.take")
        done(request, _("The agreement is taken back; the site does not show the review."))
        return redirect("review", pk)
    if saves(form, lambda: services.agreement_give(actor, review_id=pk, **form.cleaned_data)):
        done(request, _("The agreement is written down."))
        return redirect("review", pk)
    return _card(request, selectors.card(actor, pk), status=422, agreed_form=form)


@allowed("review.moderate")
@require_POST
def tie(request: HttpRequest, pk: int) -> HttpResponse:
    client_id = key(request.POST.get("client", ""))
    services.review_tie(actor_of_request(request), review_id=pk, client_id=client_id)
    done(request, _("The review is the client’s now."))
    return redirect("review", pk)


@allowed("review.take")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    actor, made = actor_of_request(request), []
    asked = request.GET.get("client", "")
    client: Client | None = fetch(actor, Client, asked, verb="review.take") if asked else None
    form = TakeForm(request.POST or None)

    def take() -> None:
        client_id = client.pk if client else None
        made.append(services.review_take(actor, client_id=client_id, **form.values()))

    if form.is_bound and saves(form, take):
        done(request, _("The review is written down."))
        return redirect("client", client.pk) if client else redirect("review", made[0].pk)
    context = {"form": form, "client": client}
    return render(request, "reviews/add.html", context, status=422 if form.is_bound else 200)


@allowed("review.ask")
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks once more before a letter leaves."""
    actor = actor_of_request(request)
    client: Client = fetch(actor, Client, pk, verb="review.ask")
    if request.method == "POST":
        services.review_ask(actor, client_id=pk)
        done(request, _("The letter with the request for a review is on its way."))
        return redirect("client", pk)
    context = {"client": client, "asked": selectors.last_ask(actor, client)}
    return render(request, "reviews/ask.html", context)


def _version(request: HttpRequest) -> int | None:
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None
