"""A base of any size for the benchmarks: employees, clients with Russian names, phones and what hangs on
them, orders; written in bulk past the services, with indexes laid once everything is in.

    python bench/base.py --clients N --orders N     (VERNOST_DATA and DATABASE_URL say where)

The last day of the log is today. The same numbers and seed give the same base.
"""

from __future__ import annotations

import argparse
import itertools
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
from orders import DAYS, made_up

CHUNK = 250_000
MANAGERS = 20
MARKET = ("", "", "", "Кофейни", "Рестораны", "Офисы", "Гостиницы", "Дом")
SOURCES = ("word_of_mouth", "advertisement", "walk_in", "partner", "review", "")
ENDINGS = ("ов", "ев", "ин", "ский", "ко", "ых")
LETTERS = ("ба", "ве", "го", "ду", "жи", "за", "ке", "ло", "му", "ни", "по", "ра", "се", "ту", "хо", "ша")


def build(clients: int, orders: int, *, seed: int = 7) -> None:
    from django.db import transaction

    random = np.random.default_rng(seed)
    today = _today()
    with transaction.atomic(), loaded_at_once():
        managers = _employees()
        _clients(random, clients, managers, today)
        _around(random, clients, today)
        _orders(random, clients, orders, managers, today, seed)
        _numbers_go_on()
    _analyze()


def _today() -> date:
    from vernost.core import clock

    return clock.today()


# --- Bulk ---------------------------------------------------------------------------------------------


@contextmanager
def loaded_at_once() -> Iterator[None]:
    """Without indexes and triggers while rows are put in; everything stands again at the end."""
    from django.db import connection

    from vernost.clients import search_index
    from vernost.journal import triggers

    dropped = _dropped_postgres() if connection.vendor == "postgresql" else _dropped_sqlite()
    yield
    if connection.vendor == "postgresql":
        connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in dropped:
            cursor.execute(statement)
    search_index.install()
    triggers.install()


def _dropped_sqlite() -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND ("
            " (type = 'index' AND tbl_name LIKE 'clients\\_%' ESCAPE '\\')"
            " OR (type = 'index' AND tbl_name LIKE 'orders\\_%' ESCAPE '\\')"
            " OR (type = 'trigger' AND name LIKE 'clients\\_search%' ESCAPE '\\'))"
        )
        found = cursor.fetchall()
        for kind, name, _sql in found:
            cursor.execute(f'DROP {kind} "{name}"')
    return [sql for kind, _name, sql in found if kind == "index"]  # install() lays the triggers


def _dropped_postgres() -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.schemaname = 'public'"
            " AND (i.tablename LIKE 'clients\\_%' OR i.tablename LIKE 'orders\\_%')"
            " AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)"
        )
        found = cursor.fetchall()
        for name, _sql in found:
            cursor.execute(f'DROP INDEX "{name}"')
    return [sql for _name, sql in found]


def put(model: Any, number: int, /, **columns: Any) -> None:
    """Rows of a model out of columns (name of the database column → array or one value); others as by
    default."""
    from vernost.core import bulk

    every: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.column in columns:
            value = columns[field.column]
        elif field.primary_key or field.null:
            continue
        else:
            default = field.get_default()
            value = field.get_prep_value(default) if not field.is_relation else default
        every[field.column] = value
    arrays = {
        name: value if isinstance(value, pa.Array | pa.ChunkedArray) else _column(value, number)
        for name, value in every.items()
    }
    bulk.append(model._meta.db_table, pa.table(arrays))


def _column(value: Any, number: int) -> pa.Array:
    if isinstance(value, list | np.ndarray):
        return pa.array(value)
    return pa.array([value] * number)


def _numbers_go_on() -> None:
    """Keys were given by us: PostgreSQL's counters go on behind them."""
    from django.apps import apps
    from django.core.management.color import no_style
    from django.db import connection

    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(sql)


def _analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


# --- Who ----------------------------------------------------------------------------------------------


def _employees() -> list[int]:
    from vernost.staff.models import Employee, Team

    teams = [Team.objects.create(name=name) for name in ("Первая", "Вторая")]
    director = Employee(name="Директор", email="director@firm.test", role="director")
    director.set_unusable_password()
    director.save()
    for team in teams:
        team.head = Employee.objects.create(
            name=f"Глава {team.pk}", email=f"head{team.pk}@firm.test", role="head"
        )
        team.save()
    return [
        Employee.objects.create(
            name=f"Менеджер {place:02}", email=f"manager{place}@firm.test", team=teams[place % 2]
        ).pk
        for place in range(MANAGERS)
    ]


def _surnames() -> list[str]:
    """Common ones first, then three thousand rare ones."""
    from vernost.demo.names import SURNAMES

    rare = ("".join(parts) for parts in itertools.product(LETTERS, LETTERS, LETTERS))
    made = [one.capitalize() + ENDINGS[place % len(ENDINGS)] for place, one in enumerate(rare)]
    return [*SURNAMES, *made[:3000]]


def _names(random: np.random.Generator, number: int) -> tuple[list[str], list[str], np.ndarray]:
    """Names, how to address, whether a company."""
    from vernost.demo.names import FIRMS, MEN, PLACES, WOMEN, feminine

    surnames, men = _surnames(), list(MEN)
    ladies = [feminine(one) for one in surnames]
    common = len(surnames) - 3000
    family = np.where(
        random.random(number) < 0.6,
        random.integers(0, common, number),
        random.integers(0, len(surnames), number),
    )
    given, father = random.integers(0, 20, number), random.integers(0, len(men), number)
    woman, company = random.random(number) < 0.5, random.random(number) < 0.15
    place, title = random.integers(0, len(PLACES), number), random.integers(0, len(FIRMS), number)
    names, address = [], []
    for row in range(number):
        if company[row]:
            names.append(f"ООО «{FIRMS[title[row]]} на {PLACES[place[row]]} {row % 997}»")
            address.append("")
        elif woman[row]:
            names.append(f"{ladies[family[row]]} {WOMEN[given[row]]} {MEN[men[father[row]]][1]}")
            address.append(WOMEN[given[row]])
        else:
            names.append(f"{surnames[family[row]]} {men[given[row]]} {MEN[men[father[row]]][0]}")
            address.append("")
    return names, address, company


def _phones(random: np.random.Generator, number: int) -> list[str]:
    return [f"+79{one:09}" for one in random.integers(10**8, 10**9, number)]


def _clients(random: np.random.Generator, number: int, managers: list[int], today: date) -> None:
    from vernost.clients.models import Client, Email, Phone
    from vernost.clients.models.contacts import backwards
    from vernost.clients.rules import name_key, name_sound, search_of

    weights = np.arange(MANAGERS, 0, -1, dtype=float)
    for start in range(0, number, CHUNK):
        count = min(CHUNK, number - start)
        keys = np.arange(start + 1, start + count + 1)
        names, address, company = _names(random, count)
        has_phone, has_mail = random.random(count) < 0.92, random.random(count) < 0.6
        phones = [one if there else "" for one, there in zip(_phones(random, count), has_phone, strict=True)]
        mails = [f"k{pk}@mail.ru" if there else "" for pk, there in zip(keys, has_mail, strict=True)]
        inns = [f"{7_000_000_000 + pk}" if firm else "" for pk, firm in zip(keys, company, strict=True)]
        search = [
            search_of(name=name, address_as=say, inn=inn, phones=(phone,), emails=(mail,))
            for name, say, inn, phone, mail in zip(names, address, inns, phones, mails, strict=True)
        ]  # fmt: skip
        owner = random.choice(np.array(managers), count, p=weights / weights.sum())
        forced, gone = random.random(count) < 0.01, random.random(count) < 0.005
        added = np.datetime64(today) - random.integers(0, DAYS, count)
        moments = pa.array(added.astype("datetime64[s]") + 9 * 3600).cast(pa.timestamp("s", "UTC"))
        born = np.datetime64("1960-01-01") + random.integers(0, 16_000, count)
        put(
            Client, count, id=keys, name=names, address_as=address, name_key=[name_key(one) for one in names],
            name_sound=[name_sound(one) for one in names], search=search, inn=inns,
            kind=np.where(company, "company", "person").tolist(),
            owner_id=pa.array(owner, mask=random.random(count) < 0.03), is_key=random.random(count) < 0.02,
            bond=np.where(forced, "forced", "").tolist(), held_by=np.where(forced, "contract", "").tolist(),
            segment=np.array(MARKET)[random.integers(0, len(MARKET), count)].tolist(),
            source=np.array(SOURCES)[random.integers(0, len(SOURCES), count)].tolist(),
            birthday=pa.array(born, mask=company | (random.random(count) < 0.6)),
            closed_on=pa.array(np.full(count, np.datetime64(today - timedelta(days=90))), mask=~gone),
            closed_reason=np.where(gone, "moved_away", "").tolist(), created_at=moments, changed_at=moments,
        )  # fmt: skip
        put(
            Phone, int(has_phone.sum()), client_id=keys[has_phone], number=[one for one in phones if one],
            backwards=[backwards(one) for one in phones if one],
        )  # fmt: skip
        put(Email, int(has_mail.sum()), client_id=keys[has_mail], address=[one for one in mails if one])


def _around(random: np.random.Generator, number: int, today: date) -> None:
    """Tags, consents, notes, numbers in another system, a field of the firm."""
    from vernost.clients.models import ClientTag, Consent, CustomField, CustomValue, ExternalId, Note, Tag

    tags = [Tag.objects.create(name=f"метка {place}", key=f"метка {place}").pk for place in range(12)]
    own = CustomField.objects.create(label="Скидка, %", key="скидка, %", kind="number")
    for start in range(0, number, CHUNK):
        keys = np.arange(start + 1, min(number, start + CHUNK) + 1)
        moment = (
            pa.scalar(np.datetime64(today - timedelta(days=30), "s")).cast(pa.timestamp("s", "UTC")).as_py()
        )
        some = keys[random.random(len(keys)) < 0.2]
        put(ClientTag, len(some), client_id=some, tag_id=random.choice(np.array(tags), len(some)))
        for purpose, share in (("personal_data", 0.8), ("letters", 0.5)):
            some = keys[random.random(len(keys)) < share]
            put(Consent, len(some), client_id=some, purpose=purpose, how="site", given_at=moment)
        some = keys[random.random(len(keys)) < 0.1]
        put(Note, len(some), client_id=some, text="Просит звонить после обеда.", written_at=moment)
        some = keys[random.random(len(keys)) < 0.1]
        put(CustomValue, len(some), client_id=some, field_id=own.pk, number=random.integers(1, 15, len(some)))
        put(ExternalId, len(keys), client_id=keys, source="file", value=[str(one) for one in keys])


def _orders(
    random: np.random.Generator, clients: int, number: int, managers: list[int], today: date, seed: int
) -> None:
    from vernost.orders.models import Order, Refund

    who, day, amount = made_up(clients, number, seed=seed)
    in_time = np.argsort(day, kind="stable")
    who, day, amount = who[in_time] + 1, day[in_time], amount[in_time]
    days = np.datetime64(today) - int(day.max()) + day
    kopecks = np.round(amount * 100).astype(np.int64)
    for start in range(0, len(who), CHUNK):
        part = slice(start, start + CHUNK)
        count = len(who[part])
        keys = np.arange(start + 1, start + count + 1)
        dice, fresh = random.random(count), (np.datetime64(today) - days[part]).astype(int) < 3
        state = np.where(dice < 0.01, "cancelled", np.where(fresh, "paid", "delivered"))
        back = np.where((dice > 0.98) & (state == "delivered"), kopecks[part], 0)
        back = np.where(dice > 0.99, back // 3, back)
        hours = random.integers(6 * 3600, 18 * 3600, count)
        moments = pa.array(days[part].astype("datetime64[s]") + hours).cast(pa.timestamp("s", "UTC"))
        arrived = pa.array(np.minimum(days[part] + 2, np.datetime64(today)), mask=state != "delivered")
        put(
            Order, count, id=keys, client_id=who[part], source="file", day=pa.array(days[part]),
            external_id=[str(one) for one in keys], number=[f"Z-{one}" for one in keys],
            placed_at=moments, created_at=moments, state=state.tolist(), amount=kopecks[part],
            margin=kopecks[part] * 3 // 10, paid=kopecks[part], refunded=back,
            manager_id=random.choice(np.array(managers), count), promised_on=pa.array(days[part] + 2),
            delivered_on=arrived,
        )  # fmt: skip
        given = back > 0
        put(
            Refund, int(given.sum()), client_id=who[part][given], order_id=keys[given], amount=back[given],
            day=pa.array(np.minimum(days[part][given] + 3, np.datetime64(today))),
            created_at=moments.filter(pa.array(given)),
        )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=100_000)
    parser.add_argument("--orders", type=int, default=1_000_000)
    options = parser.parse_args()
    from vernost.commands.setting_up import migrated, set_up

    set_up()
    migrated()
    started = time.perf_counter()
    build(options.clients, options.orders)
    print(
        f"{options.clients:,} clients, {options.orders:,} orders,"
        f" built in {time.perf_counter() - started:.0f} s"
    )


if __name__ == "__main__":
    main()
