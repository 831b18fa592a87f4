"""Forms of commission, ideas and training."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Role
from vernost.core.typed import DayField, NumberField, NumberInput
from vernost.staff.models import Employee
from vernost.team.models import Base, Decision, Rule, Whose
from vernost.team.services.ruling import VALUES

LINES = forms.Textarea(attrs={"rows": 4})
MANY_LINES = forms.Textarea(attrs={"rows": 14})
CLASSES = (("", _("any")), ("A", "A"), ("AB", _("A or B")), ("B", "B"), ("BC", _("B or C")), ("C", "C"))


def _number(label: Any, *, required: bool = False, high: int = 36500, hint: Any = "") -> NumberField:
    return NumberField(
        label=label,
        required=required,
        min_value=0,
        max_value=high,
        max_digits=7,
        decimal_places=0,
        help_text=hint,
    )


def money_field(label: Any, *, required: bool = False, hint: Any = "", low: int | None = 0) -> NumberField:
    return NumberField(
        label=label, required=required, min_value=low, max_digits=13, decimal_places=2, help_text=hint,
        widget=NumberInput(money=True),
    )  # fmt: skip


class RuleForm(forms.Form):
    percent = NumberField(label=_("percent"), min_value=0, max_value=100, max_digits=5, decimal_places=2)
    base = forms.ChoiceField(label=_("of what"), choices=Base.choices)
    whose = forms.ChoiceField(
        label=_("who is paid"), choices=Whose.choices,
        help_text=_("A deputy is paid only where a rule pays who sold."),
    )  # fmt: skip
    role = forms.ChoiceField(label=_("only of the role"), required=False)
    employee = forms.ModelChoiceField(
        label=_("only this employee"), queryset=Employee.objects.none(), required=False, empty_label="—"
    )
    age_from = _number(_("days since the first purchase, from"))
    age_to = _number(_("days since the first purchase, up to"))
    classes = forms.ChoiceField(label=_("class of the client"), choices=CLASSES, required=False)
    product = forms.CharField(
        label=_("words in the product"), max_length=120, required=False,
        help_text=_("In the name or the article of a line of the order; of a payment only its share counts."),
    )  # fmt: skip
    since = DayField(label=_("valid from"))
    until = DayField(label=_("valid until"), required=False)

    def __init__(self, *args: Any, rule: Rule | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("any")), *Role.choices]  # type: ignore[attr-defined]
        self.fields["employee"].queryset = Employee.objects.active().order_by("name", "pk")  # type: ignore[attr-defined]
        if rule is not None:
            self.initial = {**{name: getattr(rule, name) for name in VALUES}, **self.initial}

    def values(self) -> dict[str, Any]:
        return {
            name: int(value) if name.startswith("age") and value is not None else value
            for name, value in self.cleaned_data.items()
        }


class EndForm(forms.Form):
    until = DayField(label=_("its last day"))


class CorrectionForm(forms.Form):
    amount = money_field(_("sum"), required=True, low=None, hint=_("With a minus it is taken off."))
    reason = forms.CharField(label=_("why"), max_length=300, help_text=_("The employee reads this."))
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)


class IdeaForm(forms.Form):
    title = forms.CharField(label=_("the idea in one line"), max_length=160)
    text = forms.CharField(label=_("what to do, and what for"), max_length=4000, required=False, widget=LINES)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)


class AnswerForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("decision"), choices=[one for one in Decision.choices if one[0]], widget=forms.RadioSelect
    )
    answer = forms.CharField(
        label=_("answer"), max_length=2000, required=False, widget=LINES,
        help_text=_("Everybody reads it. Where the idea is declined, say why."),
    )  # fmt: skip
    until = DayField(label=_("done or checked by"), required=False)


class RewardForm(forms.Form):
    amount = money_field(
        _("reward, sum"), hint=_("It becomes a row in the author’s commission of this month.")
    )
    words = forms.CharField(label=_("reward in words"), max_length=200, required=False)


class EffectForm(forms.Form):
    effect = forms.CharField(label=_("what changed for clients"), max_length=2000, widget=LINES)
    link = forms.CharField(
        label=_("where it is seen"), max_length=300, required=False,
        help_text=_("An address within Vernost begins with a slash: /loss/."),
    )  # fmt: skip


class CourseForm(forms.Form):
    title_ru = forms.CharField(label=_("title in Russian"), max_length=120, required=False)
    title_en = forms.CharField(label=_("title in English"), max_length=120, required=False)
    text_ru = forms.CharField(
        label=_("material in Russian"), max_length=20_000, required=False, widget=MANY_LINES,
        help_text=_("“# ” begins a heading, “- ” a step, an empty line a paragraph. Addresses become links."),
    )  # fmt: skip
    questions_ru = forms.CharField(
        label=_("questions in Russian"), max_length=10_000, required=False, widget=MANY_LINES,
        help_text=_("A line with “?” is a question, “+” a right choice, “-” a wrong one."),
    )  # fmt: skip
    text_en = forms.CharField(
        label=_("material in English"), max_length=20_000, required=False, widget=MANY_LINES
    )
    questions_en = forms.CharField(
        label=_("questions in English"), max_length=10_000, required=False, widget=MANY_LINES
    )
    pass_percent = _number(_("passed from, %"), required=True, high=100)
    again = forms.BooleanField(label=_("who passed the earlier one passes this one too"), required=False)

    def values(self) -> dict[str, Any]:
        clean = dict(self.cleaned_data)
        return clean | {"pass_percent": int(clean["pass_percent"])}


class SettleForm(forms.Form):
    is_required = forms.BooleanField(label=_("clients are given only after it"), required=False)
    roles = forms.MultipleChoiceField(
        label=_("for whom"), choices=Role.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Nobody marked: for everybody."),
    )  # fmt: skip
    days = _number(_("days to pass it"), required=True, high=365)
    is_retired = forms.BooleanField(label=pgettext_lazy("course", "not taught any more"), required=False)

    def values(self) -> dict[str, Any]:
        clean = dict(self.cleaned_data)
        return clean | {"days": int(clean["days"])}


class WaiveForm(forms.Form):
    reason = forms.CharField(label=_("why"), max_length=300)
