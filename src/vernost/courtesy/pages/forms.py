"""The form that a client gets instead of a call."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.courtesy.models import LONGEST_COMMENT

MARKS = (
    (5, pgettext_lazy("mark", "Very well")),
    (4, pgettext_lazy("mark", "Well")),
    (3, pgettext_lazy("mark", "So-so")),
    (2, pgettext_lazy("mark", "Badly")),
    (1, pgettext_lazy("mark", "Very badly")),
)


class AnswerForm(forms.Form):
    rating = forms.TypedChoiceField(
        label=_("how did it go"), choices=MARKS, coerce=int, widget=forms.RadioSelect,
        error_messages={"required": _("Choose a mark from one to five.")},
    )  # fmt: skip
    comment = forms.CharField(
        label=_("what should we know"),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea({"rows": 4}),
    )
    again = forms.BooleanField(label=_("I would like to order the same again"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["again"].help_text = _("Your manager will call to agree on the day.")
