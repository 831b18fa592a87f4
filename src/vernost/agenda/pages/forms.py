"""The form of a talk, and days in people's words."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from vernost.access.fetch import BIGGEST_KEY
from vernost.agenda.days import FarDay, NoDay, PastDay, said_day
from vernost.agenda.models import A_DAY, LONGEST, Began, Channel, How, Outcome
from vernost.agenda.services.contacts import NOBODY
from vernost.core import clock
from vernost.core.typed import MomentField

UNDO, NO_ANSWER = "undo", "no_answer"


class SaidDayField(forms.CharField):
    """«послезавтра», "next Friday", 25.11: a day from today on."""

    def __init__(self, **kwargs: Any) -> None:
        hint = gettext_lazy("tomorrow, on Friday")
        widget = forms.TextInput({"placeholder": hint, "autocomplete": "off"})
        super().__init__(**{"max_length": 60, "widget": widget, **kwargs})

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return said(text) if text else None


def said(text: str) -> date:
    try:
        return said_day(text, clock.today())
    except PastDay as error:
        raise ValidationError(_("This day is over."), code="past") from error
    except FarDay as error:
        raise ValidationError(_("This is more than five years away."), code="far") from error
    except NoDay as error:
        text = _("Say the day like this: tomorrow, in two weeks, on Friday, 25.12.")
        raise ValidationError(text, code="invalid") from error


class ContactForm(forms.Form):
    channel = forms.ChoiceField(
        label=gettext_lazy("how"), choices=Channel.choices, initial=Channel.CALL, widget=forms.RadioSelect
    )
    began = forms.ChoiceField(
        label=gettext_lazy("who began"), choices=Began.choices, initial=Began.WE, widget=forms.RadioSelect
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("outcome"),
        choices=Outcome.choices,
        initial=Outcome.TALKED,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("what about"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2})
    )
    call_back = forms.ChoiceField(
        label=gettext_lazy("call back"),
        choices=[
            ("", pgettext_lazy("call back", "Not needed")),
            ("today", gettext_lazy("Today")),
            ("tomorrow", gettext_lazy("Tomorrow")),
            ("in two days", gettext_lazy("In two days")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    step = forms.CharField(label=gettext_lazy("next step"), max_length=LONGEST, required=False)
    step_on = SaidDayField(label=gettext_lazy("when"), required=False)
    promise = forms.CharField(label=gettext_lazy("what was promised"), max_length=LONGEST, required=False)
    promise_on = SaidDayField(label=gettext_lazy("by which day"), required=False)
    minutes = forms.IntegerField(label=gettext_lazy("minutes"), min_value=1, max_value=A_DAY, required=False)
    at = MomentField(
        label=gettext_lazy("when it was"), required=False, help_text=gettext_lazy("Empty: just now.")
    )
    token = forms.CharField(
        max_length=32, required=False, widget=forms.HiddenInput, initial=lambda: uuid4().hex
    )

    taps: tuple[str, ...] = ("channel", "began", "outcome")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # It stands on the card beside the form of a note: ids of their own.
        super().__init__(*args, **{"auto_id": "talk_%s", **kwargs})

    def clean(self) -> dict[str, Any]:
        """«Call back tomorrow» is the next step with its day, unless another was written."""
        found = super().clean() or self.cleaned_data
        back = found.pop("call_back", "")
        if back and found.get("outcome") in NOBODY and not found.get("step") and not found.get("step_on"):
            found["step_on"] = said(back)
        return found

    @property
    def tapped(self) -> list[forms.BoundField]:
        return [self[name] for name in self.taps]


class PromiseForm(forms.Form):
    text = forms.CharField(label=gettext_lazy("what was promised"), max_length=LONGEST)
    due_on = SaidDayField(label=gettext_lazy("by which day"))


class ActForm(forms.Form):
    """What a line of Today was answered with."""

    act = forms.ChoiceField(choices=[*How.choices, (UNDO, UNDO), (NO_ANSWER, NO_ANSWER)])
    day = SaidDayField(required=False)
    of = forms.DateField(required=False)
    ref = forms.IntegerField(min_value=0, max_value=BIGGEST_KEY, required=False)
