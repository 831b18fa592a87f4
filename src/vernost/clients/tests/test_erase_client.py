"""One person's data, given to them whole or erased with the sums kept (rule 1.10)."""

from __future__ import annotations

import json
import re

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from tests.cast import Cast
from vernost.clients import services
from vernost.clients.models import Client
from vernost.clients.selectors import client_find
from vernost.clients.tests.factories import make
from vernost.core.errors import NotAllowed, NotVisible
from vernost.journal.models import Entry

SECRETS = (
    "Тайный",
    "Тайная",
    "79161234567",
    "secret@mail.ru",
    "7707083893",
    "Секретная",
    "тайна",
    "Тайметка",
    "1980-02-03",
)


def secretive(cast: Cast) -> Client:
    actor = cast.actor("owner")
    client = make(
        cast,
        "Тайный Игорь",
        phones=["+79161234567"],
        emails=["secret@mail.ru"],
        inn="7707083893",
        address="Секретная, 1",
        birthday="1980-02-03",
        source="partner",
        source_detail="тайна",
    )
    client.refresh_from_db()
    services.client_change(actor, client_id=client.pk, version=1, about="тайна 2", name="Тайный Игорь Ильич")
    services.note_add(actor, client_id=client.pk, text="тайна 3")
    services.person_add(actor, client_id=client.pk, name="Тайная Анна", matters="тайна 4")
    services.clients_tag(actor, client_ids=[client.pk], add=["Тайметка"])
    services.consent_record(actor, client_id=client.pk, purpose="letters", how="paper", proof="тайна 5")
    field = services.field_define(cast.actor("director"), label="Размер", kind="text")
    services.value_set(actor, client_id=client.pk, field_id=field.pk, value="тайна 6")
    other = make(cast, "Тайный Игорь", phones=["+79161234567"], address="Секретная, 2")
    services.clients_merge(actor, survivor_id=client.pk, absorbed_id=other.pk)
    services.client_open(cast.actor("director"), client_id=client.pk)
    return client


def everything_of_clients() -> str:
    tables = [
        name for name in connection.introspection.table_names() if name.startswith(("clients_", "journal_"))
    ]
    found = []
    with connection.cursor() as cursor:
        for table in tables:
            if (
                table.startswith("clients_search") or table == "clients_tag"
            ):  # a tag's name is the firm's own word
                continue
            cursor.execute(f"SELECT * FROM {table}")
            found.append(json.dumps(cursor.fetchall(), ensure_ascii=False, default=str))
    # SQLite keeps the letters of JSON columns as codes.
    return re.sub(r"\\+u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), "\n".join(found))


def test_nothing_of_the_person_stays(cast: Cast) -> None:
    client = secretive(cast)
    assert all(secret in everything_of_clients() for secret in SECRETS)
    services.client_erase(cast.actor("director"), client_id=client.pk)
    left = everything_of_clients()
    assert [secret for secret in SECRETS if secret in left] == []
    row = Client._base_manager.get(pk=client.pk)
    assert (row.name, row.source, row.owner_id, row.is_live) == ("—", "partner", cast.owner.pk, False)
    assert client_find(cast.actor("director"), text="тайный") == []
    assert Entry.objects.filter(kind="client.erased", client_id=client.pk).count() == 1
    with pytest.raises(NotVisible):
        services.client_open(cast.actor("director"), client_id=client.pk)


def test_only_a_director_erases_and_only_heads_export(cast: Cast) -> None:
    client = make(cast)
    for name in ("owner", "head"):
        with pytest.raises(NotAllowed):
            services.client_erase(cast.actor(name), client_id=client.pk)
    with pytest.raises(NotAllowed):
        services.client_export(cast.actor("owner"), client_id=client.pk)


def test_the_export_is_whole(cast: Cast) -> None:
    client = secretive(cast)
    told = services.client_export(cast.actor("head"), client_id=client.pk)
    text = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False)
    assert [secret for secret in SECRETS if secret not in text] == []
    assert {"clients.phone.client", "clients.note.client", "clients.consent.client", "history"} <= told.keys()
    assert Entry.objects.filter(kind="client.personal_data_exported", in_audit=True).exists()
