"""Forms of staff pages: they parse; the rules are the services'."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from vernost.access.actor import Role
from vernost.core import clock
from vernost.core.hints import HINTS
from vernost.core.terms import TERMS, Term
from vernost.core.typed import DayField
from vernost.staff.models import Employee, Team

if TYPE_CHECKING:
    _FormOfEmployee = forms.ModelForm[Employee]
else:
    _FormOfEmployee = forms.ModelForm


class EmployeeForm(_FormOfEmployee):
    class Meta:
        model = Employee
        fields: tuple[str, ...] = ("name", "email", "phone", "team", "language", "time_zone")

    def _post_clean(self) -> None:
        """The service checks; the form must not touch the row it was made from."""


class AddEmployeeForm(EmployeeForm):
    class Meta(EmployeeForm.Meta):
        fields = ("name", "email", "phone", "role", "team", "sees_all", "language")


class MyselfForm(EmployeeForm):
    class Meta(EmployeeForm.Meta):
        fields = ("name", "phone", "language", "time_zone")


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("role"), choices=Role.choices)
    sees_all = forms.BooleanField(label=_("sees all clients"), required=False)


class TeamForm(forms.Form):
    name = forms.CharField(label=_("name"), max_length=100)
    head = forms.ModelChoiceField(Employee.objects.none(), label=_("head"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        heads = Employee.objects.active().filter(role=Role.HEAD)
        field: Any = self.fields["head"]
        field.queryset = heads

    @classmethod
    def of(cls, team: Team) -> TeamForm:
        return cls(initial={"name": team.name, "head": team.head_id})


class DeputyForm(forms.Form):
    deputy = forms.ModelChoiceField(Employee.objects.none(), label=_("deputy"))
    since = DayField(label=_("from"), initial=clock.today)
    until = DayField(label=_("until, this day included"))

    def __init__(self, *args: Any, candidates: QuerySet[Employee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["deputy"]
        field.queryset = candidates


class TermsForm(forms.Form):
    """One field a term, in the groups and order of the practice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, term in TERMS.items():
            self.fields[name] = _field(term)

    def groups(self) -> list[tuple[Any, list[Any]]]:
        found: dict[Any, list[Any]] = {}
        for name, term in TERMS.items():
            shown = {
                "field": self[name],
                "term": term,
                "hint": HINTS[name],
                "usual": term.typed(term.default),
            }
            found.setdefault(term.group, []).append(shown | {"is_own": term.value() != term.default})
        return [(group.value, fields) for group, fields in found.items()]


def _field(term: Term[Any]) -> forms.Field:
    shown: dict[str, Any] = {"label": term.label, "required": False, "initial": term.value()}
    if isinstance(term.default, bool):
        return forms.BooleanField(**shown)
    attrs = {"inputmode": "decimal"} if term.low is not None else {}
    shown["initial"] = term.typed(term.value())
    return forms.CharField(
        max_length=2000, help_text=str(HINTS[term.name]), widget=forms.TextInput(attrs), **shown
    )


class AuditForm(forms.Form):
    """The filters of the audit log; whatever cannot be understood filters nothing."""

    employee_id = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    kind = forms.CharField(required=False, max_length=60)
    client_id = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    since = DayField(required=False)
    until = DayField(required=False)

    def asked(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
