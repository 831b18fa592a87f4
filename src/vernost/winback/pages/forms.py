"""Forms of winning back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vernost.access.actor import Actor
from vernost.core.typed import DayField, NumberField, NumberInput
from vernost.retention.models import Winback
from vernost.winback import selectors
from vernost.winback.models import (
    AT_ONCE,
    Answer,
    Arm,
    Candidate,
    Channel,
    Group,
    Plan,
    Recency,
    Says,
    Standing,
    Sure,
    Where,
)
from vernost.winback.selectors import AskedPlans, AskedWhom

BIGGEST = 2**63 - 1
FEW = forms.Textarea(attrs={"rows": 3})
CLASSES = [one for one in Winback.choices if one[0]]


def money_field(label: Any, hint: Any = "") -> NumberField:
    return NumberField(
        label=label, required=False, min_value=0, max_digits=13, decimal_places=2, help_text=hint,
        widget=NumberInput(money=True),
    )  # fmt: skip


class AskedWhomForm(forms.Form):
    winback_class = forms.ChoiceField(choices=CLASSES, required=False)
    where = forms.ChoiceField(choices=Where.choices, required=False)
    recency = forms.ChoiceField(choices=Recency.choices, required=False)
    reason = forms.IntegerField(min_value=0, max_value=BIGGEST, required=False)

    def asked(self, usual: str) -> AskedWhom:
        """What is no answer is as if nothing was asked."""
        self.is_valid()
        said = self.cleaned_data
        return AskedWhom(
            winback_class=said.get("winback_class") or usual,
            where=said.get("where") or Where.FREE,
            recency=said.get("recency") or "",
            reason=said.get("reason"),
        )


class StartForm(forms.Form):
    token = forms.CharField(max_length=40)
    winback_class = forms.ChoiceField(choices=CLASSES, required=False)
    number = forms.IntegerField(min_value=1, max_value=AT_ONCE, required=False)
    client = forms.TypedMultipleChoiceField(coerce=int, required=False)
    share = NumberField(min_value=0, max_value=50, required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        given = [one for one in data.getlist("client") if one.isascii() and one.isdigit() and len(one) < 19]
        self.fields["client"].choices = [(one, one) for one in given]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        ids = said["client"] or None
        return {
            "token": said["token"],
            "client_ids": ids,
            "winback_class": "" if ids else said["winback_class"],
            "number": 0 if ids else said["number"] or 0,
            "share": said["share"],
        }


class AskedPlansForm(forms.Form):
    state = forms.ChoiceField(choices=Standing.choices, required=False)
    arm = forms.ChoiceField(choices=Arm.choices, required=False)
    responsible = forms.IntegerField(min_value=1, max_value=BIGGEST, required=False)
    round = forms.IntegerField(min_value=1, max_value=BIGGEST, required=False)

    def asked(self) -> AskedPlans:
        self.is_valid()
        said = self.cleaned_data
        return AskedPlans(
            state=said.get("state") or "",
            arm=said.get("arm") or "",
            responsible=said.get("responsible"),
            round=said.get("round"),
        )


class PlanForm(forms.Form):
    template = forms.ChoiceField(label=_("template of the plan"))
    answer = forms.CharField(
        label=_("best answer to the reason"), max_length=1000, widget=FEW, required=False,
        help_text=_("Empty: as the template says."),
    )  # fmt: skip
    offer = forms.CharField(
        label=_("what we come with"), max_length=300, required=False,
        help_text=_("Never with empty hands. Empty: as the template says."),
    )  # fmt: skip
    offer_cost = money_field(_("what the offer costs us"))

    def __init__(self, *args: Any, actor: Actor, candidate: Candidate | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        templates = selectors.template_list(actor)
        choices = [(str(one.pk), f"{one}: {one.offers}") for one in templates]
        self.fields["template"].choices = choices  # type: ignore[attr-defined]
        best = selectors.best_template(templates, candidate)
        self.initial.setdefault("template", str(best.pk) if best else "")

    def values(self) -> dict[str, Any]:
        clean = dict(self.cleaned_data)
        return clean | {"template_id": int(clean.pop("template"))}


class AnswerForm(forms.Form):
    step = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=BIGGEST)
    answer = forms.ChoiceField(
        label=_("what the client answered"), choices=Answer.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(label=_("in their words"), max_length=500, widget=FEW, required=False)
    on = DayField(label=_("when to ask again"), required=False, help_text=_("For “Later”."))
    minutes = forms.IntegerField(label=_("minutes it took"), min_value=1, max_value=1440, required=False)

    def __init__(self, *args: Any, plan: Plan, step: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if step is not None:
            self.initial["step"] = step.pk

    def values(self) -> dict[str, Any]:
        clean = dict(self.cleaned_data)
        return clean | {"step_id": clean.pop("step")}


class LetGoForm(forms.Form):
    why = forms.CharField(label=_("why"), max_length=300)


class WhyForm(forms.Form):
    reason = forms.ChoiceField(label=_("reason"))
    says = forms.ChoiceField(label=_("who says so"), choices=Says.choices)
    sure = forms.TypedChoiceField(label=_("how sure"), choices=Sure.choices, coerce=int, initial=Sure.LIKELY)
    note = forms.CharField(label=_("in their words"), max_length=500, widget=FEW, required=False)
    real = forms.BooleanField(label=_("this is the real reason, confirmed"), required=False)

    def __init__(self, *args: Any, actor: Actor, confirms: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_group: dict[str, list[tuple[str, str]]] = {}
        for one in selectors.catalogue(actor):
            by_group.setdefault(str(Group(one.group).label), []).append((str(one.pk), str(one)))
        self.fields["reason"].choices = list(by_group.items())  # type: ignore[attr-defined]
        if not confirms:
            del self.fields["real"]

    def values(self) -> dict[str, Any]:
        clean = dict(self.cleaned_data)
        return clean | {"reason_id": int(clean.pop("reason"))}


class ReasonForm(forms.Form):
    name = forms.CharField(label=_("reason"), max_length=120)
    group = forms.ChoiceField(label=_("whose doing"), choices=Group.choices)
    remedy = forms.CharField(label=_("what helps"), max_length=1000, widget=FEW, required=False)


class QuestionForm(forms.Form):
    question = forms.CharField(label=_("question"), max_length=200)


class PollAnswerForm(forms.Form):
    reason = forms.ChoiceField(label=_("reason"), required=False)
    text = forms.CharField(label=_("or in your own words"), max_length=500, widget=FEW, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(one.pk), str(one)) for one in selectors.catalogue(actor)]
        self.fields["reason"].choices = [("", "—"), *known]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        reason = self.cleaned_data["reason"]
        return {"reason_id": int(reason) if reason else None, "text": self.cleaned_data["text"]}


class IdeaForm(forms.Form):
    text = forms.CharField(label=_("idea"), max_length=120)


class TemplateForm(forms.Form):
    name = forms.CharField(label=_("name"), max_length=120)
    winback_class = forms.ChoiceField(
        label=_("for the class"), required=False, choices=[("", "—"), *CLASSES[:3]]
    )
    reason = forms.ChoiceField(label=_("for the reason"), required=False)
    answer = forms.CharField(
        label=_("best answer to the reason"), max_length=1000, widget=FEW, required=False
    )
    offer = forms.CharField(
        label=_("what we come with"), max_length=300, help_text=_("Never with empty hands.")
    )
    offer_cost = money_field(_("what the offer costs us"))
    tries = forms.IntegerField(
        label=_("tries when nobody answers"), min_value=1, max_value=20, required=False, initial=3
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(one.pk), str(one)) for one in selectors.catalogue(actor)]
        self.fields["reason"].choices = [("", "—"), *known]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        clean = dict(self.cleaned_data)
        reason = clean.pop("reason")
        return clean | {"reason_id": int(reason) if reason else None}


class TemplateStepForm(forms.Form):
    channel = forms.ChoiceField(label=_("how"), choices=Channel.choices)
    day = forms.IntegerField(label=_("on which day"), min_value=0, max_value=365)
    minutes = forms.IntegerField(label=_("minutes of work"), min_value=1, max_value=1440, required=False)
    text = forms.CharField(label=_("what to do"), max_length=300)
    by_head = forms.BooleanField(label=_("by the head"), required=False)


StepForms = forms.formset_factory(TemplateStepForm, extra=2, max_num=12, validate_max=True)
