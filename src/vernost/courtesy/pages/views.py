"""What clients answered, for us; and the form itself, for whoever holds its link."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from vernost.access.pages import actor_of_request, allowed, anybody
from vernost.core.addresses import client_address
from vernost.core.forms import saves
from vernost.core.limits import neighbourhood, passes
from vernost.core.parts import page_or_part
from vernost.core.practice import FIRM_NAME, FIRM_PHONE
from vernost.courtesy import selectors, services
from vernost.courtesy.errors import TooManyAnswers
from vernost.courtesy.pages.forms import AnswerForm
from vernost.post.composing import language_of

TIMES, WITHIN = 30, 3600


@allowed("courtesy.see")
@require_GET
def courtesies(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    page = selectors.answer_list(actor, after=request.GET.get("after", ""))
    context = {"page": page, "standing": selectors.standing(actor)}
    return page_or_part(request, "courtesy/list.html", {"results": "courtesy/list_results.html"}, context)


@csrf_exempt  # no cookie gives anything here: the link alone does
@anybody("the client's own answer: whoever holds the link of the letter")
@require_http_methods(["GET", "POST"])
def form(request: HttpRequest, secret: str) -> HttpResponse:
    """Opening it answers nothing: programs that look through letters open every link."""
    actor, courtesy = selectors.by_secret(secret)
    answers = AnswerForm(request.POST or None)
    answered = courtesy.is_answered
    with translation.override(language_of(courtesy.client)):
        if request.method == "POST" and not answered:
            if not passes("courtesy", neighbourhood(client_address(request)), limit=TIMES, seconds=WITHIN):
                raise TooManyAnswers
            answered = saves(
                answers,
                lambda: services.courtesy_answer(actor, courtesy_id=courtesy.pk, **answers.cleaned_data),
            )
        context: dict[str, Any] = {"form": answers, "answered": answered, "order": courtesy.order}
        context |= {"open": selectors.is_open(courtesy), "again": answers.data.get("again") or courtesy.again}
        context |= {"firm": FIRM_NAME.value(), "firm_phone": FIRM_PHONE.value()}
        wrong = request.method == "POST" and not answered
        answer = render(request, "courtesy/form.html", context, status=422 if wrong else 200)
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
