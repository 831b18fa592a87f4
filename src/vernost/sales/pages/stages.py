"""The firm's own pipelines and stages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vernost.access.pages import actor_of_request, allowed
from vernost.core.errors import Invalid
from vernost.core.forms import saves
from vernost.core.parts import done, failed
from vernost.sales import selectors, services
from vernost.sales.pages.forms import NewPipelineForm, PipelineForm, StageDeleteForm, StageForm


@allowed("stages.edit")
@require_http_methods(["GET", "POST"])
def stages(request: HttpRequest) -> HttpResponse:
    """All of them; the form at the end makes one more pipeline."""
    actor = actor_of_request(request)
    form = NewPipelineForm(request.POST or None, auto_id="new_%s")
    if request.method == "POST" and saves(form, lambda: services.pipeline_add(actor, **form.cleaned_data)):
        done(request, _("The pipeline is added."))
        return redirect("stages")
    context = {
        "pipelines": selectors.pipelines(actor),
        "form": form,
        "stage_form": StageForm(auto_id="stage_%s"),
    }
    return render(request, "sales/stages.html", context, status=422 if form.is_bound else 200)


@allowed("stages.edit")
@require_http_methods(["GET", "POST"])
def stage_edit(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    stage = selectors.stage_one(actor, pk)
    form = StageForm(request.POST or None, initial={"name": str(stage), "probability": stage.probability})
    if request.method == "POST" and saves(
        form, lambda: services.stage_change(actor, stage_id=pk, **form.cleaned_data)
    ):
        done(request, _("Saved."))
        return redirect("stages")
    return _small(request, form, str(stage))


@allowed("stages.edit")
@require_POST
def stage_shift(request: HttpRequest, pk: int) -> HttpResponse:
    services.stage_shift(actor_of_request(request), stage_id=pk, back=bool(request.POST.get("back")))
    return redirect("stages")


@allowed("stages.edit")
@require_http_methods(["GET", "POST"])
def stage_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Deals on it go where the page asks; without an answer nothing is deleted."""
    actor = actor_of_request(request)
    stage = selectors.stage_one(actor, pk)
    form = StageDeleteForm(request.POST or None, actor=actor, stage=stage)
    if request.method == "POST" and saves(
        form, lambda: services.stage_delete(actor, stage_id=pk, move_to=form.cleaned_data["move_to"])
    ):
        done(request, _("The stage is deleted."))
        return redirect("stages")
    heading = _("Delete the stage “{stage}”").format(stage=stage)
    text = _("Deals that stand on it move to the stage you choose. What has ended keeps it in its history.")
    return _small(request, form, heading, text=text, verb=_("Delete the stage"))


@allowed("stages.edit")
@require_http_methods(["GET", "POST"])
def pipeline_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: its name; POST: the name, or one more stage of it."""
    actor = actor_of_request(request)
    named = {pipeline.pk: pipeline for pipeline, _stages in selectors.pipelines(actor)}
    adds = "probability" in request.POST
    form = (StageForm if adds else PipelineForm)(
        request.POST or None, initial={"name": str(named.get(pk, ""))}
    )
    act = services.stage_add if adds else services.pipeline_rename
    if request.method == "POST" and saves(form, lambda: act(actor, pipeline_id=pk, **form.cleaned_data)):
        done(request, _("Saved."))
        return redirect("stages")
    return _small(request, form, str(named.get(pk, "")))


@allowed("stages.edit")
@require_POST
def pipeline_remove(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        services.pipeline_remove(actor_of_request(request), pipeline_id=pk)
        done(request, _("The pipeline is removed."))
    except Invalid as error:
        failed(request, str(error))
    return redirect("stages")


def _small(
    request: HttpRequest, form: object, heading: str, *, text: str = "", verb: str = ""
) -> HttpResponse:
    context = {"form": form, "heading": heading, "text": text, "verb": verb or _("Save")}
    context |= {"back": reverse("stages"), "within": _("Stages of deals")}
    return render(request, "sales/small_form.html", context, status=422 if request.method == "POST" else 200)
