"""My courses, a course read and answered, what was wrong; who has passed."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vernost.access.fetch import key
from vernost.access.pages import actor_of_request, allowed
from vernost.access.policies import may
from vernost.core.errors import Invalid
from vernost.core.parts import done, failed
from vernost.core.practice import TRAINING_FIRST
from vernost.team import services, topics
from vernost.team.selectors import training as read


@allowed("training.see")
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    courses = read.courses_of(actor)
    context: dict[str, Any] = {"courses": courses, "open": [one for one in courses if not one.is_settled]}
    context |= {"waits": [one for one in courses if one.waits], "topics": topics.topics(actor)}
    return render(request, "team/training.html", context)


@allowed("training.see")
@require_GET
def course(request: HttpRequest, pk: int) -> HttpResponse:
    lesson = read.lesson(actor_of_request(request), pk)
    context = {"lesson": lesson, "version": lesson.version, "key": secrets.token_hex(8)}
    return render(request, "team/course.html", context)


@allowed("training.pass")
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    lesson = read.lesson(actor, pk)
    answers = [_chosen(request, place) for place in range(len(lesson.version.questions))]
    read_by = key(request.POST.get("version") or lesson.version.pk)
    try:
        made = services.course_try(
            actor, version_id=read_by, answers=answers, key=request.POST.get("key", "")[:80]
        )
    except Invalid as error:
        failed(request, str(error))
        return redirect("course", pk)
    if made.passed:
        done(request, _("Passed: {right} of {of}.").format(right=made.right, of=made.of))
    return redirect("course_attempt", made.pk)


def _chosen(request: HttpRequest, place: int) -> list[int]:
    """Places of the choices that were marked; whatever is no place is none."""
    given = request.POST.getlist(f"q{place}")[:30]
    return [int(one) for one in given if one.isascii() and one.isdigit() and len(one) < 4]


@allowed("training.see")
@require_GET
def attempt(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    found = read.attempt(actor, pk)
    context = {"attempt": found, "version": found.version, "answers": read.answers_said(found)}
    context["own"] = actor.is_self(found.employee_id)
    return render(request, "team/attempt.html", context)


@allowed("training.results")
@require_GET
def results(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    lines = read.everybody(actor)
    context: dict[str, Any] = {"lines": lines, "waiting": [one for one in lines if one.waits]}
    context |= {"first": TRAINING_FIRST.value(), "waives": may(actor, "training.waive")}
    context["courses"] = sum(len(one.courses) for one in lines)
    return render(request, "team/training_results.html", context)
