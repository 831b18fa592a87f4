"""What of this context hangs on a client: invitations, and answers with what was said in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from vernost.clients.belongings import Overwrite, Rows, register
from vernost.voice import reasons
from vernost.voice.models import Answer, Invitation, InvitationState, Response

OF_INVITATION = ("survey", "wave", "key", "secret", "letter")
OF_RESPONSE = (
    "survey", "wave", "invitation", "entered_by", "is_guess", "owner", "segment", "abc", "key",
)  # fmt: skip


class Invitations(Rows):
    def erase(self, client_ids: Sequence[int]) -> None:
        """That somebody was asked stays for the share of answers; the link is dead, and nobody is asked."""
        waiting = self.of(client_ids).filter(state=InvitationState.DUE)
        waiting.update(state=InvitationState.HELD, reason=reasons.GONE)
        self.of(client_ids).update(secret="", letter=None)


class Responses(Rows):
    """An answer keeps whose client it was when given: a handover changes nothing of the past (rule 4.3)."""

    def erase(self, client_ids: Sequence[int]) -> None:
        """Numbers, causes and times stay for the sums; no word does."""
        self.of(client_ids).update(comment="", key="")
        Answer._base_manager.filter(response__client__in=client_ids).update(text="")

    def export(self, client_ids: Sequence[int]) -> list[dict[str, Any]]:
        told = super().export(client_ids)
        said: dict[int, list[dict[str, Any]]] = {}
        rows = Answer._base_manager.filter(response__client__in=client_ids).select_related("question")
        for one in rows.order_by("response", "question__place"):
            said.setdefault(one.response_id, []).append(
                {"question": str(one.question), "number": one.number, "text": one.text}
            )
        keys = self.of(client_ids).order_by("pk").values_list("pk", "survey__name")
        return [
            answer | {"survey": name, "answers": said.get(pk, [])}
            for answer, (pk, name) in zip(told, keys, strict=True)
        ]


def register_own() -> None:
    register(
        Invitations(
            Invitation, label=_("invitations to surveys"), erasing=Overwrite({"secret": ""}),
            private=OF_INVITATION,
        ),
        Responses(
            Response, label=_("answers to surveys"), erasing=Overwrite({"comment": ""}), private=OF_RESPONSE
        ),
    )  # fmt: skip
