"""Forms for the firm's site: made here, pasted there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from vernost.access.fetch import fetch
from vernost.access.pages import actor_of_request, allowed
from vernost.core.forms import saves
from vernost.core.parts import done
from vernost.intake import selectors, services
from vernost.intake.models import SiteForm
from vernost.intake.pages.forms import SiteFormForm


@allowed("request.form")
@require_GET
def form_list(request: HttpRequest) -> HttpResponse:
    return render(request, "intake/forms.html", {"forms": selectors.forms(actor_of_request(request))})


@allowed("request.form")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    return _edited(request, None, SiteFormForm(request.POST or None))


@allowed("request.form")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    known = fetch(actor_of_request(request), SiteForm, pk, verb="request.form")
    return _edited(request, known, SiteFormForm(request.POST or None, instance=known))


def _edited(request: HttpRequest, known: SiteForm | None, form: SiteFormForm) -> HttpResponse:
    actor, made = actor_of_request(request), []
    form_id = known.pk if known else None
    if request.method == "POST" and saves(
        form, lambda: made.append(services.form_save(actor, form_id=form_id, **form.cleaned_data))
    ):
        done(request, _("The form is saved."))
        return redirect("site_form_edit", made[0].pk)
    context: dict[str, Any] = {"form": form, "known": known}
    if known:
        address = request.build_absolute_uri(reverse("site_form", args=[known.slug]))
        script = request.build_absolute_uri(static("intake/form.js"))
        context |= {"address": address, "script": script, "host": request.build_absolute_uri("/").rstrip("/")}
    return render(request, "intake/form_edit.html", context, status=422 if form.is_bound else 200)
