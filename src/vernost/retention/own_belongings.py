"""What of this context hangs on a client: figures without a name, computed again from the orders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from vernost.clients.belongings import Keep, Rows, register
from vernost.retention import crossings
from vernost.retention.models import ClientFacts, LifecycleChange, Stale
from vernost.retention.services import orders_changed


class Facts(Rows):
    """Not moved by a merge: both clients are computed anew from whose orders they are then."""

    def owned_by(self, client_ids: Sequence[int], owner_id: int) -> None:
        self.of(client_ids).update(owner=owner_id)

    def merge(self, *, survivor_id: int, absorbed_id: int) -> Any:
        self.of([absorbed_id]).delete()
        # The changes of both are the survivor's now.
        self.of([survivor_id]).update(**dict.fromkeys(crossings.DAYS, crossings.UNKNOWN))
        transaction.on_commit(lambda: orders_changed([survivor_id]))
        return []

    def undo(self, *, survivor_id: int, absorbed_id: int, record: Any) -> None:
        self.of([survivor_id]).update(**dict.fromkeys(crossings.DAYS, crossings.UNKNOWN))
        transaction.on_commit(lambda: orders_changed([survivor_id, absorbed_id]))


class Waiting(Rows):
    def export(self, client_ids: Sequence[int]) -> list[dict[str, Any]]:
        return []

    def merge(self, *, survivor_id: int, absorbed_id: int) -> Any:
        return []

    def undo(self, *, survivor_id: int, absorbed_id: int, record: Any) -> None:
        return None


def register_own() -> None:
    no_name = Keep("figures without a name; the firm's sums need them")
    register(
        Facts(ClientFacts, label=_("facts"), erasing=no_name),
        Rows(LifecycleChange, label=_("changes of standing"), erasing=no_name),
        Waiting(Stale, label=_("waiting to be computed"), erasing=no_name),
    )
