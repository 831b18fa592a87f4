"""What follows from answers: what waits, one of them, how well the loop is closed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.pages import actor_of_request, allowed
from vernost.core.forms import saves
from vernost.core.parts import done
from vernost.voice import selectors, services
from vernost.voice.pages.loop_forms import AskedForm, LoopForm
from vernost.voice.selectors.loop_analysis import PERIODS


@allowed("loop.see")
@require_GET
def loops(request: HttpRequest) -> HttpResponse:
    actor, asked = actor_of_request(request), AskedForm(request.GET).asked()
    found = selectors.waiting_loops(actor, asked, after=request.GET.get("after", ""))
    context = {"waiting": found, "asked": asked, "people": selectors.walkers(actor)}
    return render(request, "voice/loops.html", context)


@allowed("loop.see")
@require_http_methods(["GET", "POST"])
def loop(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    card = selectors.loop_card(actor, pk)
    posted, seen = request.POST if request.method == "POST" else None, [one.cause_id for one in card.themes]
    form = LoopForm(posted, loop=card.loop, causes=card.causes, seen=seen)
    if form.is_bound and saves(form, lambda: services.loop_close(actor, loop_id=pk, **form.values())):
        done(request, _("Written down: the answer is dealt with."), undo=reverse("loop_reopen", args=[pk]))
        return redirect("voice_loops")
    context = {"card": card, "loop": card.loop, "response": card.loop.response, "form": form}
    return render(request, "voice/loop.html", context, status=422 if form.is_bound else 200)


@allowed("loop.work")
@require_POST
def loop_tried(request: HttpRequest, pk: int) -> HttpResponse:
    services.loop_tried(actor_of_request(request), loop_id=pk)
    done(request, _("Written down: nobody answered. The call waits still."))
    return redirect("loop", pk)


@allowed("loop.work")
@require_POST
def loop_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    services.loop_reopen(actor_of_request(request), loop_id=pk)
    return redirect("loop", pk)


@allowed("loop.see")
@require_GET
def loop_analysis(request: HttpRequest) -> HttpResponse:
    given = request.GET.get("days", "")
    days = int(given) if given in {str(one) for one in PERIODS} else 90
    found = selectors.loop_analysis(actor_of_request(request), days)
    return render(request, "voice/loop_analysis.html", {"found": found, "days": days, "periods": PERIODS})
