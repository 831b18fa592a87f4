"""Forms of complaints."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vernost.access.actor import Actor
from vernost.clients.models import Client
from vernost.complaints import selectors
from vernost.complaints.models import LONGEST, Channel, Complaint
from vernost.complaints.services.taking import who_may_be_responsible
from vernost.core import clock
from vernost.core.typed import DayField, MomentField, NumberField, NumberInput
from vernost.orders.selectors import client_orders

LINES = forms.Textarea(attrs={"rows": 4})
FEW = forms.Textarea(attrs={"rows": 2})


def _sum(label: Any, hint: Any = "") -> NumberField:
    return NumberField(
        label=label, required=False, min_value=0, max_digits=13, decimal_places=2, help_text=hint,
        widget=NumberInput(money=True),
    )  # fmt: skip


class TakeForm(forms.Form):
    text = forms.CharField(label=_("what happened, in the client’s words"), max_length=LONGEST, widget=LINES)
    wish = forms.CharField(label=_("what they want"), max_length=500, required=False)
    channel = forms.ChoiceField(label=_("how it came"), choices=Channel.choices)
    order = forms.ChoiceField(label=_("order"), required=False)
    product = forms.CharField(label=_("product or service"), max_length=200, required=False)
    responsible = forms.ChoiceField(label=_("responsible"), required=False)
    received_at = MomentField(label=_("received"), required=False, help_text=_("Empty: now."))
    # What it comes from, named as its page («loop:7»: an answer): the same one opens one case.
    key = forms.RegexField(r"^[a-z_]{1,20}:\d{1,18}$", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        orders = [(str(one.pk), f"{one} · {one.day:%d.%m.%Y}") for one in client_orders(actor, client)]
        self.fields["order"].choices = [("", "—"), *orders]  # type: ignore[attr-defined]
        people = [(str(one.pk), one.name) for one in who_may_be_responsible(client)]
        self.fields["responsible"].choices = people  # type: ignore[attr-defined]
        self.initial.setdefault("responsible", str(client.owner_id or ""))
        self.client = client

    def values(self) -> dict[str, Any]:
        clean = dict(self.cleaned_data)
        clean["key"] = f"{clean['key']}:{self.client.pk}" if clean["key"] else ""
        for name in ("order", "responsible"):
            number = clean.pop(name)
            clean[f"{name}_id"] = int(number) if number else None
        return clean


class AcknowledgeForm(forms.Form):
    text = forms.CharField(label=_("what was said"), max_length=LONGEST, widget=FEW, required=False)


class FactsForm(forms.Form):
    facts = forms.CharField(label=_("what really happened"), max_length=LONGEST, widget=LINES)
    cause = forms.ChoiceField(label=_("root cause"), required=False)
    cost = _sum(_("what it cost us"))

    def __init__(self, *args: Any, actor: Actor, case: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(one.pk), str(one)) for one in selectors.causes(actor)]
        self.fields["cause"].choices = [("", "—"), *known]  # type: ignore[attr-defined]
        now = {"facts": case.facts, "cause": str(case.cause_id or ""), "cost": case.cost}
        self.initial = {**now, **self.initial}

    def values(self) -> dict[str, Any]:
        clean = dict(self.cleaned_data)
        cause = clean.pop("cause")
        return clean | {"cause_id": int(cause) if cause else None}


class AgreeForm(forms.Form):
    measures = forms.CharField(
        label=_("what was agreed"), max_length=LONGEST, widget=LINES, help_text=_("The client reads this.")
    )
    by = DayField(label=_("by which day"))
    compensation = _sum(_("compensation"))

    def __init__(self, *args: Any, case: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = {"measures": case.measures, "by": case.measures_by, "compensation": case.compensation}
        self.initial = {**now, **self.initial}

    def clean_by(self) -> Any:
        day = self.cleaned_data["by"]
        if day and day < clock.today():
            raise forms.ValidationError(_("This day is over."))
        return day


class CarryOutForm(forms.Form):
    text = forms.CharField(label=_("what was done"), max_length=LONGEST, widget=FEW, required=False)


class ConfirmForm(forms.Form):
    how = forms.CharField(
        label=_("when and in which words the client confirmed"), max_length=1000, widget=FEW
    )


class TellForm(forms.Form):
    text = forms.CharField(label=_("what the client is told"), max_length=LONGEST, widget=LINES)
    by_letter = forms.BooleanField(label=_("send it as a letter too"), required=False, initial=True)


class TextForm(forms.Form):
    text = forms.CharField(label=_("text"), max_length=LONGEST, widget=LINES)


class PauseForm(forms.Form):
    why = forms.CharField(label=_("what they think about"), max_length=500, required=False)


class AssignForm(forms.Form):
    responsible = forms.ChoiceField(label=_("responsible"))

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(one.pk), one.name) for one in who_may_be_responsible(client)]
        self.fields["responsible"].choices = people  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        return {"responsible_id": int(self.cleaned_data["responsible"])}


class CauseForm(forms.Form):
    name = forms.CharField(label=_("cause"), max_length=120)


class AuthorityForm(forms.Form):
    amount = _sum(_("settles alone up to"), _("Empty: as the firm’s threshold says."))


class AskedForm(forms.Form):
    """What the board and the list are narrowed by; what cannot be understood asks nothing."""

    state = forms.ChoiceField(choices=[(one, one) for one in ("open", "late", "over")], required=False)
    cause = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    responsible = forms.IntegerField(required=False, min_value=1, max_value=2**62)

    def asked(self, **more: Any) -> selectors.Asked:
        self.is_valid()
        return selectors.Asked(**{name: value for name, value in self.cleaned_data.items() if value}, **more)
