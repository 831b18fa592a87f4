"""Forms of standards."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vernost.access.actor import Actor
from vernost.access.policies import may
from vernost.core import clock
from vernost.core.typed import DayField, NumberField
from vernost.staff.models import Employee
from vernost.standards import selectors
from vernost.standards.models import LONGEST, Check, Measure, Result, Standard, Way

FEW = forms.Textarea(attrs={"rows": 3})


class StandardForm(forms.Form):
    name = forms.CharField(
        label=_("standard"),
        max_length=200,
        help_text=_("One sentence with a number in it: “An estimate is sent within 2 working days”."),
    )
    about = forms.CharField(label=_("how it is meant"), max_length=500, required=False, widget=FEW)
    measure = forms.ChoiceField(label=_("counted by"), choices=Measure.choices)
    target = NumberField(
        label=_("kept in, % at least"), min_value=1, max_value=100, max_digits=4, decimal_places=1
    )
    way = forms.ChoiceField(label=_("checked by"), choices=Way.choices)

    def __init__(self, *args: Any, standard: Standard | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if standard is None:
            self.initial = {"target": 90, "measure": Measure.HAND, **self.initial}
            return
        del self.fields["measure"]  # figures of two measures cannot be one line
        if standard.code:
            self.fields["name"].required = False
            self.fields["name"].help_text = _("Empty: as it came, with the figure of the firm’s thresholds.")
        now = {name: getattr(standard, name) for name in ("name", "about", "target", "way")}
        self.initial = {**now, **self.initial}


class RivalForm(forms.Form):
    name = forms.CharField(label=_("competitor"), max_length=120)
    does = forms.CharField(label=_("what they do"), max_length=300)
    seen_on = DayField(label=_("as of"), required=False, help_text=_("Empty: today."))


class PlanForm(forms.Form):
    way = forms.ChoiceField(label=_("what"), choices=Way.choices)
    where = forms.CharField(
        label=_("where, or whom"), max_length=200, required=False, help_text=_("A shop, a phone, a mailbox.")
    )
    planned_on = DayField(label=_("day"))
    by = forms.ChoiceField(label=_("who does it"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"planned_on": clock.today(), "by": str(actor.employee_id or ""), **self.initial}
        if may(actor, "standard.checks"):
            self.fields["by"].choices = people()  # type: ignore[attr-defined]
        else:
            del self.fields["by"]

    def values(self) -> dict[str, Any]:
        clean = dict(self.cleaned_data)
        by = clean.pop("by", "")
        return clean | {"by_id": int(by) if by else None}


class CheckForm(forms.Form):
    """A row of answers for each standard: kept, not kept, not looked at."""

    text = forms.CharField(label=_("what happened"), max_length=LONGEST, required=False, widget=FEW)
    evidence = forms.CharField(
        label=_("evidence: a link, the name of a photo or a recording"), max_length=500, required=False
    )
    employee = forms.ChoiceField(label=_("who was met"), required=False)
    done_on = DayField(label=_("done"), required=False, help_text=_("Empty: today."))

    def __init__(self, *args: Any, actor: Actor, check: Check, results: list[Result], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standards = selectors.standards_in_use(actor)
        said = {one.standard_id: one for one in results}
        self.fields["employee"].choices = [("", "—"), *people()]  # type: ignore[attr-defined]
        answers = [("", _("not looked at")), ("1", _("kept")), ("0", _("not kept"))]
        for one in self.standards:
            was = said.get(one.pk)
            self.fields[f"kept_{one.pk}"] = forms.ChoiceField(
                label=str(one), choices=answers, required=False,
                initial="" if was is None else str(int(was.kept)),
            )  # fmt: skip
            self.fields[f"words_{one.pk}"] = forms.CharField(
                label=_("in words"), max_length=300, required=False, initial=was.words if was else ""
            )
        self.initial = {
            "text": check.text, "evidence": check.evidence, "employee": str(check.employee_id or ""),
            "done_on": check.done_on, **self.initial,
        }  # fmt: skip

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"kept_{one.pk}"], self[f"words_{one.pk}"]) for one in self.standards]

    @property
    def plain(self) -> list[Any]:
        return [self[name] for name in ("employee", "text", "evidence", "done_on")]

    def values(self) -> dict[str, Any]:
        clean = self.cleaned_data
        results = {
            one.pk: (clean[f"kept_{one.pk}"] == "1", clean[f"words_{one.pk}"])
            for one in self.standards
            if clean[f"kept_{one.pk}"]
        }
        who = clean["employee"]
        plain = {name: clean[name] for name in ("text", "evidence", "done_on")}
        return {**plain, "results": results, "employee_id": int(who) if who else None}


class SettleForm(forms.Form):
    apologised = forms.BooleanField(label=_("The client has had our apology"), required=False)
    cause = forms.ChoiceField(label=_("cause"), required=False)
    note = forms.CharField(label=_("in words"), max_length=500, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(one.pk), str(one)) for one in selectors.breach_causes(actor)]
        self.fields["cause"].choices = [("", "—"), *known]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        clean = dict(self.cleaned_data)
        cause = clean.pop("cause")
        return clean | {"cause_id": int(cause) if cause else None}


class AskedForm(forms.Form):
    """What the list is narrowed by; what cannot be understood asks nothing."""

    state = forms.ChoiceField(choices=[("open", "open")], required=False)
    standard = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    cause = forms.IntegerField(required=False, min_value=1, max_value=2**62)

    def asked(self) -> selectors.Asked:
        self.is_valid()
        return selectors.Asked(**{name: value for name, value in self.cleaned_data.items() if value})


def people() -> list[tuple[str, str]]:
    return [(str(one.pk), one.name) for one in Employee.objects.active().order_by("name", "pk")]
