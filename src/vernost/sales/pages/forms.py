"""Forms of deals, their endings, stages and reasons."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor
from vernost.access.policies import may
from vernost.agenda.models import LONGEST
from vernost.agenda.pages.forms import SaidDayField
from vernost.clients.models import Client, Source
from vernost.core.money import MoneyField
from vernost.core.typed import DayField, day_or_none
from vernost.sales import selectors
from vernost.sales.models import Deal, Group, LostReason, Stage, State
from vernost.sales.selectors import Asked
from vernost.staff.models import Employee


def money(label: Any, *, required: bool = True, help_text: Any = "") -> Any:
    field: MoneyField = MoneyField(label)
    return field.formfield(label=label, required=required, min_value=Decimal(0), help_text=help_text)


class DealForm(forms.Form):
    """``version``: what the editor saw. Of a new deal also its stage and first step."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("what it is about"), max_length=200)
    amount = money(_("sum"), required=False)
    expected_on = DayField(label=_("expected by"), required=False)
    source = forms.ChoiceField(label=_("where it came from"), choices=Source.choices, required=False)
    note = forms.CharField(
        label=_("note"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )

    def __init__(
        self, *args: Any, actor: Actor, client: Client, deal: Deal | None = None, **kwargs: Any
    ) -> None:
        names = ("title", "amount", "expected_on", "source", "note", "version", "seller_id")
        initial = {name: getattr(deal, name) for name in names} if deal else {"source": client.source}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.fields["seller_id"] = forms.TypedChoiceField(
            label=_("seller"),
            coerce=int,
            empty_value=None,
            required=False,
            choices=_sellers(actor, client, deal),
            initial=initial.get("seller_id") or actor.employee_id,
        )
        if deal is None:
            self.fields |= _of_new(actor)

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def _of_new(actor: Actor) -> dict[str, forms.Field]:
    return {
        "stage_id": forms.TypedChoiceField(
            label=_("stage"), coerce=int, empty_value=None, required=False, choices=stage_choices(actor)
        ),
        "step": forms.CharField(label=_("next step"), max_length=LONGEST, required=False),
        "step_on": SaidDayField(label=_("when"), required=False),
    }


def stage_choices(actor: Actor) -> list[Any]:
    """By pipeline, where there are several."""
    found = selectors.pipelines(actor)
    grouped = [(str(pipeline), [(one.pk, str(one)) for one in stages]) for pipeline, stages in found]
    return grouped if len(grouped) > 1 else grouped[0][1]


def _sellers(actor: Actor, client: Client, deal: Deal | None) -> list[tuple[Any, str]]:
    """A head gives it to anybody; others to themselves or to whoever looks after the client."""
    rows = Employee.objects.active().order_by("name", "pk")
    if not may(actor, "deal.assign", client):
        known = {actor.employee_id, client.owner_id, deal.seller_id if deal else None}
        rows = rows.filter(pk__in=[one for one in known if one])
    nobody = [("", deal.seller_name or "—")] if deal and deal.seller_id is None else []
    return [*nobody, *((one.pk, one.name) for one in rows)]


class StepForm(forms.Form):
    text = forms.CharField(label=_("next step"), max_length=LONGEST)
    due_on = SaidDayField(label=_("when"))


class WinForm(forms.Form):
    amount = money(_("sum"))
    promised_on = DayField(
        label=_("promised for"), required=False, help_text=_("The day on which the client will have it.")
    )


class LoseForm(forms.Form):
    """The reasons stand on the page as radio buttons, each with its remedy."""

    reason = forms.IntegerField(required=False)
    said_by_client = forms.CharField(
        label=_("what the client said"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2})
    )
    again_on = SaidDayField(
        label=_("ask again"), required=False, help_text=_("A next step for that day, if it is worth it.")
    )

    def values(self) -> dict[str, Any]:
        clean = dict(self.cleaned_data)
        return {"reason_id": clean.pop("reason"), **clean}


class StageForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("thing", "name"), max_length=60)
    probability = forms.IntegerField(
        label=_("chance of winning, %"), min_value=0, max_value=100, initial=50,
        widget=forms.TextInput({"inputmode": "numeric"}),
    )  # fmt: skip


class PipelineForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("thing", "name"), max_length=60)


class NewPipelineForm(PipelineForm):
    first_stage = forms.CharField(label=_("first stage"), max_length=60)


class StageDeleteForm(forms.Form):
    move_to = forms.TypedChoiceField(label=_("its deals go to"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, actor: Actor, stage: Stage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [one for one in selectors.stages(actor) if one.pk != stage.pk]
        several = len({one.pipeline_id for one in others}) > 1
        self.fields["move_to"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((one.pk, f"{one.pipeline} · {one}" if several else str(one)) for one in others),
        ]


class ReasonForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("reason"), max_length=120)
    group = forms.ChoiceField(label=_("group"), choices=Group.choices)
    remedy = forms.CharField(
        label=_("what can be done"), max_length=1000, required=False, widget=forms.Textarea({"rows": 3}),
        help_text=_("Shown to the seller at the moment of the loss."),
    )  # fmt: skip


class ReasonRemoveForm(forms.Form):
    merge_into = forms.TypedChoiceField(
        label=_("what was lost for it counts under"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, actor: Actor, reason: LostReason, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [
            (label, [(one.pk, str(one)) for one in reasons if one.pk != reason.pk])
            for label, reasons in selectors.reason_groups(actor)
        ]
        itself = ("", pgettext_lazy("reasons", "itself, as before"))
        self.fields["merge_into"].choices = [itself, *others]  # type: ignore[attr-defined]


def asked_of(query: Any) -> Asked:
    """The question out of an address; what is mistyped asks nothing."""
    state = query.get("state", "")
    return Asked(
        text=query.get("text", "").replace("\x00", "")[:200],
        seller_id=_number(query.get("seller", "")),
        overdue=bool(query.get("overdue")),
        still=bool(query.get("still")),
        state=state if state in State.values else "",
        pipeline_id=_number(query.get("pipeline", "")),
        reason_id=_number(query.get("reason", "")),
        since=day_or_none(query.get("since", "")),
        until=day_or_none(query.get("until", "")),
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
