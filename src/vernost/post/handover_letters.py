"""The letters of a handover: each client is told who looks after them now (rules 1.3, 1.4).

They are written after it, out of its plan, by a sweep: a handover of three thousand clients takes seconds,
and a worker killed half-way writes each letter once, for each has its key. They leave half an hour later, so
that a slip can be taken back before anybody has read of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from vernost.access.actor import SYSTEM
from vernost.clients import handover_letter
from vernost.clients.belongings import BATCH, TakeBack
from vernost.clients.models import LETTERS_WAIT, HandoverClient
from vernost.core import clock
from vernost.core.errors import Text
from vernost.journal.write import draft, record_many
from vernost.post import kinds
from vernost.post.letter_kinds import letter_kind
from vernost.post.models import Letter, State
from vernost.post.services import letter_to_client

NEW_MANAGER = letter_kind("new_manager", _("Who looks after you now"))
A_TIME = 50
Mail = HandoverClient.Mail


def key_of(handover_id: int, client_id: int) -> str:
    return f"handover:{handover_id}:{client_id}"


def write_due() -> int:
    written = 0
    while some := _write_some():
        written += some
    return written


@transaction.atomic
def _write_some() -> int:
    rows: Any = HandoverClient._base_manager.filter(mail=Mail.DUE).order_by("pk")
    rows = rows.select_for_update(skip_locked=True, of=("self",))
    taken = list(rows.select_related("client", "successor", "handover__leaver")[:A_TIME])
    for row in taken:
        _write(row)
    HandoverClient._base_manager.filter(pk__in=[row.pk for row in taken]).update(mail=Mail.WRITTEN)
    return len(taken)


def _write(row: HandoverClient) -> None:
    if not row.client.is_live or row.successor is None:
        return  # merged away or erased meanwhile
    names: Any = {"client": row.client, "manager": row.successor, "leaver": row.handover.leaver}
    letter_to_client(
        SYSTEM,
        client_id=row.client_id,
        kind=NEW_MANAGER,
        subject=handover_letter.filled(row.handover.subject, **names),
        text=handover_letter.filled(row.handover.text, **names),
        key=key_of(row.handover_id, row.client_id),
        about=row.handover,
        not_before=(row.handover.done_at or clock.now()) + LETTERS_WAIT,
    )


def recall(back: TakeBack) -> Sequence[Text]:
    """What has not left is cancelled; what has cannot be called back."""
    left = 0
    for start in range(0, len(back.client_ids), BATCH):
        keys = [key_of(back.handover_id, pk) for pk in back.client_ids[start : start + BATCH]]
        letters = list(Letter._base_manager.select_for_update().filter(key__in=keys))
        waiting = [one for one in letters if one.state == State.QUEUED and not _is_leaving(one)]
        rows = Letter._base_manager.filter(pk__in=[one.pk for one in waiting])
        rows.update(state=State.CANCELLED, due_at=None)
        record_many(
            draft(back.actor, kinds.CANCELLED, subject=one, client_id=one.client_id,
                  data={"subject": one.subject})
            for one in waiting
        )  # fmt: skip
        left += sum(one.state == State.SENT or _is_leaving(one) for one in letters)
    text = ngettext("{n} letter has left already.", "{n} letters have left already.", left)
    return [text.format(n=left)] if left else []


def _is_leaving(letter: Letter) -> bool:
    leased = letter.lease_until is not None and letter.lease_until > clock.now()
    return letter.state == State.QUEUED and (leased or letter.begun_at is not None)
