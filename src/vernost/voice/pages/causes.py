"""The firm's list of causes behind answers."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from vernost.access.fetch import fetch
from vernost.access.pages import actor_of_request, allowed
from vernost.access.policies import may
from vernost.core.forms import saves
from vernost.core.parts import done, failed
from vernost.voice.models import Cause
from vernost.voice.pages.asked import whole
from vernost.voice.selectors.causes import cause_counts, causes
from vernost.voice.services.causes import cause_add, cause_merge, cause_put_away, cause_reword


class CauseForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("cause"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("cause, in English"), max_length=120, required=False)
    trains = forms.CharField(label=gettext_lazy("topic of training"), max_length=200, required=False)
    trains_en = forms.CharField(
        label=gettext_lazy("topic of training, in English"), max_length=200, required=False
    )


@allowed("voice.see")
@require_http_methods(["GET", "POST"])
def voice_causes(request: HttpRequest) -> HttpResponse:
    actor, form = actor_of_request(request), CauseForm(request.POST or None)
    if form.is_bound and saves(form, lambda: cause_add(actor, **form.cleaned_data)):
        done(request, _("The cause is in the list."))
        return redirect("voice_causes")
    every, counts = causes(actor, put_away_too=True), cause_counts(actor)
    used = [(one, counts.get(one.pk, 0)) for one in every if one.is_active]
    away = [(one, counts.get(one.pk, 0)) for one in every if not one.is_active]
    context = {"form": form, "used": used, "away": away, "edits": may(actor, "voice.causes")}
    return render(request, "voice/causes.html", context, status=422 if form.is_bound else 200)


@allowed("voice.causes")
@require_http_methods(["GET", "POST"])
def voice_cause(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    cause, every = fetch(actor, Cause, pk), causes(actor)
    columns = ("name", "name_en", "trains", "trains_en")
    form = CauseForm(request.POST or None, initial={name: getattr(cause, name) for name in columns})
    if form.is_bound and saves(form, lambda: cause_reword(actor, cause_id=pk, **form.cleaned_data)):
        done(request, _("Saved."))
        return redirect("voice_causes")
    others = [one for one in every if one.pk != pk]
    context = {"form": form, "cause": cause, "others": others}
    return render(request, "voice/cause.html", context, status=422 if form.is_bound else 200)


@allowed("voice.causes")
@require_POST
def voice_cause_away(request: HttpRequest, pk: int) -> HttpResponse:
    cause_put_away(actor_of_request(request), cause_id=pk, away=request.POST.get("away") != "0")
    done(request, _("Saved."))
    return redirect("voice_causes")


@allowed("voice.causes")
@require_POST
def voice_cause_merge(request: HttpRequest, pk: int) -> HttpResponse:
    into = whole(request.POST, "into")
    if into is None:
        failed(request, _("Choose another cause."))
        return redirect("voice_cause", pk)
    into_cause = cause_merge(actor_of_request(request), cause_id=pk, into_id=into)
    done(request, _("The answers now name “{cause}”.").format(cause=into_cause))
    return redirect("voice_causes")
