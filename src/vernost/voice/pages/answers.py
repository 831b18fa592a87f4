"""Answers: the list behind every number, one answer, its causes, the list as a file."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from vernost.access.fetch import fetch, key
from vernost.access.pages import actor_of_request, allowed
from vernost.core import clock
from vernost.core.parts import asks_part, page_or_part
from vernost.voice import score_wording as wording
from vernost.voice.models import Channel, Response, Survey, SurveyState
from vernost.voice.pages.asked import asked_answers, kept
from vernost.voice.selectors.answers import Row, answer_card, answer_list, owners_for
from vernost.voice.selectors.causes import causes, of_responses
from vernost.voice.selectors.loops import change_of, loops_of_answers
from vernost.voice.services.answer_export import answers_to_csv, answers_to_xlsx
from vernost.voice.services.themes import theme_set, theme_unset

PARTS = {"results": "voice/answers_results.html"}


@allowed("voice.see")
@require_GET
def answers(request: HttpRequest) -> HttpResponse:
    actor, asked = actor_of_request(request), asked_answers(request.GET)
    found = answer_list(actor, asked, after=request.GET.get("after", ""))
    context: dict[str, Any] = {"found": found, "asked": asked, "causes": causes(actor)}
    if not asks_part(request, "results"):
        context |= {
            "surveys": Survey.objects.visible_to(actor).exclude(state=SurveyState.DRAFT),
            "owners": owners_for(actor), "channels": Channel.choices, "kinds": wording.KIND_WORDS.items(),
            "kept": kept(asked),
        }  # fmt: skip
    return page_or_part(request, "voice/answers.html", PARTS, context)


@allowed("voice.see")
@require_GET
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    card = answer_card(actor, pk)
    loop = loops_of_answers(actor, [pk]).get(pk)
    context = {"card": card, "response": card.response, "row": card.row, "causes": causes(actor)}
    context |= {"loop": loop, "change": change_of(loop) if loop is not None else None}
    return render(request, "voice/answer.html", context)


@allowed("voice.theme")
@require_POST
def answer_cause(request: HttpRequest, pk: int) -> HttpResponse:
    """One click: a cause is named, or taken back; htmx gets the causes of this answer alone."""
    actor, cause = actor_of_request(request), key(request.POST.get("cause", ""))
    act = theme_unset if request.POST.get("act") == "unset" else theme_set
    act(actor, response_id=pk, cause_id=cause)
    if not request.headers.get("HX-Request"):
        return redirect("voice_answer", pk)
    response: Response = fetch(actor, Response, pk)
    row = Row(response, [one.cause for one in of_responses(actor, [pk]).get(pk, ())])
    return render(request, "voice/answer_causes.html", {"row": row, "causes": causes(actor)})


@allowed("voice.export")
@require_GET
def answers_export(request: HttpRequest, form: str) -> Any:
    actor, asked = actor_of_request(request), asked_answers(request.GET)
    name = f"answers-{clock.today():%Y-%m-%d}.{form}"
    if form == "xlsx":
        return FileResponse(answers_to_xlsx(actor, asked), as_attachment=True, filename=name)
    answer = StreamingHttpResponse(answers_to_csv(actor, asked), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
