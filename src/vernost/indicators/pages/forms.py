"""What is asked of the board, and what the firm wants of an indicator."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vernost.core.typed import DayField, NumberField
from vernost.indicators import words
from vernost.indicators.measures import Indicator
from vernost.indicators.selectors import Aimed
from vernost.staff.models import Employee


class AskedForm(forms.Form):
    of = forms.CharField(max_length=40, required=False)
    span = forms.CharField(max_length=10, required=False)
    until = DayField(label=_("until"), required=False)

    def asked(self) -> dict[str, Any]:
        """What cannot be understood is as if nothing was said."""
        self.is_valid()
        found = self.cleaned_data
        until: date | None = found.get("until")
        return {"key": found.get("of") or "", "span": found.get("span") or "", "until": until}


class AimForm(forms.Form):
    target = NumberField(label=_("target"), required=False)
    low = NumberField(label=_("alarm below"), required=False)
    high = NumberField(label=_("alarm above"), required=False)
    responsible = forms.ModelChoiceField(
        Employee.objects.none(), label=_("who answers for it"), required=False, empty_label=_("The directors")
    )

    def __init__(self, *args: Any, one: Indicator, aimed: Aimed, **kwargs: Any) -> None:
        self.one = one
        begin = {name: words.typed(one, getattr(aimed, name)) for name in ("target", "low", "high")}
        rounded = {name: None if value is None else round(value, 4) for name, value in begin.items()}
        kwargs["initial"] = rounded | {"responsible": aimed.responsible}
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = Employee.objects.active()  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        found = self.cleaned_data
        numbers = {name: _kept(self.one, found.get(name)) for name in ("target", "low", "high")}
        return numbers | {"responsible": found.get("responsible")}


def _kept(one: Indicator, value: Any) -> float | None:
    return words.kept(one, None if value is None else float(value))
