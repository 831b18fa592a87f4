"""Reviews on the firm's site: one small script, a plain page for frames and people; where both are set."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_GET, require_http_methods

from vernost.access.pages import actor_of_request, allowed, anybody
from vernost.core.errors import NotVisible
from vernost.core.forms import saves
from vernost.core.parts import done
from vernost.core.practice import FIRM_NAME
from vernost.language import translator
from vernost.reviews import selectors, services
from vernost.reviews.models import Widget
from vernost.reviews.pages import markup
from vernost.reviews.pages.forms import WidgetForm

ON_PAGE = 20


@anybody("the script of the firm's site: published reviews alone")
@require_GET
@conditional_page
def script(request: HttpRequest, slug: str) -> HttpResponse:
    """Kept by browsers and proxies, and asked after each time by its mark: what was taken off is off."""
    widget = _open(slug)
    with translation.override(widget.language):
        shown = selectors.shown(limit=widget.shown)
        address = request.build_absolute_uri(reverse("reviews_shown", args=[slug]))
        firm, tongue = FIRM_NAME.value(), translator(widget.language)
        data = markup.said(widget, shown, tongue, firm=firm, address=address)
    text = render_to_string("reviews/widget.js", {"data": mark_safe(markup.in_script(data))})
    answer = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "public, no-cache"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@anybody("published reviews alone, for a frame or for a person")
@require_GET
@conditional_page
def every(request: HttpRequest, slug: str) -> HttpResponse:
    widget = _open(slug)
    with translation.override(widget.language):
        shown = selectors.shown(after=request.GET.get("after", ""), limit=ON_PAGE)
        firm = FIRM_NAME.value()
        linked = markup.linked(firm, shown)
        context: dict[str, Any] = {"shown": shown, "widget": widget, "firm": firm}
        context["linked"] = mark_safe(markup.in_script(linked)) if linked else ""
        answer = render(request, "reviews/shown.html", context)
    answer["Cache-Control"] = "public, no-cache"
    return open_to(request, widget, answer)


@allowed("review.widget")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    known = selectors.widget(actor)
    form = WidgetForm(request.POST or None, instance=known)
    if form.is_bound and saves(form, lambda: services.widget_change(actor, **form.cleaned_data)):
        done(request, _("The widget is saved."))
        return redirect("review_widget")
    context: dict[str, Any] = {"form": form, "is_saved": known.pk is not None}
    if known.pk is not None:
        slug = Widget.objects.visible_to(actor).values_list("address", flat=True).get(pk=known.pk)
        context["page"] = request.build_absolute_uri(reverse("reviews_shown", args=[slug]))
        context["script"] = request.build_absolute_uri(reverse("review_script", args=[slug]))
        context["host"] = request.build_absolute_uri("/").rstrip("/")
    return render(request, "reviews/widget_edit.html", context, status=422 if form.is_bound else 200)


def _open(slug: str) -> Widget:
    widget = selectors.open_widget(slug)
    if widget is None:
        raise NotVisible
    return widget


def open_to(request: HttpRequest, widget: Widget, answer: HttpResponse) -> HttpResponse:
    """In frames of the sites on which it stands; a firm that has named none lets it stand anywhere: without
    cookies there is nothing to steal."""
    open_answer = cast(Any, answer)
    open_answer.xframe_options_exempt = True
    open_answer._csp_replace = {"frame-ancestors": widget.origins or ["*"]}
    return answer
