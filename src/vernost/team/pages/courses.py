"""Courses as they are written: the list, a draft, for whom, publishing, exceptions."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.pages import actor_of_request, allowed
from vernost.core.errors import Invalid
from vernost.core.forms import saves
from vernost.core.parts import done, failed
from vernost.core.practice import TRAINING_FIRST
from vernost.staff import selectors as staff
from vernost.staff.services.terms import terms_change
from vernost.team import services
from vernost.team.models import Version
from vernost.team.pages.forms import CourseForm, SettleForm, WaiveForm
from vernost.team.selectors import training as read
from vernost.team.services.training import WRITTEN


@allowed("training.edit")
@require_GET
def library(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    drafts = read.drafts(actor)
    rows = [(one, drafts.get(one.pk), read.roles_said(one)) for one in read.library(actor)]
    context = {"rows": rows, "first": TRAINING_FIRST.value()}
    return render(request, "team/courses.html", context)


@allowed("terms.edit")
@require_POST
def require_first(request: HttpRequest) -> HttpResponse:
    """The threshold of the firm, switched on from where it is missed."""
    terms_change(actor_of_request(request), values={TRAINING_FIRST.name: True})
    done(request, _("From now on clients are given only after the required courses."))
    return redirect("training_results")


@allowed("training.edit")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    return _draft(request, None, {"pass_percent": 80})


@allowed("training.edit")
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The next version of a course: what it says now, to be changed."""
    actor = actor_of_request(request)
    course = read.course(actor, pk)
    begun = read.drafts(actor).get(pk) or course.current
    return _draft(request, pk, _values(begun) if begun else {"pass_percent": 80})


def _values(version: Version) -> dict[str, Any]:
    return {name: getattr(version, name) for name in WRITTEN}


def _draft(request: HttpRequest, pk: int | None, initial: dict[str, Any]) -> HttpResponse:
    actor, made = actor_of_request(request), []
    form = CourseForm(request.POST or None, initial=initial)

    def save() -> None:
        made.append(services.course_draft(actor, course_id=pk, **form.values()))

    if form.is_bound and saves(form, save):
        done(request, _("The draft is saved. Nobody sees it until it is published."))
        return redirect("training_courses")
    heading = _("Next version of the course") if pk else _("A new course")
    context = {"form": form, "heading": heading}
    return render(request, "team/course_form.html", context, status=422 if form.is_bound else 200)


@allowed("training.edit")
@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    course = read.course(actor, pk)
    now = {name: getattr(course, name) for name in ("is_required", "roles", "days", "is_retired")}
    form = SettleForm(request.POST or None, initial=now)
    if form.is_bound and saves(form, lambda: services.course_settle(actor, course_id=pk, **form.values())):
        done(request, _("Saved."))
        return redirect("training_courses")
    context = {"form": form, "heading": _("For whom, and until when"), "course": course}
    return render(request, "team/course_form.html", context, status=422 if form.is_bound else 200)


@allowed("training.edit")
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        services.course_publish(actor_of_request(request), version_id=pk)
    except Invalid as error:
        failed(request, str(error))
    else:
        done(request, _("Published: from now on this is what people learn."))
    return redirect("training_courses")


@allowed("training.edit")
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    services.draft_drop(actor_of_request(request), version_id=pk)
    done(request, _("The draft is gone."))
    return redirect("training_courses")


@allowed("training.waive")
@require_http_methods(["GET", "POST"])
def waive(request: HttpRequest, pk: int, employee: int) -> HttpResponse:
    actor = actor_of_request(request)
    person = staff.employee(actor, employee_id=employee)
    course, form = read.course(actor, pk), WaiveForm(request.POST or None)
    let = lambda: services.course_waive(actor, course_id=pk, employee_id=employee, **form.cleaned_data)  # noqa: E731
    if form.is_bound and saves(form, let):
        done(request, _("Clients may be given to {name}.").format(name=person.name))
        return redirect("training_results")
    heading = _("Let {name} off this course").format(name=person.name)
    context = {"form": form, "heading": heading, "course": course, "person": person}
    return render(request, "team/course_form.html", context, status=422 if form.is_bound else 200)
