"""Forms of a handover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vernost.access.fetch import key
from vernost.clients.handing import Group
from vernost.clients.models import Handover, HandoverClient
from vernost.core.errors import NotVisible
from vernost.staff.models import Employee

NOBODY = ""


def choices_of(employees: Sequence[Employee]) -> list[tuple[str, str]]:
    return [(NOBODY, "—"), *((str(one.pk), one.name) for one in employees)]


def _employee(value: str) -> int | None:
    return int(value) if value else None


class LeaverForm(forms.Form):
    leaver = forms.TypedChoiceField(label=_("whose clients"), coerce=int)

    def __init__(self, *args: Any, leavers: Sequence[Employee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leaver"].choices = choices_of(leavers)  # type: ignore[attr-defined]


class OneForm(forms.Form):
    successors = forms.TypedChoiceField(label=_("who takes all of them"), coerce=int)

    def __init__(self, *args: Any, employees: Sequence[Employee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successors"].choices = choices_of(employees)  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        return {"successors": [self.cleaned_data["successors"]]}


class EvenlyForm(forms.Form):
    successors = forms.TypedMultipleChoiceField(
        label=_("among whom"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, employees: Sequence[Employee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successors"].choices = choices_of(employees)[1:]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        return {"successors": self.cleaned_data["successors"]}


class GroupsForm(forms.Form):
    """A successor for each group; a group left empty is chosen by hand."""

    def __init__(
        self, *args: Any, employees: Sequence[Employee], groups: Sequence[tuple[Group, int]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.values = [value for (value, _label), _number in groups]
        for place, ((_value, label), number) in enumerate(groups):
            text = f"{label or _('everybody else')} · {number}"
            self.fields[f"group_{place}"] = forms.ChoiceField(
                label=text, choices=choices_of(employees), required=False
            )

    def chosen(self) -> dict[str, Any]:
        asked = {
            value: _employee(self.cleaned_data[f"group_{place}"]) for place, value in enumerate(self.values)
        }
        return {"groups": asked}


class LetterForm(forms.ModelForm):  # type: ignore[type-arg]
    """``writes``: whether there is a letter at all; its words stay in the fields while it is off."""

    writes = forms.BooleanField(label=_("write to each client"), required=False)

    class Meta:
        model = Handover
        fields = ("subject", "text", "calls_a_day", "leaves")
        widgets = {"text": forms.Textarea(attrs={"rows": 12})}

    def __init__(self, *args: Any, may_close: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_close:
            del self.fields["leaves"]

    def values(self) -> dict[str, Any]:
        said = {name: value for name, value in self.cleaned_data.items() if name != "writes"}
        return said if self.cleaned_data["writes"] else said | {"subject": "", "text": ""}


def by_hand(posted: Mapping[str, Any], rows: Sequence[HandoverClient]) -> dict[str, dict[int, Any]]:
    """What was chosen on a page: only of the rows that were on it."""
    chosen: dict[int, int | None] = {}
    personal: dict[int, bool] = {}
    for row in rows:
        value = posted.get(f"to_{row.client_id}")
        if value is None:
            continue
        chosen[row.client_id] = key(value) if value else None
        personal[row.client_id] = bool(posted.get(f"personal_{row.client_id}"))
    if not chosen and rows:
        raise NotVisible
    return {"chosen": chosen, "personal": personal}
