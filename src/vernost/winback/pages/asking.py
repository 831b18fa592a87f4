"""The anonymous poll of employees, and the brainstorm."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.pages import actor_of_request, allowed
from vernost.core.forms import saves
from vernost.core.parts import done, page_or_part
from vernost.winback import selectors, services
from vernost.winback.models import Group
from vernost.winback.pages.forms import IdeaForm, PollAnswerForm, QuestionForm


@allowed("winback.answer")
@require_GET
def polls(request: HttpRequest) -> HttpResponse:
    found, storms = selectors.polls(actor_of_request(request))
    usual = {"question": _("Why do clients leave us?")}
    context = {"polls": found, "storms": storms, "form": QuestionForm(initial=usual)}
    return render(request, "winback/polls.html", context)


@allowed("winback.ask")
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    actor, form, made = actor_of_request(request), QuestionForm(request.POST), []
    is_storm = request.POST.get("what") == "storm"
    open_ = services.storm_open if is_storm else services.poll_open
    if saves(form, lambda: made.append(open_(actor, question=form.cleaned_data["question"]))):
        return redirect("winback_storm" if is_storm else "winback_poll", made[0].pk)
    found, storms = selectors.polls(actor)
    context = {"polls": found, "storms": storms, "form": form}
    return render(request, "winback/polls.html", context, status=422)


@allowed("winback.answer")
@require_http_methods(["GET", "POST"])
def poll(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    form = PollAnswerForm(request.POST or None, actor=actor)
    if form.is_bound and saves(form, lambda: services.poll_answer(actor, poll_id=pk, **form.values())):
        done(request, _("Your answer is in. Nobody can tell that it is yours."))
        return redirect("winback_poll", pk)
    context = {"card": selectors.poll_card(actor, pk), "form": form}
    return render(request, "winback/poll.html", context, status=422 if form.is_bound else 200)


@allowed("winback.ask")
@require_POST
def poll_close(request: HttpRequest, pk: int) -> HttpResponse:
    services.poll_close(actor_of_request(request), poll_id=pk)
    return redirect("winback_poll", pk)


@allowed("survey.edit")
@require_POST
def client_poll(request: HttpRequest) -> HttpResponse:
    of = services.LOYAL if request.POST.get("of") == services.LOYAL else services.LOST
    survey = services.client_poll_make(actor_of_request(request), of=of)
    done(request, _("A draft of the poll is made: look it through and send it."))
    try:
        return redirect(reverse("survey", args=[survey.pk]))
    except NoReverseMatch:
        return redirect("surveys")


@allowed("winback.answer")
@require_GET
def storm(request: HttpRequest, pk: int) -> HttpResponse:
    card = selectors.storm_card(actor_of_request(request), pk)
    context = {"card": card, "form": IdeaForm(), "groups": Group.choices}
    return page_or_part(request, "winback/storm.html", {"ideas": "winback/storm_ideas.html"}, context)


@allowed("winback.answer")
@require_POST
def idea_add(request: HttpRequest, pk: int) -> HttpResponse:
    actor, form = actor_of_request(request), IdeaForm(request.POST)
    if saves(form, lambda: services.idea_add(actor, storm_id=pk, text=form.cleaned_data["text"])):
        return redirect("winback_storm", pk)
    context = {"card": selectors.storm_card(actor, pk), "form": form, "groups": Group.choices}
    return render(request, "winback/storm.html", context, status=422)


@allowed("winback.answer")
@require_POST
def idea_move(request: HttpRequest, pk: int) -> HttpResponse:
    """A vote, or another group."""
    actor = actor_of_request(request)
    if "group" in request.POST:
        idea = services.idea_group(actor, idea_id=pk, group=request.POST["group"])
    else:
        services.idea_vote(actor, idea_id=pk)
        idea = selectors.idea(actor, pk)
    return redirect("winback_storm", idea.storm_id)


@allowed("winback.ask")
@require_POST
def storm_close(request: HttpRequest, pk: int) -> HttpResponse:
    chosen = [int(one) for one in request.POST.getlist("idea") if one.isascii() and one.isdigit()]
    services.storm_close(
        actor_of_request(request), storm_id=pk, idea_ids=[one for one in chosen if one < 2**63]
    )
    done(request, _("The brainstorm is over; the chosen ideas are in the list of reasons."))
    return redirect("winback_storm", pk)
