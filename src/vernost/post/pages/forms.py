"""The form of a letter, and what the list is asked for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vernost.clients.rules import tidy
from vernost.post.letter_kinds import BY_HAND, OFFER
from vernost.post.models import LONGEST_SUBJECT, LONGEST_TEXT, State
from vernost.post.selectors import Asked

WRITTEN_BY_PEOPLE = {one.name: one for one in (BY_HAND, OFFER)}


class LetterForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("what it is"),
        choices=[(BY_HAND.name, _("An answer or a matter of theirs")), (OFFER.name, _("An offer"))],
        initial=BY_HAND.name,
        widget=forms.RadioSelect,
        help_text=_(
            "An offer goes only to those who agreed, in their daytime, and with a way to unsubscribe."
        ),
    )
    subject = forms.CharField(label=_("subject"), max_length=LONGEST_SUBJECT)
    text = forms.CharField(label=_("text"), max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 12}))

    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "kind": WRITTEN_BY_PEOPLE[self.cleaned_data["kind"]]}


def asked_of(given: Any) -> Asked:
    """Whatever cannot be understood narrows nothing, but a client one does not see is no client."""
    state = given.get("state", "")
    return Asked(
        state=state if state in State.values else "",
        reason=given.get("reason", "")[:40].replace("\x00", ""),
        kind=given.get("kind", "")[:40].replace("\x00", ""),
        client=given.get("client", ""),
    )


def subject_of(given: Any) -> str:
    """Of the letter that is answered: «Re:» once, however often it went to and fro."""
    subject = tidy(given.get("answer", ""))[: LONGEST_SUBJECT - 4]
    return subject if not subject or subject[:3].casefold() == "re:" else f"Re: {subject}"
