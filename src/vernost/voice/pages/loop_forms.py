"""Forms of the closed loop and of improvements."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vernost.access.actor import Actor
from vernost.agenda.models import Channel
from vernost.core.typed import DayField, NumberField, NumberInput
from vernost.staff.models import Employee
from vernost.voice import loop_rules
from vernost.voice.models import LONGEST_WORDS, Cause, Improvement, Loop, Measured, Path
from vernost.voice.selectors.improvements import causes_to_improve
from vernost.voice.selectors.loops import LoopsAsked

LINES = forms.Textarea(attrs={"rows": 3})
FEW = forms.Textarea(attrs={"rows": 2})


class AskedForm(forms.Form):
    path = forms.ChoiceField(choices=[("", ""), *Path.choices], required=False)
    whose = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    late = forms.BooleanField(required=False)

    def asked(self) -> LoopsAsked:
        """What is not understood is not asked for."""
        self.is_valid()
        clean = self.cleaned_data
        return LoopsAsked(
            path=clean.get("path") or "", whose=clean.get("whose"), late=bool(clean.get("late"))
        )


class LoopForm(forms.Form):
    """How a path ended. Of a promoter and a neutral client the outcome alone is enough."""

    outcome = forms.ChoiceField(label=_("how it ended"), widget=forms.RadioSelect)
    causes = forms.MultipleChoiceField(
        label=_("what disappointed them"), widget=forms.CheckboxSelectMultiple, required=False
    )
    did = forms.CharField(label=_("what was done"), max_length=LONGEST_WORDS, widget=LINES, required=False)
    note = forms.CharField(label=_("note for us"), max_length=LONGEST_WORDS, widget=FEW, required=False)
    channel = forms.ChoiceField(label=_("how you talked"), choices=Channel.choices, required=False)

    def __init__(
        self, *args: Any, loop: Loop, causes: list[Cause], seen: Collection[int] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        ends = [(one.value, one.label) for one in loop_rules.choices(loop.path)]
        self.fields["outcome"].choices = ends  # type: ignore[attr-defined]
        known = [(str(one.pk), str(one)) for one in causes]
        self.fields["causes"].choices = known  # type: ignore[attr-defined]
        self.initial.setdefault("causes", [str(pk) for pk in seen])
        if not known:
            del self.fields["causes"]

    def values(self) -> dict[str, Any]:
        clean = dict(self.cleaned_data)
        clean["causes"] = [int(one) for one in clean.get("causes") or ()]
        clean["channel"] = clean["channel"] or Channel.CALL
        return clean


class BeginForm(forms.Form):
    name = forms.CharField(label=_("what is to become better"), max_length=160)
    cause = forms.ChoiceField(label=_("cause"), required=False)
    owner = forms.ChoiceField(label=_("who leads it"))
    due_on = DayField(label=_("by which day"))
    measured = forms.ChoiceField(
        label=_("measure"), choices=Measured.choices, widget=forms.RadioSelect, initial=Measured.SHARE
    )
    measure = forms.CharField(
        label=_("what is measured"), max_length=160, required=False,
        help_text=_("Only where we measure it ourselves: minutes to an answer, returns a week."),
    )  # fmt: skip
    unit = forms.CharField(label=_("unit"), max_length=20, required=False)
    before = NumberField(
        label=_("before"), required=False, max_digits=14, decimal_places=2, widget=NumberInput(),
        help_text=_("Counted by Vernost where answers are counted."),
    )  # fmt: skip
    higher_is_better = forms.BooleanField(label=_("more is better"), required=False)
    plan = forms.CharField(
        label=_("plan: why it happens, what will change it"), max_length=LONGEST_WORDS, widget=LINES,
        required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(one.pk), str(one)) for one in causes_to_improve(actor)]
        self.fields["cause"].choices = [("", "—"), *known]  # type: ignore[attr-defined]
        self.fields["owner"].choices = _people()  # type: ignore[attr-defined]
        self.initial.setdefault("owner", str(actor.employee_id or ""))

    def values(self) -> dict[str, Any]:
        clean = dict(self.cleaned_data)
        cause, owner = clean.pop("cause"), clean.pop("owner")
        return clean | {"cause_id": int(cause) if cause else None, "owner_id": int(owner)}


class ImprovementForm(forms.Form):
    """The words of an improvement; ``version``: as it was when the form was drawn."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    name = forms.CharField(label=_("what is to become better"), max_length=160)
    owner = forms.ChoiceField(label=_("who leads it"))
    due_on = DayField(label=_("by which day"))
    plan = forms.CharField(
        label=_("plan: why it happens, what will change it"), max_length=LONGEST_WORDS, widget=LINES,
        required=False,
    )  # fmt: skip
    do = forms.CharField(label=_("do: what was done"), max_length=LONGEST_WORDS, widget=LINES, required=False)
    check_text = forms.CharField(
        label=_("check: what the measure says"), max_length=LONGEST_WORDS, widget=LINES, required=False
    )
    act = forms.CharField(
        label=_("act: what stays, what comes next"), max_length=LONGEST_WORDS, widget=LINES, required=False
    )

    def __init__(self, *args: Any, improvement: Improvement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = _people()  # type: ignore[attr-defined]
        texts = ("version", "name", "due_on", "plan", "do", "check_text", "act")
        now = {field: getattr(improvement, field) for field in texts}
        self.initial = {**now, "owner": str(improvement.owner_id), **self.initial}

    def values(self) -> dict[str, Any]:
        clean = dict(self.cleaned_data)
        return clean | {"owner_id": int(clean.pop("owner"))}


class MeasureForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    value = NumberField(
        label=_("after"), required=False, max_digits=14, decimal_places=2, widget=NumberInput()
    )


def _people() -> list[tuple[str, str]]:
    return [(str(one.pk), one.name) for one in Employee.objects.active().order_by("name", "pk")]
