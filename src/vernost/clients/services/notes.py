"""Notes of employees on a client."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.clients import kinds
from vernost.clients.models import Client, Note
from vernost.clients.rules import tidy
from vernost.clients.services.saving import touched
from vernost.core import clock
from vernost.core.errors import Conflict, Invalid
from vernost.journal.write import record

LONGEST = 10_000
IN_JOURNAL = 200


@transaction.atomic
def note_add(actor: Actor, *, client_id: int, text: str, is_pinned: bool = False) -> Note:
    client: Client = fetch(actor, Client, client_id, verb="client.edit", lock=True)
    note = Note(client=client, text=_said(text), author_id=actor.employee_id, is_pinned=is_pinned)
    note.save(force_insert=True)
    touched(client)
    record(actor, kinds.NOTED, subject=note, client_id=client.pk, data={"text": note.text[:IN_JOURNAL]})
    return note


@transaction.atomic
def note_change(
    actor: Actor, *, note_id: int, version: int, text: str, is_pinned: bool | None = None
) -> Note:
    note: Note = fetch(actor, Note, note_id, lock=True)
    client: Client = fetch(actor, Client, note.client_id, verb="client.edit")
    said = _said(text)
    if version != note.version and said != note.text:
        # Both texts stay: the other's in the note, this one with its editor.
        raise Conflict(changes={"text": (None, note.text)})
    pinned = note.is_pinned if is_pinned is None else is_pinned
    if (said, pinned) == (note.text, note.is_pinned):
        return note
    before, note.text, note.is_pinned = note.text, said, pinned
    note.version += 1
    note.changed_at = clock.now()
    note.save(update_fields=["text", "is_pinned", "version", "changed_at"])
    if before != said:
        record(actor, kinds.NOTE_CHANGED, subject=note, client_id=client.pk, changes={"text": (before, said)})
    return note


@transaction.atomic
def note_remove(actor: Actor, *, note_id: int) -> None:
    """The text stays in the journal until the person's data is erased."""
    note: Note = fetch(actor, Note, note_id, lock=True)
    client: Client = fetch(actor, Client, note.client_id, verb="client.edit")
    record(actor, kinds.NOTE_REMOVED, subject=note, client_id=client.pk, changes={"text": (note.text, None)})
    note.delete()


def _said(text: str) -> str:
    said = tidy(text, lines=True)
    if not said:
        raise Invalid(text=_("Write something."))
    if len(said) > LONGEST:
        raise Invalid(text=_("A note has at most {limit} signs.").format(limit=LONGEST))
    return said
