"""What people say of the firm among themselves, estimated: assumptions are seen, tried, and kept by a
director."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from vernost.access.pages import actor_of_request, allowed
from vernost.access.policies import may
from vernost.core.errors import Invalid
from vernost.core.parts import done
from vernost.core.terms import TERMS
from vernost.retention import reputation as mouth
from vernost.staff.services.terms import terms_change

WHO = ("promoters", "critics", "came")


@allowed("mouth.see")
@require_http_methods(["GET", "POST"])
def reputation(request: HttpRequest) -> HttpResponse:
    """GET with other values tries them, and keeps nothing."""
    actor, given = actor_of_request(request), request.POST or request.GET
    tried = {name: given[name].strip() for name in mouth.NAMES if given.get(name, "").strip()}
    wrong: dict[str, Any] = {}
    if request.method == "POST":
        try:
            terms_change(actor, values=tried)
            done(request, _("The assumptions are saved."))
            return redirect("reputation")
        except Invalid as error:
            wrong = error.fields
    known = mouth.counts(actor)
    kept = mouth.Estimate(known, mouth.assumed())
    try:
        shown = mouth.Estimate(known, mouth.assumed({} if wrong else tried))
    except Invalid as error:
        wrong, shown = error.fields, kept
    context: dict[str, Any] = {"shown": shown, "kept": kept, "is_tried": shown.assumed != kept.assumed}
    context |= {"terms": _terms(tried, wrong), "may_keep": may(actor, "terms.edit")}
    return render(request, "retention/reputation.html", context, status=422 if wrong else 200)


@allowed("mouth.see")
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    actor, who = actor_of_request(request), request.GET.get("who", "")
    who, after = who if who in WHO else WHO[0], request.GET.get("after", "")
    page: Any = mouth.came(actor, after=after) if who == "came" else mouth.people(actor, who, after=after)
    return render(request, "retention/reputation_people.html", {"page": page, "who": who})


def _terms(tried: dict[str, str], wrong: dict[str, Any]) -> list[dict[str, Any]]:
    sources = {
        "mouth.promoters": _("Rule 4.6: two promoters bring one new client."),
        "mouth.critic": _("Rule 4.6: a critic turns away five who might have bought."),
        "mouth.tells": _("Rule 4.6: a critic tells four to six others."),
        "mouth.tells_most": _("Rule 4.6: a critic tells four to six others."),
        "mouth.complains": _("Rule 4.6: one unhappy client of ten complains, the rest leave in silence."),
    }
    return [
        {
            "term": TERMS[name],
            "value": tried.get(name) or TERMS[name].typed(TERMS[name].value()),
            "kept": TERMS[name].typed(TERMS[name].value()),
            "wrong": [str(text) for text in wrong.get(name, ())],
            "source": sources[name],
        }
        for name in mouth.NAMES
    ]
