"""Every component in every state, in both themes: look here first after a change of the design system."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from vernost.access.pages import anybody
from vernost.core import clock, errors
from vernost.core.columns import Column, chosen
from vernost.core.error_pages import error_page
from vernost.core.parts import page_or_part
from vernost.core.typed import DayField
from vernost.ui.shell import gallery_is_open

NAMES = (
    ("ООО «Северный ветер»", "slipping", 47, 31, Decimal("1284500"), (9, 11, 10, 12, 8, 7, 4)),
    (
        "Анна Сергеевна Константинопольская-Преображенская",
        "lost",
        112,
        28,
        Decimal("640200.50"),
        (6, 6, 5, 2, 0, 0, 0),
    ),
    ("ИП Ёлкин", "active", 12, 30, Decimal("98000"), (2, 3, 2, 4, 3, 3, 4)),
    ("Пётр Самойлов", "returned", 3, 60, Decimal("31990"), (3, 2, 0, 0, 0, 1, 2)),
    ("Мария Кузнецова", "new", 1, None, Decimal("4500"), (0, 0, 0, 0, 0, 0, 1)),
)
ERRORS = (400, 403, 404, 409, 413, 429, 500, 503)


class SampleForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("As clients read it: Anna Petrova."))
    phone = forms.CharField(label=_("Phone"), required=False)
    sum = forms.DecimalField(label=_("Sum"), widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    day = DayField(label=_("Day"))
    reason = forms.ChoiceField(
        label=_("Reason"), choices=[("price", _("Price")), ("time", _("Time of delivery"))]
    )
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agree = forms.BooleanField(label=_("Write to the client about it"), required=False)


@anybody("the sample firm and a developer's machine only: no data of anybody")
@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    _only_in_the_sample_firm()
    return render(request, "ui/gallery.html", _everything(request))


@anybody("the sample firm and a developer's machine only: no data of anybody")
@require_GET
def card(request: HttpRequest) -> HttpResponse:
    _only_in_the_sample_firm()
    return page_or_part(
        request, "ui/gallery_card.html", {"drawer": "ui/gallery_card.html#drawer"}, {"now": clock.now()}
    )


@anybody("the sample firm and a developer's machine only: no data of anybody")
@require_GET
def error(request: HttpRequest, status: int) -> HttpResponse:
    _only_in_the_sample_firm()
    if status not in ERRORS:
        raise errors.NotVisible
    shown = {
        403: errors.NotAllowed, 404: errors.NotVisible, 409: errors.Conflict, 413: errors.TooBig,
        429: errors.TooMany, 500: errors.VernostError, 503: errors.Unavailable,
    }.get(status)  # fmt: skip
    if shown is None:
        raised = errors.VernostError(_("The browser sent something we cannot read."))
        raised.status = status  # type: ignore[misc]
        return error_page(request, raised)
    return error_page(request, shown())


def _only_in_the_sample_firm() -> None:
    if not gallery_is_open():
        raise errors.NotVisible


def _everything(request: HttpRequest) -> dict[str, Any]:
    now = clock.now()
    rows: list[dict[str, Any]] = [
        {"name": name, "state": state, "silent": silent, "rhythm": rhythm, "worth": worth, "months": months}
        for name, state, silent, rhythm, worth, months in NAMES
    ]
    wrong = SampleForm({"name": "", "sum": "сто", "day": "2026-11-21", "reason": "price"})
    wrong.is_valid()
    columns = [
        Column("silent", _("Silent")),
        Column("worth", _("Worth a year"), figure=True),
        Column("phone", _("Phone"), usual=False),
    ]
    return {
        "rows": rows,
        "biggest": max(row["worth"] for row in rows),
        "total": sum((row["worth"] for row in rows), Decimal()),
        "form": SampleForm(initial={"name": "Анна Петрова", "sum": "350000", "day": now.date()}),
        "wrong": wrong,
        "now": now,
        "yesterday": now - timedelta(days=1),
        "choice": chosen(request, "gallery", columns),
        "errors": ERRORS,
        "changes": [{"label": _("Phone"), "seen": "+7 912 000-00-01", "now": "+7 912 000-00-02"}],
        "reasons": [("", _("Any reason")), ("price", _("Price")), ("time", _("Time of delivery"))],
        "themes": ("light", "dark"),
        "tones": ("accent", "loss", "gain", "wait", "note"),
        "states": ("potential", "new", "active", "slipping", "lost", "returned", "closed"),
    }
