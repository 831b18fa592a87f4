"""Forms of requests."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from vernost.agenda.pages.forms import ContactForm
from vernost.clients.models import Source
from vernost.core.typed import DayField
from vernost.intake.models import LONGEST_TEXT, Channel, Desk, SiteForm, Way, Why
from vernost.intake.selectors import LISTS, OPEN_LIST, Asked

BY_HAND = (Channel.PHONE, Channel.HAND, Channel.CHAT, Channel.EMAIL)


class AddForm(forms.Form):
    """A request by phone: a name, a number, two words. Ten seconds."""

    channel = forms.ChoiceField(
        label=_("how it came"),
        choices=[(one.value, one.label) for one in BY_HAND],
        initial=Channel.PHONE,
        widget=forms.RadioSelect,
    )
    phone = forms.CharField(
        label=_("phone"), max_length=60, required=False, widget=forms.TextInput({"inputmode": "tel"})
    )
    name = forms.CharField(label=_("name"), max_length=200, required=False)
    text = forms.CharField(
        label=_("what they want"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea({"rows": 3})
    )
    email = forms.CharField(label=_("e-mail"), max_length=254, required=False)
    company = forms.CharField(label=_("company"), max_length=200, required=False)
    source = forms.ChoiceField(label=_("came from"), choices=Source.choices, required=False)
    source_detail = forms.CharField(label=_("which one"), max_length=120, required=False)
    token = forms.CharField(max_length=32, widget=forms.HiddenInput, initial=lambda: uuid4().hex)


class AnswerForm(ContactForm):
    """A talk that they began: how we answered, and what follows."""

    taps = ("channel", "outcome")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["began"], self.fields["at"]


class CloseForm(forms.Form):
    why = forms.ChoiceField(
        label=_("why closed"), choices=[one for one in Why.choices if one[0]], widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("note"), max_length=500, required=False)


class PublicForm(forms.Form):
    """What a visitor of the firm's site fills in. Nothing is required by the browser: what is missing is said
    in our own words."""

    name = forms.CharField(
        label=_("your name"), max_length=200, required=False, widget=forms.TextInput({"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("phone"),
        help_text=_("A phone or an e-mail is enough."),
        max_length=60,
        required=False,
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.CharField(
        label=_("e-mail"),
        max_length=254,
        required=False,
        widget=forms.TextInput({"autocomplete": "email", "inputmode": "email"}),
    )
    company = forms.CharField(
        label=_("company"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    text = forms.CharField(
        label=_("what can we do for you"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args: Any, site_form: SiteForm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not site_form.asks_company:
            del self.fields["company"]


class SiteFormForm(forms.ModelForm):  # type: ignore[type-arg]  # as above
    class Meta:
        model = SiteForm
        fields = (
            "title", "slug", "lead", "button", "asks_company", "source", "source_detail", "sites", "language",
            "is_open", "is_for_complaints",
        )  # fmt: skip
        widgets = {"sites": forms.Textarea({"rows": 3})}

    def _post_clean(self) -> None:
        """The service judges the whole row, and says what it refuses."""


class AssignForm(forms.Form):
    employee = forms.IntegerField(min_value=1)


class DeskForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own is not generic at run time
    way = forms.ChoiceField(
        label=Desk._meta.get_field("way").verbose_name, choices=Way.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = Desk
        fields = ("way", "only_present")


MARKS = [
    *((one.value, one.label) for one in Channel),
    *((one.value, one.label) for one in Source if one.value),
]


class SeatForm(forms.Form):
    takes = forms.BooleanField(label=_("is given requests"), required=False)
    sources = forms.MultipleChoiceField(
        label=_("only such requests"), choices=MARKS, required=False, widget=forms.CheckboxSelectMultiple
    )
    away_until = DayField(label=_("away until, this day included"), required=False)


def asked_of(query: Any) -> Asked:
    which, channel = query.get("which", ""), query.get("channel", "")
    return Asked(which if which in LISTS else OPEN_LIST, channel if channel in Channel.values else "")
