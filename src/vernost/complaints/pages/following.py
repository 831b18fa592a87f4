"""The client's page of their case: where it stands, one thing to do; without sign-in, without JavaScript."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from vernost.access.pages import anybody
from vernost.complaints import links, selectors, services
from vernost.complaints.models import LONGEST, Step
from vernost.core.errors import Invalid
from vernost.core.practice import FIRM_NAME, FIRM_PHONE
from vernost.post.composing import language_of

# What the client may do there, by the value of the button.
SAY, SETTLED, NOT_SETTLED = "say", "settled", "not_settled"


@csrf_exempt  # the secret address is the key; a robot that follows links only ever reads
@anybody("a client follows their own complaint by its secret link")
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, token: str) -> HttpResponse:
    actor, found = links.opened(token)
    wrong: str = ""
    if request.method == "POST":
        text = request.POST.get("text", "")[: LONGEST + 1]
        try:
            if request.POST.get("act") in (SETTLED, NOT_SETTLED):
                settled = request.POST["act"] == SETTLED
                services.client_confirms(actor, complaint_id=found.pk, settled=settled, text=text)
            else:
                services.client_says(actor, complaint_id=found.pk, text=text)
            return redirect("case", token)
        except Invalid as error:
            wrong = str(error)
    card = selectors.followed(actor, found.pk)
    with translation.override(language_of(found.client)):
        context = {"card": card, "case": card.case, "wrong": wrong, "firm": FIRM_NAME.value()}
        context |= {"phone": FIRM_PHONE.value(), "asked": card.case.step == Step.CARRIED_OUT}
        context["heading"] = _("Your complaint")
        return render(request, "complaints/case.html", context, status=422 if wrong else 200)
