"""One's own data, keys and sessions."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vernost.access.pages import actor_of_request, signed_in
from vernost.core.errors import Invalid, TooMany
from vernost.core.forms import saves
from vernost.staff import selectors
from vernost.staff.models import Employee
from vernost.staff.pages.forms import MyselfForm
from vernost.staff.services.employees import employee_edit
from vernost.staff.services.sign_in import session_end, sessions_end
from vernost.staff.services.tokens import Reach, token_end, token_make


@signed_in
@require_http_methods(["GET", "POST"])
def myself(request: HttpRequest) -> HttpResponse:
    actor, me = actor_of_request(request), cast(Employee, request.user)
    form = MyselfForm(request.POST or None, instance=me)
    if request.method == "POST" and saves(
        form, lambda: employee_edit(actor, employee_id=me.pk, **form.cleaned_data)
    ):
        return redirect("myself")
    rows = selectors.sessions_of(actor, employee_id=me.pk)
    sessions = [(selectors.open_name(row), row, row.pk == request.session.session_key) for row in rows]
    context = {
        "form": form,
        "sessions": sessions,
        "tokens": selectors.tokens_of(actor),
        "reaches": Reach.choices,
    }
    return render(request, "staff/myself.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_POST
def make_token(request: HttpRequest) -> HttpResponse:
    """The secret is in this answer alone."""
    actor = actor_of_request(request)
    try:
        token, secret = token_make(
            actor, name=request.POST.get("name", ""), reach=request.POST.get("reach", "")
        )
    except (Invalid, TooMany) as error:
        messages.error(request, str(error))
        return redirect("myself")
    answer = render(request, "staff/token.html", {"token": token, "secret": secret})
    answer["Cache-Control"] = "no-store"
    return answer


@signed_in
@require_POST
def end_token(request: HttpRequest, pk: int) -> HttpResponse:
    token_end(actor_of_request(request), token_id=pk)
    messages.success(request, _("The token has ended."))
    return redirect("myself")


@signed_in
@require_POST
def end_session(request: HttpRequest, session: str) -> HttpResponse:
    actor = actor_of_request(request)
    session_end(actor, employee_id=actor.employee_id or 0, session=session)
    return redirect("myself")


@signed_in
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    ended = sessions_end(actor, employee_id=actor.employee_id or 0, keep=request.session.session_key)
    messages.success(request, _("Sessions ended: {count}").format(count=ended))
    return redirect("myself")
