"""The editor of a draft."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vernost.access.pages import actor_of_request, allowed
from vernost.core.errors import Conflict, Invalid
from vernost.core.parts import done, failed
from vernost.playbooks import selectors, services, steps
from vernost.playbooks.models import Version
from vernost.playbooks.pages.drafting import Document, acted, read_form


@allowed("playbook.edit")
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    one = selectors.draft_of(actor, pk)
    if request.method != "POST":
        return _page(request, one, one.steps)
    content, act = read_form(request.POST), request.POST.get("act", "save")
    content, step = acted(content, act)
    what_changed = request.POST.get("what_changed", "")
    try:
        services.draft_save(
            actor, playbook_id=pk, content=content, what_changed=what_changed, revision=_number(request)
        )
        if act == "publish":
            services.draft_publish(actor, playbook_id=pk)
            done(request, _("Published: from now on this is what people see."))
            return redirect("playbook", pk)
    except (Invalid, Conflict) as error:
        one = selectors.draft_of(actor, pk)
        one.what_changed = what_changed
        return _page(request, one, content, error)
    if act == "preview":
        return redirect("playbook_version", pk, one.number)
    if act == "save":
        done(request, _("The draft is saved."))
    return redirect(reverse("playbook_draft", args=[pk]) + (f"#step-{step}" if step else ""))


def _page(
    request: HttpRequest, one: Version, content: Document, error: Invalid | Conflict | None = None
) -> HttpResponse:
    texts = error.fields.get("", []) if isinstance(error, Invalid) else [error] if error else []
    context: dict[str, Any] = {
        "draft": one,
        "playbook": one.playbook,
        "content": content,
        "targets": [(row["key"], _target(number, row)) for number, row in enumerate(content, start=1)],
        "wrong": [str(text) for text in texts],
        "kinds": steps.KINDS,
        "spin": steps.SPIN,
    }
    status = 200 if error is None else 409 if isinstance(error, Conflict) else 422
    return render(request, "playbooks/draft.html", context, status=status)


def _target(number: int, row: dict[str, Any]) -> str:
    text = steps.said(row["text"])
    return f"{number}. {text[:40]}{'…' if len(text) > 40 else ''}"


def _number(request: HttpRequest) -> int:
    given = request.POST.get("revision", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0


@allowed("playbook.edit")
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        services.draft_drop(actor_of_request(request), playbook_id=pk)
        done(request, _("The draft is thrown away."))
    except (Invalid, Conflict) as error:
        failed(request, str(error))
    return redirect("playbook", pk)
