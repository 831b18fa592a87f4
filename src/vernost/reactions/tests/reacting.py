"""The whole way of what happened: read, due, reacted to; twice, as a killed worker would."""

from __future__ import annotations

from vernost.access.actor import SYSTEM
from vernost.agenda.models import Step
from vernost.clients.models import Client
from vernost.journal.models import Entry
from vernost.reactions import declaring, reacting, reading
from vernost.reactions.models import Due


def settle_in() -> None:
    """Every reaction is installed by now."""
    reading.read()


def react() -> None:
    reading.read()
    reacting.work_off()
    for due in Due.objects.all():  # what each does is keyed besides, so that once more changes nothing
        one = declaring.known(due.reaction)
        assert one is not None and not due.last_error, due.last_error
        one.act(Entry.objects.get(pk=due.entry_id))


def tasks(client: Client) -> list[tuple[str, str, int | None]]:
    """``moment, text, for_employee`` of each."""
    rows = Step.objects.visible_to(SYSTEM).filter(client=client).order_by("pk")
    return list(rows.values_list("moment", "text", "for_employee"))
