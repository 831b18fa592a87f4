"""Writing: states, once-ness, refusals, the journal, who may."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast
from vernost.agenda import services
from vernost.agenda.errors import DoneAlready
from vernost.agenda.models import Answer, Contact, Kept, Promise, Step
from vernost.agenda.rules import settled
from vernost.clients import services as of_clients
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.core.errors import Invalid, NotAllowed, NotVisible
from vernost.journal.models import Entry

TEST = "test"
FULL = {
    "channel": "letter", "began": "they", "outcome": "agreed", "minutes": 7, "text": "Кения\x00",
    "step": "Спросить", "promise": "Прайс",
}  # fmt: skip


def days(count: int) -> date:
    return clock.today() + timedelta(days=count)


def kinds() -> list[str]:
    rows = Entry.objects.exclude(kind__startswith="client.").exclude(kind__startswith="playbook.")
    rows = rows.order_by("pk")
    return list(rows.values_list("kind", flat=True))


def promised(cast: Cast, due_on: date | None = None) -> Promise:
    client = make(cast)
    return services.promise_make(
        cast.actor("owner"), client_id=client.pk, text="Прайс", due_on=due_on or days(0)
    )


def test_a_talk_with_what_follows(cast: Cast) -> None:
    client, actor = make(cast), cast.actor("owner")
    made = services.contact_log(actor, client_id=client.pk, step_on=days(2), promise_on=days(5), **FULL)  # type: ignore[arg-type]
    assert (made.text, made.minutes, made.author) == ("Кения", 7, cast.owner)
    promise, step = Promise.objects.visible_to(actor).get(), Step.objects.visible_to(actor).get()
    assert (promise.text, promise.due_on, promise.by, promise.contact) == ("Прайс", days(5), cast.owner, made)
    assert (step.text, step.due_on, step.contact) == ("Спросить", days(2), made)
    assert kinds() == ["contact.letter_they", "promise.made", "step.set"]
    assert "Кения" in Entry.objects.get(kind="contact.letter_they").text


def test_the_same_form_twice_is_one_talk(cast: Cast) -> None:
    client, actor = make(cast), cast.actor("owner")
    again = [
        services.contact_log(actor, client_id=client.pk, token="a" * 32, promise="x", promise_on=days(1)).pk
        for _ in range(2)
    ]
    assert again[0] == again[1]
    assert Promise.objects.visible_to(actor).count() == 1
    assert kinds() == ["contact.call_we", "promise.made"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"promise": "x"}, "promise_on"),
        ({"promise_on": date(2999, 1, 1)}, "promise"),
        ({"promise": "x", "promise_on": date(2020, 1, 1)}, "promise_on"),
        ({"step": "x"}, "step_on"),
        ({"step": "x", "step_on": date(2020, 1, 1)}, "step_on"),
        ({"minutes": 0}, "minutes"),
        ({"channel": "pigeon"}, "channel"),
        ({"at": datetime(2999, 1, 1, tzinfo=UTC)}, "at"),
        ({"promise": "x" * 501, "promise_on": date(2999, 1, 1)}, "promise"),
    ],
)
def test_what_is_refused_leaves_nothing(cast: Cast, values: dict[str, Any], field: str) -> None:
    client = make(cast)
    with pytest.raises(Invalid) as refused:
        services.contact_log(cast.actor("owner"), client_id=client.pk, **values)
    assert list(refused.value.fields) == [field]
    assert not Contact.objects.unscoped(reason=TEST).exists()
    assert kinds() == []


def test_nothing_is_planned_for_a_closed_client(cast: Cast) -> None:
    client, actor = make(cast), cast.actor("owner")
    of_clients.client_close(actor, client_id=client.pk, reason="let_go")
    with pytest.raises(Invalid):
        services.promise_make(actor, client_id=client.pk, text="x", due_on=days(1))
    with pytest.raises(Invalid):
        services.step_set(actor, client_id=client.pk, due_on=days(1))
    assert services.contact_log(actor, client_id=client.pk).pk


def test_kept_late_broken_follow_from_the_day() -> None:
    day = date(2026, 11, 22)
    assert settled(kept=True, due_on=day, today=day) == Kept.KEPT
    assert settled(kept=True, due_on=day, today=day + timedelta(days=1)) == Kept.LATE
    assert settled(kept=False, due_on=day, today=day) == Kept.BROKEN


def test_a_promise_is_kept_once_and_the_second_is_told(cast: Cast) -> None:
    promise, actor = promised(cast), cast.actor("owner")
    assert services.promise_settle(actor, promise_id=promise.pk, kept=True).state == Kept.KEPT
    services.promise_settle(actor, promise_id=promise.pk, kept=True)  # the same person's second click
    with pytest.raises(DoneAlready) as told:
        services.promise_settle(cast.actor("head"), promise_id=promise.pk, kept=True)
    assert "Owner" in str(told.value)
    with pytest.raises(DoneAlready):
        services.promise_settle(actor, promise_id=promise.pk, kept=False)
    with pytest.raises(DoneAlready):
        services.promise_put_off(actor, promise_id=promise.pk, day=days(1))
    assert kinds() == ["promise.made", "promise.kept"]


def test_kept_after_its_day_is_late(cast: Cast) -> None:
    with clock.stopped(clock.now()) as time:
        promise = promised(cast)
        time.pass_by(days=1)
        made = services.promise_settle(cast.actor("owner"), promise_id=promise.pk, kept=True)
    assert (made.state, kinds()[-1]) == (Kept.LATE, "promise.late")


def test_a_step_is_done_dropped_or_put_off(cast: Cast) -> None:
    client, actor = make(cast), cast.actor("owner")
    one, other = (services.step_set(actor, client_id=client.pk, due_on=days(0)) for _ in range(2))
    services.step_put_off(actor, step_id=one.pk, day=days(3))
    services.step_put_off(actor, step_id=one.pk, day=days(3))
    services.step_settle(actor, step_id=one.pk, done=True)
    services.step_settle(actor, step_id=one.pk, done=True)
    services.step_settle(actor, step_id=other.pk, done=False)
    with pytest.raises(DoneAlready):
        services.step_settle(cast.actor("deputy"), step_id=other.pk, done=True)
    assert kinds()[2:] == ["step.put_off", "step.done", "step.dropped"]
    for day in (days(0), days(-1)):
        with pytest.raises(Invalid):
            services.step_put_off(
                actor, step_id=services.step_set(actor, client_id=client.pk, due_on=days(0)).pk, day=day
            )


def test_a_reminder_is_answered_once(cast: Cast) -> None:
    client, actor = make(cast), cast.actor("owner")
    said: dict[str, Any] = {"client_id": client.pk, "cause": "birthday", "of": days(1)}
    services.cause_answer(actor, how="later", until=days(1), **said)
    services.cause_answer(actor, how="later", until=days(2), **said)
    services.cause_answer(cast.actor("head"), how="done", **said)
    services.cause_answer(cast.actor("head"), how="done", **said)
    with pytest.raises(DoneAlready):
        services.cause_answer(actor, how="done", **said)
    assert Answer.objects.visible_to(actor).get().how == "done"
    assert kinds() == ["cause.put_off", "cause.put_off", "cause.done"]
    with pytest.raises(NotVisible):
        services.cause_answer(actor, how="done", **{**said, "cause": "nothing"})
    with pytest.raises(Invalid):
        services.cause_answer(actor, how="later", until=days(0), **{**said, "of": days(2)})


def test_strangers_and_those_who_may_not(cast: Cast) -> None:
    promise = promised(cast)
    step = services.step_set(cast.actor("owner"), client_id=promise.client_id, due_on=days(0))
    stranger, marketer = cast.actor("stranger"), cast.actor("marketer")
    for act in (
        lambda: services.contact_log(stranger, client_id=promise.client_id),
        lambda: services.promise_make(stranger, client_id=promise.client_id, text="x", due_on=days(1)),
        lambda: services.promise_settle(stranger, promise_id=promise.pk, kept=True),
        lambda: services.promise_put_off(stranger, promise_id=promise.pk, day=days(1)),
        lambda: services.step_settle(stranger, step_id=step.pk, done=True),
        lambda: services.cause_answer(
            stranger, client_id=step.client_id, cause="birthday", of=days(0), how="done"
        ),
        lambda: services.promise_settle(marketer, promise_id=promise.pk, kept=True),
    ):
        with pytest.raises(NotVisible):
            act()
    cast.marketer.sees_all = True
    cast.marketer.save()
    with pytest.raises(NotAllowed):
        services.promise_settle(cast.actor("marketer"), promise_id=promise.pk, kept=True)
    assert (
        services.promise_settle(cast.actor("deputy"), promise_id=promise.pk, kept=True).settled_by
        == cast.deputy
    )


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Contact, {"channel": "pigeon"}),
        (Contact, {"minutes": 1441}),
        (Promise, {"due_on": date(2026, 1, 1), "state": "kept"}),
        (Step, {"due_on": date(2026, 1, 1), "settled_at": datetime(2026, 1, 1, tzinfo=UTC)}),
        (Answer, {"cause": "x", "of": date(2026, 1, 1), "how": "later"}),
    ],
)
def test_the_database_refuses_too(cast: Cast, model: Any, values: dict[str, Any]) -> None:
    client = make(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.bulk_create([model(client=client, **values)])
