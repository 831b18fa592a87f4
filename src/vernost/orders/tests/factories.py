"""Orders for tests, by the service; files of orders to import."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.cast import Cast
from vernost.access.actor import Actor
from vernost.clients.models import Client
from vernost.clients.tests.factories import make
from vernost.orders import services
from vernost.orders.importing import keeping, running
from vernost.orders.models import ImportRun, ImportState, Order

HEADERS = ("Номер заказа", "Дата", "Клиент", "Товар", "Количество", "Цена", "Сумма")


def order(
    cast: Cast, client: Client | None = None, *, whose: str = "owner", amount: str = "1500", **values: Any
) -> Order:
    client = client or make(cast, whose=whose)
    return services.order_add(cast.actor(whose), client_id=client.pk, amount=Decimal(amount), **values)


def written(path: Path, rows: Iterable[Sequence[object]], headers: Sequence[str] = HEADERS) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(headers)
        writer.writerows(rows)
    return path


def brought(actor: Actor, path: Path, kind: str = "orders", **values: Any) -> ImportRun:
    run = services.import_start(actor, kind=kind, name=path.name, pieces=keeping.pieces_of(path))
    for name, value in values.items():
        setattr(run, name, value)
    run.save()
    return run


def imported(actor: Actor, path: Path, kind: str = "orders", **values: Any) -> ImportRun:
    """Without the worker: here and now."""
    run = brought(actor, path, kind, **values)
    run.state = ImportState.RUNNING
    run.save()
    running.work(run)
    run.refresh_from_db()
    return run
