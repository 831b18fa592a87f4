"""The board, an indicator, the rows behind its number, what the firm wants of it, files."""

from __future__ import annotations

from typing import Any, cast

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from vernost.access.pages import actor_of_request, allowed
from vernost.core.forms import saves
from vernost.core.parts import done, page_or_part
from vernost.indicators import behind, drawing, exporting, selectors, services
from vernost.indicators import serving as serving_costs
from vernost.indicators import story as telling
from vernost.indicators.errors import NoSuchIndicator
from vernost.indicators.measures import Indicator, by_slug
from vernost.indicators.pages.forms import AimForm, AskedForm
from vernost.indicators.periods import LABELS
from vernost.indicators.selectors import Subject


@allowed("indicator.see")
@require_GET
def indicators(request: HttpRequest) -> HttpResponse:
    asked = AskedForm(request.GET).asked()
    board = selectors.board(actor_of_request(request), **asked)
    return render(request, "indicators/board.html", {"board": board, "spans": LABELS, "asked": asked})


@allowed("indicator.see")
@require_GET
def indicator(request: HttpRequest, slug: str) -> HttpResponse:
    actor, one = actor_of_request(request), by_slug(slug)
    asked, known = AskedForm(request.GET).asked(), selectors.subjects(actor)
    subject = _subject(request, one, asked["key"], known)
    period = selectors.period_of(asked["span"], asked["until"])
    line = selectors.lines_of(actor, subject, [one], period)[0]
    context: dict[str, Any] = {
        "one": one,
        "line": line,
        "subject": subject,
        "period": period,
        "spans": LABELS,
    }
    context |= {"picture": drawing.trend(line, period), "subjects": known, "has_rows": behind.has_rows(one)}
    context |= {"parts": selectors.breakdown(actor, one, period, known), "aimed": selectors.aim_of(one)}
    context |= {"counted": selectors.counted(), "past": selectors.past_of(line, period)}
    return render(request, "indicators/indicator.html", context)


@allowed("indicator.see")
@require_GET
def serving(request: HttpRequest) -> HttpResponse:
    key = AskedForm(request.GET).asked()["key"]
    served = serving_costs.serving(actor_of_request(request), key=key)
    return render(request, "indicators/serving.html", {"served": served})


@allowed("indicator.see")
@require_GET
def story(request: HttpRequest) -> HttpResponse:
    asked = AskedForm(request.GET).asked()
    return render(
        request,
        "indicators/story.html",
        {"story": telling.story(actor_of_request(request), **asked), "spans": LABELS},
    )


@allowed("indicator.see")
@require_GET
def rows(request: HttpRequest, slug: str) -> HttpResponse:
    actor, one, asked = actor_of_request(request), by_slug(slug), AskedForm(request.GET).asked()
    if not behind.has_rows(one):
        raise NoSuchIndicator
    subject = _subject(request, one, asked["key"])
    period = selectors.period_of(asked["span"], asked["until"])
    page = behind.rows_behind(actor, one, subject, period, after=request.GET.get("after", ""))
    context = {"one": one, "subject": subject, "period": period, "page": page}
    parts = {"results": "indicators/rows_results.html"}
    return page_or_part(request, "indicators/rows.html", parts, context)


@allowed("indicator.aim")
@require_http_methods(["GET", "POST"])
def aim(request: HttpRequest, slug: str) -> HttpResponse:
    actor, one = actor_of_request(request), by_slug(slug)
    posted = request.POST if request.method == "POST" else None
    form = AimForm(posted, one=one, aimed=selectors.aim_of(one))
    if posted is not None and saves(form, lambda: services.aim_set(actor, indicator=one, **form.values())):
        done(request, _("Kept: what the firm wants of it."))
        return redirect("indicator", slug)
    context = {"one": one, "form": form}
    return render(request, "indicators/aim.html", context, status=422 if posted is not None else 200)


@allowed("indicator.export")
@require_GET
def export(request: HttpRequest, form: str) -> HttpResponse:
    actor = actor_of_request(request)
    board = selectors.board(actor, **AskedForm(request.GET).asked())
    return _file(exporting.exported(actor, exporting.board_table(board), form), "indicators", form)


@allowed("indicator.export")
@require_GET
def export_one(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    actor, one, asked = actor_of_request(request), by_slug(slug), AskedForm(request.GET).asked()
    subject, period = _subject(request, one, asked["key"]), selectors.period_of(asked["span"], asked["until"])
    table = exporting.periods_table(actor, one, subject, period)
    return _file(exporting.exported(actor, table, form), slug, form)


def _subject(request: HttpRequest, one: Indicator, key: str, known: Any = None) -> Subject:
    """Whose; of what is the firm's alone nobody else is shown anything."""
    subject = selectors.subject_of(actor_of_request(request), key, known)
    if subject.level not in one.levels:
        raise NoSuchIndicator
    return subject


def _file(made: Any, name: str, form: str) -> HttpResponse:
    named = f"{name}.{form}"
    if form == "csv":
        response = HttpResponse(made, content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{named}"'
        return response
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    answer: Any = FileResponse(made, as_attachment=True, filename=named, content_type=kind)
    return cast("HttpResponse", answer)
