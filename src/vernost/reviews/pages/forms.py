"""Forms of reviews: by their authors, by us."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.core import clock
from vernost.reviews.models import BEST, BY_HAND, LONGEST_NAME, LONGEST_TEXT, Source, State, Widget
from vernost.reviews.selectors import Asked

MARKS = (
    (1, pgettext_lazy("stars", "Very bad")),
    (2, pgettext_lazy("stars", "Bad")),
    (3, pgettext_lazy("stars", "So-so")),
    (4, pgettext_lazy("stars", "Good")),
    (5, pgettext_lazy("stars", "Excellent")),
)
CHOOSE = _("Choose from one to five stars.")


def stars_field() -> forms.TypedChoiceField:
    wrong = {"required": CHOOSE, "invalid_choice": CHOOSE}
    widget = forms.RadioSelect({"class": "stars-choice"})
    widget.template_name = "reviews/stars_choice.html"
    return forms.TypedChoiceField(
        label=_("how was it"), choices=MARKS, coerce=int, widget=widget, error_messages=wrong
    )


class WriteForm(forms.Form):
    """Of the author. Nothing is ticked for them."""

    stars = stars_field()
    text = forms.CharField(
        label=_("in your own words"), required=False, max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 5}),
    )  # fmt: skip
    name = forms.CharField(
        label=_("how to sign it"), required=False, max_length=LONGEST_NAME,
        help_text=_("As others will see it: “Anna”, “Anna P., a café”."),
    )  # fmt: skip
    agreed = forms.BooleanField(label=_("this may be published on the firm’s site"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].help_text = _("You may take this back at any time by the link of this page.")


class VisitorForm(WriteForm):
    phone = forms.CharField(label=_("phone"), required=False, max_length=40)
    email = forms.CharField(label=_("e-mail"), required=False, max_length=254)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].help_text = _("Without it we read it ourselves, and show it to nobody.")
        self.fields["email"].help_text = _(
            "For us alone: to answer you, and to know that you are our client."
        )


class TakeForm(forms.Form):
    """An employee writes down what stands elsewhere, or was said."""

    stars = stars_field()
    text = forms.CharField(
        label=_("review"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 5})
    )
    name = forms.CharField(label=_("signed as"), required=False, max_length=LONGEST_NAME)
    source = forms.ChoiceField(
        label=_("where it was written"), choices=[(one.value, one.label) for one in BY_HAND]
    )
    original = forms.URLField(
        label=_("address of the original"), required=False, max_length=500, assume_scheme="https"
    )
    day = forms.DateField(label=_("on which day"), required=False)
    agreed_how = forms.CharField(
        label=_("how they agreed to its publication"), required=False, max_length=200,
        help_text=_("“By telephone on 21 November”. Empty: they have not, and it is not shown on the site."),
    )  # fmt: skip

    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        day = said.pop("day")
        at = datetime.combine(day, time(12), tzinfo=clock.firm_zone()) if day else None
        return {**said, "written_at": min(at, clock.now()) if at and day <= clock.today() else at}


class DeclineForm(forms.Form):
    reason = forms.CharField(label=_("why it is not published"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("answer of the firm"), required=False, max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 4}),
    )  # fmt: skip
    by_letter = forms.BooleanField(label=_("send it to the author by letter too"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class AgreedForm(forms.Form):
    how = forms.CharField(label=_("how they agreed to its publication"), max_length=200)


class WidgetForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Widget
        fields = (
            "address", "title", "look", "theme", "shown", "shows_answers", "takes", "language", "sites",
            "is_open",
        )  # fmt: skip


class AskedForm(forms.Form):
    """Rubbish in the address narrows nothing."""

    state = forms.ChoiceField(choices=State.choices, required=False)
    source = forms.ChoiceField(choices=Source.choices, required=False)
    stars = forms.IntegerField(min_value=1, max_value=BEST, required=False)
    client = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)

    def asked(self) -> Asked:
        self.is_valid()
        found = {name: value for name, value in self.cleaned_data.items() if value}
        return Asked(**found)
