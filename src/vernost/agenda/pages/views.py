"""Today, a talk written down, and what a line of Today is answered with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any, TypeAlias
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.fetch import fetch
from vernost.access.pages import actor_of_request, allowed
from vernost.agenda import selectors, services
from vernost.agenda.errors import DoneAlready
from vernost.agenda.models import How, Promise, Step
from vernost.agenda.notices import notices
from vernost.agenda.pages.forms import NO_ANSWER, UNDO, ActForm, ContactForm
from vernost.clients.models import Client
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.core.forms import saves
from vernost.core.parts import done, failed

Said: TypeAlias = dict[str, Any]
Words: TypeAlias = Mapping[str, str]  # an answer → what is said of it


@allowed("agenda.see")
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    context = {
        "today": selectors.today(actor, of=request.GET.get("of", "")),
        "colleagues": selectors.colleagues(actor),
        "words": selectors.promises_kept(actor),
        "notices": notices(actor),
    }
    return render(request, "agenda/today.html", context)


@allowed("contact.log")
@require_http_methods(["GET", "POST"])
def contact_add(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    client = fetch(actor, Client, pk, verb="contact.log")
    form = ContactForm(request.POST or None)
    if request.method == "POST" and saves(
        form, lambda: services.contact_log(actor, client_id=pk, **form.cleaned_data)
    ):
        done(request, _("The talk is written down."))
        return redirect(back_to(request, reverse("client", args=[pk])))
    context = {"form": form, "client": client, "back": back_to(request, reverse("client", args=[pk]))}
    return render(request, "agenda/contact_form.html", context, status=422 if form.is_bound else 200)


@allowed("promise.settle")
@require_POST
def promise_act(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)

    def save(said: Said) -> None:
        if said["act"] == UNDO:
            services.promise_reopen(actor, promise_id=pk)
        elif said["act"] == NO_ANSWER:
            client_id = fetch(actor, Promise, pk).client_id
            later = partial(services.promise_put_off, actor, promise_id=pk)
            services.no_answer(actor, client_id=client_id, put_off=lambda day: later(day=day))
        elif said["act"] == How.LATER:
            services.promise_put_off(actor, promise_id=pk, day=said["day"])
        else:
            services.promise_settle(actor, promise_id=pk, kept=said["act"] == How.DONE)

    words: Words = {
        How.DONE: _("The promise is kept."),
        How.DROPPED: _("Written down: the promise is broken."),
    }
    return _answered(request, save, words)


@allowed("step.settle")
@require_POST
def step_act(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)

    def save(said: Said) -> None:
        if said["act"] == UNDO:
            services.step_reopen(actor, step_id=pk)
        elif said["act"] == NO_ANSWER:
            client_id = fetch(actor, Step, pk).client_id
            later = partial(services.step_put_off, actor, step_id=pk)
            services.no_answer(actor, client_id=client_id, put_off=lambda day: later(day=day))
        elif said["act"] == How.LATER:
            services.step_put_off(actor, step_id=pk, day=said["day"])
        else:
            services.step_settle(actor, step_id=pk, done=said["act"] == How.DONE)

    return _answered(request, save)


@allowed("cause.answer")
@require_POST
def cause_act(request: HttpRequest, pk: int, cause: str) -> HttpResponse:
    actor = actor_of_request(request)

    def save(said: Said) -> None:
        event: Said = {"client_id": pk, "cause": cause, "of": said["of"], "ref": said["ref"] or 0}
        if said["act"] == UNDO:
            services.cause_reopen(actor, **event)
        elif said["act"] == NO_ANSWER:
            later = partial(services.cause_answer, actor, how=How.LATER, **event)
            services.no_answer(actor, client_id=pk, put_off=lambda day: later(until=day))
        else:
            services.cause_answer(actor, how=said["act"], until=said["day"], **event)

    return _answered(request, save)


def _answered(request: HttpRequest, save: Callable[[Said], None], words: Words | None = None) -> HttpResponse:
    """Saved, or said why not, and back to where the person was. «Later» alone means tomorrow; what was done
    or dropped can be taken back from its toast, whose form says everything in its address."""
    form = ActForm({**request.GET.dict(), **request.POST.dict()})
    try:
        if not form.is_valid():
            wrong: dict[str, Any] = {name: [str(one) for one in texts] for name, texts in form.errors.items()}
            raise Invalid(**wrong)
        said = dict(form.cleaned_data)
        if said["act"] == How.LATER:
            said["day"] = said["day"] or clock.today() + timedelta(days=1)
        save(said)
    except (DoneAlready, Invalid) as error:
        failed(request, str(error))
    else:
        usual: Words = {
            How.DONE: _("Done."),
            How.DROPPED: _("Written down: not needed."),
            How.LATER: _("Put off."),
            UNDO: _("Taken back."),
            NO_ANSWER: _("Written down: no answer. It comes back on the next working day."),
        }
        done(request, {**usual, **(words or {})}[said["act"]], undo=_undo(request, said))
    return redirect(back_to(request, reverse("today")))


def _undo(request: HttpRequest, said: Said) -> str:
    if said["act"] not in (How.DONE, How.DROPPED):
        return ""
    event = {"of": said["of"].isoformat(), "ref": said["ref"] or 0} if said["of"] else {}
    return f"{request.path}?{urlencode({'act': UNDO, **event})}"


def back_to(request: HttpRequest, usual: str) -> str:
    """Where the person was, if it is ours."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else usual
