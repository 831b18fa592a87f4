"""The pages for whoever writes a review: by the link of a letter, or from the firm's site. No sign-in, no
JavaScript, no cookies."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from vernost.access.pages import anybody
from vernost.core.addresses import client_address
from vernost.core.errors import NotVisible
from vernost.core.forms import saves
from vernost.core.limits import neighbourhood, passes
from vernost.core.practice import FIRM_NAME, FIRM_PHONE, REVIEW_BLAME
from vernost.intake import guarding
from vernost.intake.guarding import Look
from vernost.post.composing import language_of
from vernost.reviews import selectors, services
from vernost.reviews.errors import TooManyReviews
from vernost.reviews.models import Review, Widget
from vernost.reviews.pages.forms import VisitorForm, WriteForm
from vernost.reviews.pages.showing import open_to

TIMES, WITHIN = 20, 3600
WITHDRAW = "withdraw"


@csrf_exempt  # no cookie gives anything here: the link alone does
@anybody("the author's own review: whoever holds the link of the letter")
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, secret: str) -> HttpResponse:
    """Opening it writes nothing: programs that look through letters open every link."""
    actor, ask, review = selectors.opened(secret)
    client = ask.client if ask else review.client if review else None
    with translation.override(
        language_of(client) if client else (review.language if review else "ru") or "ru"
    ):
        form = WriteForm(request.POST if request.method == "POST" else None, initial=_as_it_is(review))
        if request.method == "POST":
            _not_too_often(request)
            if request.POST.get("act") == WITHDRAW and review is not None:
                services.agreement_withdraw(actor, review_id=review.pk)
                return redirect("review_write", secret)
            if ask is not None and saves(
                form, lambda: services.review_write(actor, ask_id=ask.pk, **form.cleaned_data)
            ):
                return redirect("review_write", secret)
        context: dict[str, Any] = {"form": form, "review": review, "ask": ask, "secret": secret}
        context["open"] = ask is not None and (review.may_be_corrected if review else selectors.is_open(ask))
        context["edits"] = "edit" in request.GET or form.is_bound or review is None
        context["is_blame"] = review is not None and review.stars <= REVIEW_BLAME.value()
        answer = render(request, "reviews/write.html", _firm(context), status=422 if form.is_bound else 200)
    return _private(answer)


@csrf_exempt
@anybody("a page for visitors of the firm's site to write a review")
@require_http_methods(["GET", "POST"])
def visitor(request: HttpRequest, slug: str) -> HttpResponse:
    widget = selectors.open_widget(slug)
    if widget is None or not widget.takes:
        raise NotVisible
    with translation.override(widget.language):
        return open_to(request, widget, _of_visitor(request, widget))


def _of_visitor(request: HttpRequest, widget: Widget) -> HttpResponse:
    """A review, or the form again with every word in it; a robot is thanked like anybody."""
    made: list[Review] = []
    form = VisitorForm(request.POST if request.method == "POST" else None)
    ticket = guarding.ticket()
    if request.method == "POST":
        _not_too_often(request)
        look, known = guarding.looked_at(request.POST.get("ticket", ""))
        if known is None or look is not Look.FINE:
            form.is_valid()
            form.add_error(None, _("Please look it over and send it once more."))
            ticket = known or ticket
        else:
            ticket = known
            sender = services.sender(address=client_address(request))
            trapped = bool(request.POST.get(guarding.TRAP))
            saves(form, lambda: made.append(services.review_receive(
                sender, token=known.token, is_spam=trapped, **form.cleaned_data
            )))  # fmt: skip
    context = {"form": form, "ticket": ticket.written(), "trap": guarding.TRAP, "widget": widget}
    context |= {"made": made[0] if made else None}
    wrong = form.is_bound and not made
    return _private(render(request, "reviews/visitor.html", _firm(context), status=422 if wrong else 200))


def _as_it_is(review: Review | None) -> dict[str, Any]:
    if review is None:
        return {}
    said = {name: getattr(review, name) for name in ("stars", "text", "name")}
    return {**said, "agreed": review.is_agreed}


def _not_too_often(request: HttpRequest) -> None:
    if not passes("review", neighbourhood(client_address(request)), limit=TIMES, seconds=WITHIN):
        raise TooManyReviews


def _firm(context: dict[str, Any]) -> dict[str, Any]:
    return {**context, "firm": FIRM_NAME.value(), "firm_phone": FIRM_PHONE.value()}


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
