"""Files brought in: uploaded, their columns settled, tried, imported, followed."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.pages import actor_of_request, allowed
from vernost.core.forms import saves
from vernost.core.parts import page_or_part
from vernost.core.tables import neutral
from vernost.files import FileProblem
from vernost.orders import selectors, services
from vernost.orders.importing import keeping
from vernost.orders.models import ImportKind, ImportRun, ImportState
from vernost.orders.pages.forms import SettleForm, UploadForm

BUSY = (ImportState.TRYING, ImportState.RUNNING)


@allowed("client.import")
@require_http_methods(["GET", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    actor, made = actor_of_request(request), []
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and saves(form, lambda: made.append(_brought(request, form))):
        return redirect("import", made[0].pk)
    context = {"form": form, "page": selectors.import_list(actor, after=request.GET.get("after", ""))}
    return render(request, "orders/imports.html", context, status=422 if form.is_bound else 200)


def _brought(request: HttpRequest, form: UploadForm) -> ImportRun:
    file = form.cleaned_data["file"]
    return services.import_start(
        actor_of_request(request), kind=form.cleaned_data["kind"], name=file.name, pieces=file.chunks()
    )


@allowed("client.import")
@require_http_methods(["GET", "POST"])
def import_one(request: HttpRequest, pk: int) -> HttpResponse:
    """How it stands. A POST settles the columns and sends it to be tried."""
    actor = actor_of_request(request)
    run = selectors.import_get(actor, pk)
    context: dict[str, Any] = {"run": run, "busy": run.state in BUSY, "trouble": services.trouble_of(run)}
    context["has_errors"] = keeping.errors_of(run.pk).exists()
    if run.state in (ImportState.LOOKING, ImportState.TRIED, ImportState.FAILED):
        form = _settle_form(request, run, context)
        if (
            form is not None
            and request.method == "POST"
            and saves(form, lambda: _settled(request, run, form))
        ):
            return redirect("import", pk)
    status = 422 if request.method == "POST" else 200
    return page_or_part(
        request, "orders/import.html", {"standing": "orders/import_standing.html"}, context, status=status
    )


def _settle_form(request: HttpRequest, run: ImportRun, context: dict[str, Any]) -> SettleForm | None:
    try:
        look = services.import_look(actor_of_request(request), run)
    except FileProblem as problem:
        context["trouble"] = services.said(problem, run.file_name)
        return None
    form = SettleForm(request.POST or None, actor=actor_of_request(request), run=run, look=look)
    context |= {"form": form, "look": look, "rows": look.rows[:5]}
    if look.problem is not None and not form.is_bound:
        context["trouble"] = services.said(look.problem, run.file_name)
    return form


def _settled(request: HttpRequest, run: ImportRun, form: SettleForm) -> None:
    services.import_settle(actor_of_request(request), run_id=run.pk, **form.values())


@allowed("client.import")
@require_POST
def import_go(request: HttpRequest, pk: int) -> HttpResponse:
    services.import_go(actor_of_request(request), run_id=pk)
    return redirect("import", pk)


@allowed("client.import")
@require_GET
def import_errors(request: HttpRequest, pk: int) -> Any:
    """The rows that could not be taken, with reasons; nothing in it is a formula."""
    run = selectors.import_get(actor_of_request(request), pk)
    path = keeping.errors_of(run.pk)
    if not path.exists():
        raise Http404
    answer = StreamingHttpResponse(_neutral(path), content_type="text/csv; charset=utf-8")
    kind = "clients" if run.kind == ImportKind.CLIENTS else "orders"
    answer.headers["Content-Disposition"] = f'attachment; filename="{kind}-errors-{run.pk}.csv"'
    return answer


class _Line:
    def write(self, text: str) -> str:
        return text


def _neutral(path: Any) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff"
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            yield writer.writerow([neutral(cell) for cell in row])
