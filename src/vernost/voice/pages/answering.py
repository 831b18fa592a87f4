"""Where clients answer: by the link of their letter, or by an open link, card, widget. Without sign-in,
cookies and JavaScript. Opening a page stores nothing, whatever its address says: mail scanners follow every
link, and some run scripts; an answer is a POST that a tap makes (docs/decisions/0022)."""

from __future__ import annotations

import secrets
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from vernost.access.pages import actor_of_request, anybody
from vernost.core import clock
from vernost.core.addresses import client_address
from vernost.core.errors import Conflict, Invalid
from vernost.core.limits import neighbourhood, passes
from vernost.core.practice import FIRM_NAME, FIRM_PHONE
from vernost.post.composing import language_of
from vernost.voice import links, selectors, services, wording
from vernost.voice.errors import SurveyClosed, TooManyAnswers
from vernost.voice.models import LONGEST_COMMENT, Channel, Response, Survey, SurveyKind
from vernost.voice.pages import reading
from vernost.voice.pages.reading import Sheet
from vernost.voice.rules import takes_answers

TIMES, WITHIN = 120, 3600  # of one household or office: a shop's tablet is one address
LONGEST_KEY = 64


@csrf_exempt  # no cookie gives anything here: the link alone does
@anybody("a client's own answer: whoever holds the link of the letter")
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, secret: str) -> HttpResponse:
    asked = selectors.by_secret(secret)
    with translation.override(language_of(asked.invitation.client)):
        if actor_of_request(request).is_employee:
            return _shown(request, "colleague", asked.survey)
        if asked.response is not None:
            return _given(request, asked.response, asked.survey, request.path)
        if asked.is_over or not takes_answers(asked.survey.state, asked.survey.closed_at, clock.now()):
            return _shown(request, "closed", asked.survey)
        if request.method != "POST":
            return _form(request, asked.survey)
        take = {"channel": Channel.LETTER, "invitation": asked.invitation}
        return _taken(request, asked.actor, asked.survey, request.path, take)


@csrf_exempt
@anybody("the firm's open survey: a link, a printed card, a widget on its site")
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, address: str) -> HttpResponse:
    posted = request.method == "POST"
    survey = selectors.by_address_soon(address) if posted else selectors.by_address(address)
    by = request.GET.get("by", "")
    if not takes_answers(survey.state, survey.closed_at, clock.now()):
        return _framed(_shown(request, "closed", survey), survey, by)
    if not posted:
        return _framed(_form(request, survey), survey, by)
    take = {"channel": links.BY.get(by, Channel.LINK), "key": request.POST.get("key", "")[:LONGEST_KEY]}
    actor = services.answerer(address=client_address(request))
    return _framed(_taken(request, actor, survey, "", take), survey, by)


@csrf_exempt
@anybody("whoever has answered by an open link: their own answer, for a day")
@require_http_methods(["GET", "HEAD", "POST"])
def said(request: HttpRequest, receipt: str) -> HttpResponse:
    response = selectors.answer_given(links.answer_of(receipt))
    shown = _given(request, response, response.survey, request.path)
    return _framed(shown, response.survey, "site" if response.channel == Channel.SITE else "")


def _taken(request: HttpRequest, actor: Any, survey: Survey, back: str, take: dict[str, Any]) -> HttpResponse:
    """Stored, and on to the thanks; or the form again with every word in it."""
    if not passes("survey", neighbourhood(client_address(request)), limit=TIMES, seconds=WITHIN):
        raise TooManyAnswers
    try:
        made = services.response_take(actor, survey=survey, **_values(request, survey), **take)
    except SurveyClosed:
        return _shown(request, "closed", survey)
    except Invalid as error:
        return _form(request, survey, error)
    return HttpResponseRedirect(back or reverse("survey_said", args=[links.receipt_of(made)]), status=303)


def _given(request: HttpRequest, response: Response, survey: Survey, back: str) -> HttpResponse:
    """Thanks; for a day with what was said, to add to or correct."""
    if not selectors.is_correctable(response):
        return _shown(request, "kept", survey, given=response)
    if request.method != "POST":
        return _thanks(request, response, survey)
    try:
        values = _values(request, survey, response)
        services.response_correct(services.answerer(), response_id=response.pk, **values)
    except Conflict:
        return _shown(request, "kept", survey, given=response)
    except Invalid as error:
        return _thanks(request, response, survey, error)
    return HttpResponseRedirect(back, status=303)


def _values(request: HttpRequest, survey: Survey, given: Response | None = None) -> dict[str, Any]:
    """What was posted; of a correction, only what the form asked again."""
    posted = request.POST
    if survey.kind == SurveyKind.POLL:
        return {"answers": reading.answers(posted, selectors.questions_of(survey))}
    values: dict[str, Any] = {"score": reading.number(posted.get("score"))}
    if given is None or "comment" in posted:
        values["comment"] = posted.get("comment", "")
    return values


def _form(request: HttpRequest, survey: Survey, error: Invalid | None = None) -> HttpResponse:
    posted, wrong = request.POST, error.fields if error else {}
    score = reading.offered(survey, posted.get("score") or request.GET.get("score"))
    sheet = Sheet(survey, score, posted.get("comment", "")[:LONGEST_COMMENT], wrong=wrong)
    if survey.kind == SurveyKind.POLL:
        questions = selectors.questions_of(survey)
        told = {one.question_id: one for one in reading.answers(posted, questions)}
        sheet = Sheet(survey, lines=reading.lines(questions, told, wrong), wrong=wrong)
    key = posted.get("key", "")[:LONGEST_KEY] or secrets.token_urlsafe(12)
    return _shown(request, "form", survey, sheet=sheet, key=key, status=422 if error else 200)


def _thanks(
    request: HttpRequest, response: Response, survey: Survey, error: Invalid | None = None
) -> HttpResponse:
    wrong = error.fields if error else {}
    comment = request.POST.get("comment", response.comment)[:LONGEST_COMMENT]
    sheet = Sheet(survey, response.score, comment, wrong=wrong)
    if survey.kind == SurveyKind.POLL:
        questions = selectors.questions_of(survey)
        told = selectors.said_in(response)
        sheet = Sheet(survey, lines=reading.lines(questions, told, wrong), wrong=wrong)
    return _shown(request, "thanks", survey, sheet=sheet, given=response, status=422 if error else 200)


def _shown(
    request: HttpRequest, page: str, survey: Survey, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"page": page, "survey": survey, "thanks": wording.thanks(survey), "csrf_token": "", **more}
    context |= {"firm": FIRM_NAME.value(), "firm_phone": FIRM_PHONE.value()}
    answer = render(request, f"voice/public/{page}.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _framed(answer: HttpResponse, survey: Survey, by: str) -> HttpResponse:
    """In frames of the sites that the survey names, and of no others."""
    sites = survey.sites.split()
    if by == "site" and sites:
        framed = cast(Any, answer)
        framed.xframe_options_exempt = True
        framed._csp_replace = {"frame-ancestors": sites}
    return answer
