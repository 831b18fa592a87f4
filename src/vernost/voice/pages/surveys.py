"""The list of surveys, the editor, opening and closing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from vernost.access.pages import actor_of_request, allowed
from vernost.voice import selectors


@allowed("voice.see")
@require_GET
def surveys(request: HttpRequest) -> HttpResponse:
    lines, following = selectors.survey_list(actor_of_request(request), after=request.GET.get("after", ""))
    return render(request, "voice/surveys.html", {"lines": lines, "next": following})
