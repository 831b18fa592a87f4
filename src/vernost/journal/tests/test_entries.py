"""An entry is written with the change, read by those who may, and never altered."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cast import Cast
from tests.scoped.models import Pot
from vernost.access.actor import SYSTEM
from vernost.core import clock
from vernost.core.errors import NotAllowed, NotVisible
from vernost.journal import triggers
from vernost.journal.alike import record_alike
from vernost.journal.erase import erase
from vernost.journal.errors import AppendOnly, IncompleteEntry, OutsideTransaction
from vernost.journal.kinds import NothingPersonal, every_kind, kind
from vernost.journal.models import Entry
from vernost.journal.read import AuditFilter, audit, timeline
from vernost.journal.tests.kinds import CALLED, MOVED, RENAMED
from vernost.journal.write import apply, diff, draft, record, record_many

pytestmark = pytest.mark.django_db


@pytest.fixture
def pot(cast: Cast) -> Pot:
    pot: Pot = Pot.objects.create(owner=cast.owner, label="Елена")
    return pot


def called(cast: Cast, pot: Pot, **more: object) -> Entry:
    data = {"phone": "+79123456789", "matter": "the price"}
    return record(cast.actor("owner"), CALLED, subject=pot, client_id=pot.pk, data=data, **more)  # type: ignore[arg-type]


def test_it_says_what_happened(cast: Cast, pot: Pot) -> None:
    entry = Entry.objects.get(pk=called(cast, pot).pk)
    assert entry.text == "Owner called +79123456789 about the price"
    assert (entry.subject_type, entry.subject_id) == ("scoped.pot", pot.pk)
    assert record(SYSTEM, MOVED).text == "Vernost moved it"


def test_it_is_refused_half_said(cast: Cast) -> None:
    with pytest.raises(IncompleteEntry, match="matter, phone"):
        record(SYSTEM, CALLED)


@pytest.mark.django_db(transaction=True)
def test_it_is_refused_outside_the_transaction_of_the_change() -> None:
    with pytest.raises(OutsideTransaction):
        record(SYSTEM, MOVED)


def test_it_vanishes_with_the_change(cast: Cast, pot: Pot) -> None:
    def change_and_fail() -> None:
        with transaction.atomic():
            called(cast, pot)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    assert not Entry.objects.exists()


def test_diff_names_only_what_differs(cast: Cast, pot: Pot) -> None:
    values = {"label": "Елена", "owner": cast.stranger}
    assert diff(pot, values) == {"owner": (cast.owner.pk, cast.stranger.pk)}
    assert apply(pot, values)
    assert pot.owner == cast.stranger


def test_the_code_refuses_to_alter(cast: Cast, pot: Pot) -> None:
    entry = called(cast, pot)
    for alter in (
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(kind="x"),
        lambda: Entry.objects.bulk_update([entry], ["kind"]),
    ):
        with pytest.raises(AppendOnly):
            alter()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET kind = 'x'",
        "UPDATE journal_entry SET data = '{}'",
        "UPDATE journal_entry SET erased_at = at, kind = 'x'",
        "UPDATE journal_entry SET erased_at = at, client_id = 5",
        "DELETE FROM journal_entry",
    ],
)
def test_the_database_refuses_to_alter(cast: Cast, pot: Pot, statement: str) -> None:
    called(cast, pot)
    assert triggers.installed()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Entry.objects.get().data["matter"] == "the price"


def test_a_persons_data_leaves_by_the_rule_of_its_kind(cast: Cast, pot: Pot) -> None:
    called(cast, pot)
    record(SYSTEM, RENAMED, client_id=pot.pk, changes={"label": ("Елена", "Алёна")}, data={"was": "Елена"})
    record(SYSTEM, MOVED, client_id=pot.pk, data={"rows": 3})
    other = Pot.objects.create(owner=cast.owner, label="another")
    called(cast, other)
    assert erase([pot.pk]) == 2
    assert erase([pot.pk]) == 0
    entries = {entry.kind: entry for entry in Entry.objects.filter(client_id=pot.pk)}
    assert entries["test.called"].text == "Owner called … about the price"
    assert (entries["test.renamed"].data, entries["test.renamed"].changes) == ({}, {})
    assert entries["test.moved"].data == {"rows": 3}
    assert Entry.objects.get(client_id=other.pk).data["phone"] == "+79123456789"


def test_a_kind_needs_its_rule_of_erasure() -> None:
    with pytest.raises(TypeError, match="required keyword-only argument: 'erasure'"):
        kind("test.careless", "{actor} did it", timeline=True)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="how personal data is erased"):
        kind("test.careless", "{actor} did it", erasure=None, timeline=True)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="declared twice"):
        kind("test.moved", "", erasure=NothingPersonal(""), audit=True)
    assert list(every_kind())


def test_the_timeline_is_for_whom_the_client_is(cast: Cast, pot: Pot) -> None:
    called(cast, pot)
    record(SYSTEM, MOVED, client_id=pot.pk)  # for the audit only
    for name in ("owner", "deputy", "head", "director", "support"):
        assert [entry.kind for entry in timeline(cast.actor(name), pot).rows] == ["test.called"]
    for name in ("teammate", "stranger", "marketer"):
        with pytest.raises(NotVisible):
            timeline(cast.actor(name), pot)


def test_the_timeline_goes_by_time_and_holds_merged_clients(cast: Cast, pot: Pot) -> None:
    now = clock.now()
    other = Pot.objects.create(owner=cast.owner, label="double")
    for days, whose in ((3, pot), (1, other), (2, pot)):
        called(cast, whose, at=now - timedelta(days=days))
    page = timeline(cast.actor("owner"), pot, merged=[other.pk], limit=2)
    assert [(now - entry.at).days for entry in page.rows] == [1, 2]
    rest = timeline(cast.actor("owner"), pot, merged=[other.pk], limit=2, after=page.next)
    assert [(now - entry.at).days for entry in rest.rows] == [3]
    assert rest.next == ""


def test_the_audit_log_is_the_directors(cast: Cast, pot: Pot) -> None:
    record(cast.actor("owner"), RENAMED, subject=pot, client_id=pot.pk)
    record(SYSTEM, MOVED)
    called(cast, pot)  # for the timeline only
    director = cast.actor("director")
    assert [entry.kind for entry in audit(director).rows] == ["test.moved", "test.renamed"]
    for asked, count in (
        (AuditFilter(kind="test.moved"), 1),
        (AuditFilter(employee_id=cast.owner.pk), 1),
        (AuditFilter(employee_id=cast.stranger.pk), 0),
        (AuditFilter(subject_type="scoped.pot", subject_id=pot.pk), 1),
        (AuditFilter(client_id=pot.pk, since=clock.today(), until=clock.today()), 1),
        (AuditFilter(until=clock.today() - timedelta(days=1)), 0),
    ):
        assert len(audit(director, asked).rows) == count
    for name in ("owner", "head", "support", "marketer"):
        with pytest.raises(NotAllowed):
            audit(cast.actor(name))


def test_many_are_written_in_batches(cast: Cast, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(60):  # SQLite takes some 80 rows a statement
        assert record_many(draft(SYSTEM, MOVED) for _ in range(2500)) == 2500


def alike(cast: Cast, clients: list[int], until: datetime) -> int:
    import pyarrow as pa

    said = {"phone": "+79123456789", "matter": "the price"}
    samples = [draft(cast.actor("owner"), CALLED, data=said), draft(SYSTEM, MOVED)]
    moments = pa.array([until - timedelta(days=pk) for pk in clients], pa.timestamp("s", "UTC"))
    which = pa.array([0] * len(clients[1:]) + [1])
    return record_alike(samples, which=which, client_ids=pa.array(clients, pa.int64()), at=moments)


def test_a_set_alike_reads_as_if_each_was_written_alone(cast: Cast, pot: Pot) -> None:
    alone = Entry.objects.get(pk=called(cast, pot).pk)
    until = clock.now().replace(microsecond=0)
    assert alike(cast, [pot.pk, pot.pk + 1], until) == 2
    entry, moved = Entry.objects.exclude(pk=alone.pk).order_by("client_id")
    assert (entry.text, entry.actor_name, entry.data) == (alone.text, alone.actor_name, alone.data)
    assert (entry.in_timeline, entry.in_audit, entry.changes, entry.employee_id) == (
        True,
        False,
        {},
        alone.employee_id,
    )
    assert entry.at == until - timedelta(days=pot.pk)
    assert (moved.kind, moved.in_timeline, moved.in_audit) == ("test.moved", False, True)
    rows = timeline(cast.actor("owner"), pot).rows
    assert [one.pk for one in rows] == [alone.pk, entry.pk]
    assert erase([pot.pk]) == 2 and "phone" not in Entry.objects.get(pk=entry.pk).data
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE journal_entry SET kind = 'x' WHERE id = %s", [entry.pk])


@pytest.mark.django_db(transaction=True)
def test_a_set_alike_is_refused_outside_a_transaction(cast: Cast) -> None:
    with pytest.raises(OutsideTransaction):
        alike(cast, [1], clock.now())
    with pytest.raises(IncompleteEntry), transaction.atomic():
        record_alike([Entry(kind="nobody.knows")], which=[0], client_ids=[1], at=[clock.now()])


def test_readers_walk_their_index(cast: Cast, pot: Pot) -> None:
    """The promise at fifty million entries: both readers are answered by an index in its own order."""
    if connection.vendor != "sqlite":
        pytest.skip("a planner of PostgreSQL reads a small table whole")
    rows = Entry.objects.filter(client_id=pot.pk, in_timeline=True).order_by("-at", "-id")
    assert "USING INDEX journal_timeline" in rows.explain()
    assert "TEMP B-TREE" not in rows.explain()
    assert "journal_audit " in Entry.objects.filter(in_audit=True).order_by("-at", "-id").explain() + " "
    who = Entry.objects.filter(in_audit=True, employee_id=1).order_by("-at", "-id").explain()
    assert "journal_audit_who" in who
    assert "TEMP B-TREE" not in who
