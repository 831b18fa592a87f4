"""Forms of a playbook's name, of a note from the field and of its answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vernost.playbooks import moments
from vernost.playbooks.models import LONGEST_NOTE, Decision, FieldNote, Playbook
from vernost.playbooks.steps import Step


class PlaybookForm(forms.Form):
    title_ru = forms.CharField(label=_("title in Russian"), max_length=120, required=False)
    title_en = forms.CharField(label=_("title in English"), max_length=120, required=False)
    moments = forms.MultipleChoiceField(
        label=_("when it is shown"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It stands beside the lines of Today of these moments. Each moment has one playbook."),
    )

    def __init__(self, *args: Any, of: Playbook | None = None, **kwargs: Any) -> None:
        if of is not None:
            initial = {"title_ru": of.title_ru, "title_en": of.title_en}
            kwargs["initial"] = {**initial, "moments": [one.name for one in of.moments.all()]}
        super().__init__(*args, **kwargs)
        self.fields["moments"].choices = moments.every()  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("what clients say"), max_length=LONGEST_NOTE, widget=forms.Textarea({"rows": 3})
    )
    step = forms.ChoiceField(label=_("about which step"), required=False)

    def __init__(self, *args: Any, read: Sequence[Step] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(one.key, f"{n}. {one.shown[:40]}") for n, one in enumerate(read, start=1)]
        self.fields["step"].choices = [("", _("the whole")), *named]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("decision"), choices=[one for one in Decision.choices if one[0]], widget=forms.RadioSelect
    )
    changed_in: Any = forms.ModelChoiceField(label=_("in version"), queryset=None, required=False)
    answer = forms.CharField(label=_("answer"), max_length=LONGEST_NOTE, widget=forms.Textarea({"rows": 4}))

    def __init__(self, *args: Any, versions: Any, note: FieldNote, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "decision": note.decision or Decision.ACCEPTED,
            "answer": note.answer,
            "changed_in": note.changed_in_id,
        }
        super().__init__(*args, **kwargs)
        field: Any = self.fields["changed_in"]
        field.queryset = versions
        field.label_from_instance = lambda version: version.number
