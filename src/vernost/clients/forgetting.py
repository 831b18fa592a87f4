"""Whoever was erased does not come back with the next file (rule 1.10).

Of what a source would know them by (its number, phones, e-mails, tax number) only a keyed one-way hash is
kept. It tells whether a row of a file is of somebody who was erased, and not who they were. The salt stands
beside the hashes: a base restored on another machine still keeps its word.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Collection, Iterable, Sequence

from vernost.clients.models import Client, Email, ExternalId, Forgotten, Phone
from vernost.clients.rules import tidy

BATCH = 1000
REASON = "the list of the erased is the firm's"


def of_source(source: str, number: str) -> str:
    return f"number\x1f{source}\x1f{tidy(number).casefold()}"


def of_phone(number: str) -> str:
    return f"phone\x1f{number}"


def of_email(address: str) -> str:
    return f"email\x1f{address.casefold()}"


def of_inn(inn: str) -> str:
    return f"inn\x1f{inn}"


def forget(client_ids: Sequence[int]) -> None:
    """Before their rows go: keep the hashes of all they are known by elsewhere."""
    marks = {
        of_source(source, value)
        for source, value in ExternalId._base_manager.filter(client__in=client_ids).values_list(
            "source", "value"
        )
    }
    for model, column, mark in ((Phone, "number", of_phone), (Email, "address", of_email)):
        values = model._base_manager.filter(client__in=client_ids).values_list(column, flat=True)
        marks |= {mark(value) for value in values}
    inns = Client._base_manager.filter(pk__in=client_ids).exclude(inn="").values_list("inn", flat=True)
    marks |= {of_inn(inn) for inn in inns}
    salt = next(iter(_salts()), "") or secrets.token_hex(16)
    rows = [Forgotten(salt=salt, digest=_digest(salt, mark)) for mark in sorted(marks)]
    Forgotten._base_manager.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def is_empty() -> bool:
    return not Forgotten.objects.unscoped(reason=REASON).exists()


def known(marks: Collection[str]) -> set[str]:
    """Those of the marks that belong to somebody who was erased."""
    found = set()
    for salt in _salts():
        by_digest = {_digest(salt, mark): mark for mark in marks}
        for part in _parts(list(by_digest)):
            rows = Forgotten.objects.unscoped(reason=REASON).filter(salt=salt, digest__in=part)
            found |= {by_digest[digest] for digest in rows.values_list("digest", flat=True)}
    return found


def _salts() -> list[str]:
    return list(Forgotten.objects.unscoped(reason=REASON).values_list("salt", flat=True).distinct())


def _digest(salt: str, mark: str) -> str:
    return hmac.new(bytes.fromhex(salt), mark.encode(), hashlib.sha256).hexdigest()


def _parts(values: list[str]) -> Iterable[list[str]]:
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]
