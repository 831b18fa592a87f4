"""From the client's card: an answer given by telephone or in person is entered; a letter is sent by hand."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vernost.access.fetch import fetch
from vernost.access.pages import actor_of_request, allowed
from vernost.clients.models import Client
from vernost.core import clock
from vernost.core.errors import Conflict, Invalid
from vernost.core.parts import done
from vernost.playbooks.selectors import for_moments
from vernost.voice import selectors, services
from vernost.voice.models import InvitationState, Survey, SurveyKind
from vernost.voice.pages import reading
from vernost.voice.pages.forms import EnterForm
from vernost.voice.pages.reading import Sheet

MOMENT = "survey"


@allowed("response.enter")
@require_http_methods(["GET", "POST"])
def answer_enter(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    client: Client = fetch(actor, Client, pk, verb="response.enter")
    surveys = selectors.open_surveys(actor)
    survey = _chosen(surveys, request.GET.get("survey", ""))
    if survey is None:
        return render(request, "voice/nothing_open.html", {"client": client})
    form = EnterForm(request.POST or None, survey=survey, client=client)
    wrong: dict[str, Any] = {}
    if form.is_bound and form.is_valid() and _entered(request, survey, client, form.cleaned_data, wrong):
        done(request, _("The answer is written down."))
        return redirect("client", pk)
    context = {"client": client, "survey": survey, "surveys": surveys, "form": form}
    context |= {"sheet": _sheet(request, survey, wrong), "shown": for_moments(actor, [MOMENT]).get(MOMENT)}
    return render(request, "voice/enter.html", context, status=422 if form.is_bound else 200)


def _chosen(surveys: list[Survey], asked: str) -> Survey | None:
    """The one asked for, else the question of rule 4.1, else whichever is open."""
    first = sorted(surveys, key=lambda one: (str(one.pk) != asked, one.kind != SurveyKind.NPS))
    return first[0] if first else None


def _entered(
    request: HttpRequest, survey: Survey, client: Client, said: dict[str, Any], wrong: dict[str, Any]
) -> bool:
    values: dict[str, Any] = {"channel": said["channel"], "is_guess": said["is_guess"]}
    if survey.kind == SurveyKind.POLL:
        values["answers"] = reading.answers(request.POST, selectors.questions_of(survey))
    else:
        values |= {"score": said["score"], "comment": said["comment"]}
    try:
        services.response_take(actor_of_request(request), survey=survey, client=client, **values)
    except Invalid as error:
        wrong.update(error.fields)
    except Conflict as error:
        wrong[""] = [str(error)]
    return not wrong


def _sheet(request: HttpRequest, survey: Survey, wrong: dict[str, Any]) -> Sheet:
    if survey.kind != SurveyKind.POLL:
        return Sheet(survey, reading.offered(survey, request.POST.get("score")), wrong=wrong)
    questions = selectors.questions_of(survey)
    told = {one.question_id: one for one in reading.answers(request.POST, questions)}
    return Sheet(survey, lines=reading.lines(questions, told, wrong), wrong=wrong)


@allowed("survey.ask")
@require_POST
def ask(request: HttpRequest, pk: int, survey: int) -> HttpResponse:
    """A letter to this client, now. One a day and survey: a double click asks once."""
    actor = actor_of_request(request)
    key = f"hand {survey} {pk} {clock.today():%Y%m%d}"
    made = services.invitation_ask(actor, client_id=pk, survey_id=survey, key=key)
    if made.state == InvitationState.HELD:
        done(request, _("Not asked: {why}").format(why=made.why))
    else:
        done(request, _("The letter is on its way."))
    return redirect(reverse("client", args=[pk]))
