"""The list of surveys, one of them with its ways, the editor, opening and closing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.fetch import fetch
from vernost.access.pages import actor_of_request, allowed
from vernost.core.forms import saves
from vernost.core.parts import done
from vernost.core.practice import FIRM_NAME
from vernost.voice import cards, links, selectors, services, wording
from vernost.voice.models import Survey
from vernost.voice.pages import reading
from vernost.voice.pages.forms import NewSurveyForm, SurveyForm
from vernost.voice.pages.reading import Sheet
from vernost.voice.selectors import planning


@allowed("voice.see")
@require_GET
def surveys(request: HttpRequest) -> HttpResponse:
    lines, following = selectors.survey_list(actor_of_request(request), after=request.GET.get("after", ""))
    return render(request, "voice/surveys.html", {"lines": lines, "next": following})


@allowed("survey.edit")
@require_http_methods(["GET", "POST"])
def survey_add(request: HttpRequest) -> HttpResponse:
    actor, form, made = actor_of_request(request), NewSurveyForm(request.POST or None), []
    if form.is_bound and saves(form, lambda: made.append(services.survey_make(actor, **form.cleaned_data))):
        return redirect("survey_edit", made[0].pk)
    return render(request, "voice/survey_add.html", {"form": form}, status=422 if form.is_bound else 200)


@allowed("voice.see")
@require_GET
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    found = fetch(actor, Survey, pk, verb="voice.see")
    context: dict[str, Any] = {"survey": found, "line": selectors.survey_line(actor, found)}
    context |= {"waves": planning.waves_of(actor, found), "not_asked": planning.not_asked(actor, found)}
    context |= {
        "link": links.of_survey(found),
        "widget": cards.snippet_of(found),
        "asks": wording.asks(found),
    }
    return render(request, "voice/survey.html", context)


@allowed("survey.edit")
@require_http_methods(["GET", "POST"])
def survey_edit(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    found: Survey = fetch(actor, Survey, pk, verb="survey.edit")
    version = int(request.POST.get("version", "0")[:9] or 0) if request.method == "POST" else found.version
    form = SurveyForm(request.POST or None, instance=fetch(actor, Survey, pk))
    save = lambda: services.survey_change(actor, survey_id=pk, version=version, **form.values())  # noqa: E731
    if request.method == "POST" and saves(form, save):
        done(request, _("The survey is saved."))
        return redirect("survey", pk)
    context = {"form": form, "survey": found, "version": version}
    return render(request, "voice/survey_edit.html", context, status=422 if form.is_bound else 200)


@allowed("survey.edit")
@require_POST
def survey_open(request: HttpRequest, pk: int) -> HttpResponse:
    services.survey_open(actor_of_request(request), survey_id=pk)
    done(request, _("The survey is open."))
    return redirect("survey", pk)


@allowed("survey.edit")
@require_POST
def survey_close(request: HttpRequest, pk: int) -> HttpResponse:
    services.survey_close(actor_of_request(request), survey_id=pk)
    done(request, _("The survey is closed; its answers stay."))
    return redirect("survey", pk)


@allowed("survey.edit")
@require_POST
def survey_delete(request: HttpRequest, pk: int) -> HttpResponse:
    services.survey_delete(actor_of_request(request), survey_id=pk)
    done(request, _("The draft is deleted."))
    return redirect("surveys")


@allowed("voice.see")
@require_GET
def survey_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """As the client sees it, in either language; nothing can be sent from here."""
    found: Survey = fetch(actor_of_request(request), Survey, pk, verb="voice.see")
    language = request.GET.get("language", "")
    with translation.override(language if language in wording.LANGUAGES else translation.get_language()):
        score = reading.offered(found, request.GET.get("score"))
        lines = reading.lines(selectors.questions_of(found), {})
        context = {"sheet": Sheet(found, score, lines=lines), "firm": FIRM_NAME.value(), "survey": found}
        return render(request, "voice/public/preview.html", context)


@allowed("voice.see")
@require_GET
def survey_card(request: HttpRequest, pk: int) -> HttpResponse:
    """To be printed and stood on the counter."""
    found: Survey = fetch(actor_of_request(request), Survey, pk, verb="voice.see")
    address = links.of_survey(found, "card")
    context = {"survey": found, "address": address, "code": cards.code_of(address)}
    context |= {"asks": wording.asks(found), "firm": FIRM_NAME.value()}
    return render(request, "voice/card.html", context)
