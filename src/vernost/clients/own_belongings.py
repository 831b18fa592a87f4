"""What of this context itself hangs on a client."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from vernost.clients.belongings import Delete, Keep, Overwrite, Rows, Stays, register
from vernost.clients.models import (
    Client,
    ClientTag,
    Consent,
    CustomValue,
    Distinct,
    DossierEntry,
    Email,
    ExternalId,
    FirstOffer,
    HandoverClient,
    KeyPerson,
    LevelChange,
    Merge,
    Note,
    Phone,
)


class Recommended(Rows):
    """Whom the client recommended. Nobody becomes their own recommender by a merge."""

    def movable(self, survivor_id: int, absorbed_id: int) -> QuerySet[Client]:
        return super().movable(survivor_id, absorbed_id).exclude(pk=survivor_id)

    def export(self, client_ids: Sequence[int]) -> list[dict[str, Any]]:
        return []  # other people's data


class MergedBefore(Rows):
    def export(self, client_ids: Sequence[int]) -> list[dict[str, Any]]:
        return []  # exported as the client's own rows


class Values(Rows):
    def export(self, client_ids: Sequence[int]) -> list[dict[str, Any]]:
        return [
            {"field": row.field.label, "value": row.value}
            for row in self.of(client_ids).select_related("field")
        ]


class Tags(Rows):
    def export(self, client_ids: Sequence[int]) -> list[dict[str, Any]]:
        return [{"tag": row.tag.name} for row in self.of(client_ids).select_related("tag")]


def register_own() -> None:
    no_names = "a number without a name"
    register(
        Rows(KeyPerson, label=_("key people"), erasing=Delete(), private=("version",)),
        Rows(
            Phone,
            label=_("phones"),
            erasing=Delete(),
            same=("number", "extension"),
            private=("backwards", "person"),
        ),
        Rows(Email, label=_("e-mails"), erasing=Delete(), same=("address",), private=("person",)),
        Tags(ClientTag, label=_("tags"), erasing=Delete(), same=("tag",)),
        Values(CustomValue, label=_("values of fields"), erasing=Delete(), same=("field",)),
        Rows(Consent, label=_("consents"), erasing=Overwrite({"proof": "", "withdrawn_how": ""})),
        Rows(Note, label=_("notes"), erasing=Delete(), private=("version",)),
        Rows(
            DossierEntry, label=_("entries of the dossier"), erasing=Delete(), private=("author", "version")
        ),
        Rows(LevelChange, label=_("steps within the pyramid"), erasing=Keep(no_names), private=("by",)),
        Rows(FirstOffer, label=_("first offers"), erasing=Overwrite({"text": "…"}), private=("by",)),
        Rows(ExternalId, label=_("numbers in other systems"), erasing=Delete()),
        Recommended(Client, key="recommended_by", label=_("recommended clients"), erasing=Keep(no_names)),
        MergedBefore(Client, key="merged_into", label=_("clients merged before"), erasing=Keep(no_names)),
        Stays(HandoverClient, label=_("handovers"), erasing=Keep(no_names)),
        Stays(Merge, key="survivor", label=_("merges"), erasing=Overwrite({"record": {}})),
        Stays(Merge, key="absorbed", label=_("merges"), erasing=Overwrite({"record": {}})),
        Stays(Distinct, key="first", label=_("pairs of different clients"), erasing=Delete()),
        Stays(Distinct, key="second", label=_("pairs of different clients"), erasing=Delete()),
    )
