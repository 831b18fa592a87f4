"""The form on the firm's site: for anybody, without cookies and JavaScript, on any page that may show it."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from vernost.access.pages import anybody
from vernost.core.addresses import client_address
from vernost.core.errors import Invalid, NotVisible
from vernost.core.forms import saves
from vernost.core.limits import neighbourhood, passes
from vernost.core.practice import FIRM_NAME, FIRM_PHONE
from vernost.intake import guarding, selectors, services
from vernost.intake.errors import TooManyRequests
from vernost.intake.guarding import Look, Ticket
from vernost.intake.models import Channel, Request, SiteForm
from vernost.intake.pages.forms import PublicForm
from vernost.intake.services.receiving import sender
from vernost.intake.wording import answer_said


@csrf_exempt  # no cookie gives anything here: whoever sends it signs in nowhere
@anybody("the firm's own form, shown on its site")
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, slug: str) -> HttpResponse:
    site_form = _of_site(slug)
    with translation.override(site_form.language):
        if request.method == "POST":
            return _open_to(request, site_form, _received(request, site_form))
        form = PublicForm(site_form=site_form, auto_id="ask_%s")
        ticket = guarding.ticket(_page_before(request))
        return _open_to(request, site_form, _shown(request, site_form, form, ticket))


@anybody("a ticket for a form that the site draws itself")
@require_GET
def token(request: HttpRequest, slug: str) -> HttpResponse:
    site_form = _of_site(slug)
    answer = JsonResponse({"ticket": guarding.ticket(request.headers.get("Origin", "")).written()})
    answer["Cache-Control"] = "no-store"
    return _open_to(request, site_form, answer)


@anybody("says when we answer")
@require_GET
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    site_form = _of_site(slug)
    due_at = guarding.promise_read(request.GET.get("by", ""))
    with translation.override(site_form.language):
        context = {**_firm(), "site_form": site_form, "said": answer_said(due_at) if due_at else ""}
        return _open_to(request, site_form, render(request, "intake/thanks.html", context))


def _of_site(slug: str) -> SiteForm:
    site_form = selectors.open_form(slug)
    if site_form is None:
        raise NotVisible
    return site_form


def _received(request: HttpRequest, site_form: SiteForm) -> HttpResponse:
    """A request, or the form again with every word in it and what is to be done."""
    address = client_address(request)
    if not passes("form", neighbourhood(address), limit=guarding.TIMES, seconds=guarding.WITHIN):
        if _wants_json(request):
            return _json({"code": TooManyRequests.code, "message": str(TooManyRequests.message)}, 429)
        raise TooManyRequests
    form = PublicForm(request.POST, site_form=site_form, auto_id="ask_%s")
    look, ticket = guarding.looked_at(request.POST.get("ticket", ""))
    made: list[Request] = []
    if ticket is None or look is not Look.FINE:
        form.is_valid()
        words = _("Please look it over and send it once more.")
        form.add_error(None, words)
        ticket = ticket or guarding.ticket(request.headers.get("Origin", ""))
    elif saves(form, lambda: made.append(_saved(request, site_form, ticket, form.cleaned_data))):
        return _thanked(request, site_form, made[0])
    if _wants_json(request):
        return _json({"code": Invalid.code, "fields": form.errors, "ticket": ticket.written()}, 422)
    return _shown(request, site_form, form, ticket, status=422)


def _saved(request: HttpRequest, site_form: SiteForm, ticket: Ticket, said: dict[str, Any]) -> Request:
    if not (said["phone"].strip() or said["email"].strip()):
        raise Invalid(phone=_("Leave a phone or an e-mail: else nobody can answer."))
    return services.request_receive(
        sender(address=client_address(request)),
        channel=Channel.FORM,
        token=ticket.token,
        form=site_form,
        source=site_form.source,
        source_detail=site_form.source_detail or ticket.site,
        is_spam=bool(request.POST.get(guarding.TRAP)),
        **said,
    )


def _thanked(request: HttpRequest, site_form: SiteForm, made: Request) -> HttpResponse:
    if _wants_json(request):
        return _json({"message": f"{_('Thank you, we have got it.')} {answer_said(made.due_at)}"}, 201)
    by = guarding.promise_written(made.due_at)
    where = reverse("site_form_thanks", args=[site_form.slug], query={"by": by})
    return HttpResponseRedirect(where, status=303)


def _shown(
    request: HttpRequest, site_form: SiteForm, form: PublicForm, ticket: Ticket, *, status: int = 200
) -> HttpResponse:
    context = {
        **_firm(),
        "site_form": site_form,
        "form": form,
        "ticket": ticket.written(),
        "trap": guarding.TRAP,
    }
    answer = render(request, "intake/form.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _firm() -> dict[str, str]:
    return {"firm": FIRM_NAME.value(), "firm_phone": FIRM_PHONE.value()}


def _page_before(request: HttpRequest) -> str:
    """The page on which the form stands; our own says nothing."""
    page = request.headers.get("Referer", "")
    return "" if guarding.host_of(page) == request.get_host().partition(":")[0] else page


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _json(data: dict[str, Any], status: int) -> JsonResponse:
    return JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False})


def _open_to(request: HttpRequest, site_form: SiteForm, answer: HttpResponse) -> HttpResponse:
    """In frames and to scripts of the sites on which the form stands. Without cookies there is nothing to
    steal; a firm that has named its sites keeps the form to them all the same."""
    origin, allowed = request.headers.get("Origin", ""), site_form.origins
    if not allowed:
        answer["Access-Control-Allow-Origin"] = "*"
    elif origin in allowed:
        answer["Access-Control-Allow-Origin"] = origin
    answer.headers["Vary"] = "Origin, Accept"
    open_answer = cast(Any, answer)
    open_answer.xframe_options_exempt = True
    open_answer._csp_replace = {"frame-ancestors": allowed or ["*"]}
    return answer
