"""What is asked of the loss report."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from vernost.core.typed import DayField
from vernost.retention.losing import FLOWS, NONE, OWNER, PARTS, SEGMENT, SOURCE, Period


class PeriodForm(forms.Form):
    since = DayField(label=_("from"), required=False)
    until = DayField(label=_("until"), required=False)

    def period(self) -> Period:
        """What is no date is as if nothing was said."""
        self.is_valid()
        found = self.cleaned_data
        since, until = found.get("since"), found.get("until")
        return Period.of(since if not (since and until and since > until) else None, until)


class LossForm(PeriodForm):
    by = forms.ChoiceField(choices=[(one, one) for one in PARTS], required=False)

    def asked_by(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("by") or OWNER


class NamesForm(PeriodForm):
    flow = forms.ChoiceField(choices=[(one, one) for one in FLOWS], required=False)
    owner = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    segment = forms.CharField(max_length=200, required=False)
    source = forms.CharField(max_length=40, required=False)

    def asked(self) -> tuple[str, int | None]:
        self.is_valid()
        return self.cleaned_data.get("flow") or "lost", self.cleaned_data.get("owner")

    def part(self) -> dict[str, str]:
        """Which segment or source; the clients of none are asked for by a dash."""
        self.is_valid()
        said = {name: self.cleaned_data.get(name) or "" for name in (SEGMENT, SOURCE)}
        return {name: "" if value == NONE else value for name, value in said.items() if value}
