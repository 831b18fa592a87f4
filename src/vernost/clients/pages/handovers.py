"""A handover, step by step (rule 1.3): whose clients, how they are split, by hand, the letter, and run."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.pages import actor_of_request, allowed
from vernost.clients import handing, handover_letter, services
from vernost.clients.errors import PlanIsOld
from vernost.clients.models import Handover, HandoverClient
from vernost.clients.pages.handover_forms import (
    EvenlyForm,
    GroupsForm,
    LeaverForm,
    LetterForm,
    OneForm,
    by_hand,
)
from vernost.clients.selectors import handovers as selectors
from vernost.clients.services.handovers import BY_HAND, EVENLY, ONE, may_close_access
from vernost.core.errors import Invalid
from vernost.core.forms import saves
from vernost.core.parts import done, failed


@allowed("client.hand_over")
@require_GET
def handover_list(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    form = LeaverForm(leavers=selectors.leavers(actor), initial={"leaver": request.GET.get("leaver", "")})
    return render(request, "clients/handover/list.html", {"rows": selectors.handovers(actor), "form": form})


@allowed("client.hand_over")
@require_POST
def plan(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    form, made = LeaverForm(request.POST, leavers=selectors.leavers(actor)), []
    if saves(
        form,
        lambda: made.append(services.handover_plan(actor, leaver_id=form.cleaned_data["leaver"])),
    ):
        return redirect("handover_split", made[0].pk)
    context = {"rows": selectors.handovers(actor), "form": form}
    return render(request, "clients/handover/list.html", context, status=422)


@allowed("client.hand_over")
@require_GET
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """What it comes to, before it is run and after."""
    actor = actor_of_request(request)
    found = selectors.handover_of(actor, pk)
    split = selectors.split_of(actor, found, whole=True)
    context = _steps(found) | {"split": split, "closes": found.leaves and found.is_planned}
    context["preview"] = _preview(found, found.subject, found.text) if found.is_planned else None
    return render(request, "clients/handover/check.html", context)


@allowed("client.hand_over")
@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    found = selectors.handover_of(actor, pk)
    if not found.is_planned:
        return redirect("handover", pk)
    by = request.GET.get("by", ONE)
    if by == BY_HAND:
        return redirect("handover_clients", pk)
    form = _form_of(request, found, by)
    if request.method == "POST" and saves(
        form, lambda: services.handover_split(actor, handover_id=pk, rule=by, **form.chosen())
    ):
        return redirect("handover_clients", pk)
    rules = [
        (ONE, _("All to one")),
        (EVENLY, _("Evenly")),
        *((one.name, one.label) for one in handing.every()),
    ]
    context = _steps(found) | {"form": form, "by": by, "rules": [*rules, (BY_HAND, _("Each by hand"))]}
    context["split"] = selectors.split_of(actor, found)
    return render(request, "clients/handover/split.html", context, status=422 if form.is_bound else 200)


def _rules() -> list[tuple[str, Any]]:
    grouped = [(one.name, one.label) for one in handing.every()]
    return [(ONE, _("All to one")), (EVENLY, _("Evenly")), *grouped, (BY_HAND, _("Each by hand"))]


def _form_of(request: HttpRequest, found: Handover, by: str) -> Any:
    data, employees = request.POST if request.method == "POST" else None, selectors.successors(found)
    if by == EVENLY:
        return EvenlyForm(data, employees=employees)
    grouping = handing.known(by)
    if grouping is None:
        return OneForm(data, employees=employees)
    return GroupsForm(data, employees=employees, groups=selectors.groups_in(found, grouping))


@allowed("client.hand_over")
@require_http_methods(["GET", "POST"])
def clients(request: HttpRequest, pk: int) -> HttpResponse:
    """A page of them, each with what hangs on it; saved page by page."""
    actor = actor_of_request(request)
    found = selectors.handover_of(actor, pk)
    if not found.is_planned:
        return redirect("handover", pk)
    left, after = request.GET.get("left") == "1", request.GET.get("after", "")
    lines, page = selectors.page_of(actor, found, undecided=left, after=after)
    if request.method == "POST":
        return _assigned(request, found, [line.row for line in lines], page.next)
    context = _steps(found) | {
        "lines": lines, "next": page.next, "employees": selectors.successors(found),
        "split": selectors.split_of(actor, found), "left": left,
    }  # fmt: skip
    return render(request, "clients/handover/clients.html", context)


def _assigned(
    request: HttpRequest, found: Handover, rows: list[HandoverClient], further: str
) -> HttpResponse:
    here = f"{reverse('handover_clients', args=[found.pk])}?{request.GET.urlencode()}"
    try:
        asked: dict[str, Any] = by_hand(request.POST, rows)
        changed = services.handover_assign(actor_of_request(request), handover_id=found.pk, **asked)
    except Invalid as error:
        failed(request, str(error))
        return redirect(here)
    text = ngettext("{n} client is changed.", "{n} clients are changed.", changed)
    done(request, text.format(n=changed))
    if further and "further" in request.POST:
        return redirect(f"{reverse('handover_clients', args=[found.pk])}?after={further}")
    return redirect(here if "here" in request.POST else reverse("handover_letter", args=[found.pk]))


@allowed("client.hand_over")
@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    found = selectors.handover_of(actor, pk)
    if not found.is_planned:
        return redirect("handover", pk)
    subject, text = handover_letter.usual()
    begin = {"writes": bool(found.text), "subject": found.subject or subject, "text": found.text or text}
    form = LetterForm(
        request.POST or None, instance=found, initial=begin, may_close=may_close_access(actor, found)
    )
    if request.method == "POST" and saves(
        form, lambda: services.handover_settle(actor, handover_id=pk, **form.values())
    ):
        return redirect("handover_letter" if "look" in request.POST else "handover", pk)
    said = [str(form[name].value() or "") for name in ("subject", "text")]
    context = _steps(found) | {"form": form, "preview": _preview(found, *said)}
    context["split"] = selectors.split_of(actor, found)
    return render(request, "clients/handover/letter.html", context, status=422 if form.is_bound else 200)


def _preview(found: Handover, subject: str, text: str) -> dict[str, Any] | None:
    """The letter as the first of them will read it."""
    example = selectors.example_of(found)
    if example is None or example.successor is None:
        return None
    names: Any = {"client": example.client, "manager": example.successor, "leaver": found.leaver}
    return {
        "client": example.client,
        "subject": handover_letter.filled(subject, **names),
        "text": handover_letter.filled(text, **names),
    }


@allowed("client.hand_over")
@require_POST
def run(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    try:
        services.handover_run(actor, handover_id=pk)
    except PlanIsOld as error:
        services.handover_plan(actor, leaver_id=selectors.handover_of(actor, pk).leaver_id)
        failed(request, str(error))
        return redirect(f"{reverse('handover_clients', args=[pk])}?left=1")
    except Invalid as error:
        failed(request, str(error))
        return redirect(f"{reverse('handover_clients', args=[pk])}?left=1")
    done(request, _("The clients are handed over."))
    return redirect("handover", pk)


@allowed("client.hand_over")
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        taken = services.handover_take_back(actor_of_request(request), handover_id=pk)
    except Invalid as error:
        failed(request, str(error))
        return redirect("handover", pk)
    texts = [ngettext("{n} client is back.", "{n} clients are back.", taken.back).format(n=taken.back)]
    if taken.kept:
        kept = ngettext(
            "{n} has changed hands meanwhile and stays where they are.",
            "{n} have changed hands meanwhile and stay where they are.",
            taken.kept,
        )
        texts.append(kept.format(n=taken.kept))
    done(request, " ".join([*texts, *map(str, taken.stays)]))
    return redirect("handover", pk)


@allowed("client.hand_over")
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    services.handover_drop(actor_of_request(request), handover_id=pk)
    done(request, _("The plan is dropped. The clients are where they were."))
    return redirect("handovers")


def _steps(found: Handover) -> dict[str, Any]:
    return {"handover": found, "leaver": found.leaver}
