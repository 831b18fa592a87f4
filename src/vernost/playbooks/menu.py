"""What playbooks add to the shell: notes wait for marketing, answers for those who wrote the notes."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy

from vernost.access.actor import Actor
from vernost.access.menu import MOST_FOUND, Found, news
from vernost.access.policies import may
from vernost.playbooks import selectors
from vernost.playbooks.models import FieldNote


def _news(actor: Actor, text: str) -> Sequence[Found]:
    if not may(actor, "playbook.see"):
        return []
    return [_told(one) for one in selectors.notes_to_read(actor)[:MOST_FOUND]]


def _told(note: FieldNote) -> Found:
    address = reverse("playbook", args=[note.playbook_id]) + "#notes"
    said = note.get_decision_display() if note.decision else note.text[:80]
    return Found(f"{note.playbook.title}: {said}", address, "message-circle")


news("playbooks", gettext_lazy("Notes about playbooks"), _news, place=40)
