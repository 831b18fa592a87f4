"""Saved filters: the list of them, and the builder."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.fetch import fetch
from vernost.access.pages import actor_of_request, allowed
from vernost.clients import facets, selectors, services
from vernost.clients.filters import EVERYBODY, Tree, from_json, to_json
from vernost.clients.models import Segment
from vernost.clients.pages import builder
from vernost.clients.pages.asking import tree_of
from vernost.clients.pages.forms import SegmentForm
from vernost.clients.pages.words import GROUPS
from vernost.core.forms import saves
from vernost.core.parts import asks_part, done


@allowed("client.see")
@require_GET
def segment_list(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    rows = [(segment, selectors.segment_said(actor, segment)) for segment in selectors.segments_of(actor)]
    return render(request, "clients/segments.html", {"rows": rows})


@allowed("segment.save")
@require_http_methods(["GET", "POST"])
def segment_add(request: HttpRequest) -> HttpResponse:
    """The builder; a filter that is not to be kept is simply shown."""
    return _build(request, None, tree_of(request.GET.get("filter", "")))


@allowed("segment.save")
@require_http_methods(["GET", "POST"])
def segment_edit(request: HttpRequest, pk: int) -> HttpResponse:
    segment = fetch(actor_of_request(request), Segment, pk, verb="segment.save")
    return _build(request, segment, from_json(segment.tree))


@allowed("segment.save")
@require_POST
def segment_remove(request: HttpRequest, pk: int) -> HttpResponse:
    services.segment_remove(actor_of_request(request), segment_id=pk)
    done(request, _("The segment is removed. The clients are where they were."))
    return redirect("segments")


def _build(request: HttpRequest, segment: Segment | None, tree: Tree) -> HttpResponse:
    actor = actor_of_request(request)
    known = facets.fields(actor)
    form = _form(request, segment)
    if request.method == "POST":
        built = builder.read(request.POST, known)
        tree = builder.tree_of(built)
        act = request.POST.get("act", "")
        if act == "show":
            return redirect(f"{reverse('clients')}?{_as_query(tree)}")
        if act == "save" and saves(form, lambda: _save(request, segment, form, tree)):
            return redirect("segments")
    else:
        built = builder.built_of(tree) or builder.Built(blocks=[builder.Block()])
        builder.begin(built, known)
    context = _context(request, segment, tree, built, known) | {"form": form}
    part = "clients/builder_form.html" if asks_part(request, "builder") else "clients/builder.html"
    return render(
        request, part, context, status=422 if form.errors and request.POST.get("act") == "save" else 200
    )


def _form(request: HttpRequest, segment: Segment | None) -> SegmentForm:
    initial = {"name": segment.name, "shared": segment.shared} if segment else {}
    return SegmentForm(request.POST or None, actor=actor_of_request(request), initial=initial)


def _save(request: HttpRequest, segment: Segment | None, form: SegmentForm, tree: Tree) -> None:
    known: dict[str, Any] = {"segment_id": segment.pk, "version": segment.version} if segment else {}
    services.segment_save(actor_of_request(request), tree=to_json(tree), **form.cleaned_data, **known)
    done(request, _("The segment is saved."))


def _context(
    request: HttpRequest, segment: Segment | None, tree: Tree, built: builder.Built, known: Any
) -> dict[str, Any]:
    actor = actor_of_request(request)
    named = {facet.name: facet.label for facet in facets.facets()} | GROUPS
    asked = selectors.Asked(tree=tree)
    said = selectors.asked_said(actor, asked)
    return {
        "segment": segment,
        "sentence": said,
        "counted": selectors.client_count(actor, asked) if said and tree != EVERYBODY else None,
        "blocks": builder.shown(actor, built, known),
        "join": built.join,
        "several": len(built.blocks) > 1,
        "fields": builder.grouped(known, named),
        "too_deep": request.method == "GET" and builder.built_of(tree) is None,
    }


def _as_query(tree: Tree) -> str:
    return urlencode({"filter": json.dumps(to_json(tree), ensure_ascii=False, separators=(",", ":"))})
