"""What is asked of the loss report."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from vernost.core.typed import DayField
from vernost.retention.losing import FLOWS, Period


class PeriodForm(forms.Form):
    since = DayField(label=_("from"), required=False)
    until = DayField(label=_("until"), required=False)

    def period(self) -> Period:
        """What is no date is as if nothing was said."""
        self.is_valid()
        found = self.cleaned_data
        since, until = found.get("since"), found.get("until")
        return Period.of(since if not (since and until and since > until) else None, until)


class NamesForm(PeriodForm):
    flow = forms.ChoiceField(choices=[(one, one) for one in FLOWS], required=False)
    owner = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)

    def asked(self) -> tuple[str, int | None]:
        self.is_valid()
        return self.cleaned_data.get("flow") or "lost", self.cleaned_data.get("owner")
