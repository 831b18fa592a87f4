"""A complaint from the first word to the client's «yes»: in order, once, ended by nothing else (5.1)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.cast import Cast
from vernost.agenda.models import Kept, Promise
from vernost.agenda.selectors import today
from vernost.clients import services as clients
from vernost.clients.tests.factories import make
from vernost.complaints import links, selectors, services
from vernost.complaints.errors import MovedAlready, OverAlready, WaitsForApproval
from vernost.complaints.models import Complaint, Event, Step, What
from vernost.complaints.tests.factories import WORDS, agreed, now, taken
from vernost.core import clock
from vernost.core.errors import Invalid, NotAllowed, NotVisible
from vernost.journal.models import Entry
from vernost.post.guards import held
from vernost.post.models import Letter


def test_it_works(cast: Cast) -> None:
    actor = cast.actor("owner")
    case = agreed(cast)
    promise = Promise.objects.unscoped(reason="test").get(about_type="complaints.complaint", about_id=case.pk)
    services.complaint_carry_out(actor, complaint_id=case.pk, text="Отвезли лично")
    promise.refresh_from_db()
    assert promise.state == Kept.KEPT
    assert now(case).step == Step.CARRIED_OUT
    services.complaint_confirm(actor, complaint_id=case.pk, how="По телефону: «теперь всё хорошо»")
    case = now(case)
    assert (case.step, case.due_at, case.silent_at) == (Step.CONFIRMED, None, None)
    steps = [one.step for one in Event.objects.unscoped(reason="test").filter(what=What.STEP).order_by("id")]
    assert steps == list(Step)


def test_the_client_is_written_to_at_once_with_a_name(cast: Cast) -> None:
    client = make(cast, emails=["petr@example.org"], language="ru")
    case = taken(cast, client)
    letter = Letter.objects.unscoped(reason="test").get()
    assert case.step == Step.ACKNOWLEDGED
    assert "Owner" in letter.text and links.address_of(case) in letter.text
    assert "Ваша жалоба" in letter.subject
    assert not letter.is_advertising


def test_without_an_address_acknowledging_is_the_first_thing_to_do(cast: Cast) -> None:
    case = taken(cast, make(cast, phones=["+79161234567"]))
    assert case.step == Step.RECEIVED
    lines = [line for line in today(cast.actor("owner")).lines if line.kind == "complaint"]
    assert [line.link for line in lines] == [f"/complaints/{case.pk}/"]
    services.complaint_acknowledge(cast.actor("owner"), complaint_id=case.pk, text="Извинился по телефону")
    assert now(case).step == Step.ACKNOWLEDGED


def test_no_step_is_skipped_and_none_is_done_twice(cast: Cast) -> None:
    actor, case = cast.actor("owner"), taken(cast)
    by = clock.today()
    with pytest.raises(MovedAlready):
        services.complaint_agree(actor, complaint_id=case.pk, measures="x", by=by)
    with pytest.raises(MovedAlready):
        services.complaint_confirm(actor, complaint_id=case.pk, how="x")
    services.complaint_acknowledge(actor, complaint_id=case.pk)
    services.complaint_acknowledge(actor, complaint_id=case.pk)
    steps = Event.objects.unscoped(reason="test").filter(step=Step.ACKNOWLEDGED)
    assert steps.count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [({"text": " "}, "text"), ({"text": "x" * 10_001}, "text"), ({"wish": "x" * 501}, "wish")],
)
def test_it_refuses_what_says_nothing_or_too_much(cast: Cast, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as told:
        taken(cast, **values)
    assert field in told.value.fields
    assert not Complaint.objects.unscoped(reason="test").exists()


def test_measures_have_a_day(cast: Cast) -> None:
    actor, case = cast.actor("owner"), taken(cast)
    services.complaint_acknowledge(actor, complaint_id=case.pk)
    services.complaint_facts(actor, complaint_id=case.pk, facts="Так и было")
    with pytest.raises(Invalid) as told:
        services.complaint_agree(actor, complaint_id=case.pk, measures="Заменить", by=None)
    assert "by" in told.value.fields


def test_it_refuses_a_stranger(cast: Cast) -> None:
    case, stranger = taken(cast), cast.actor("stranger")
    for act in (
        lambda: services.complaint_acknowledge(stranger, complaint_id=case.pk),
        lambda: services.complaint_tell(stranger, complaint_id=case.pk, text="x"),
        lambda: services.complaint_take(stranger, client_id=case.client_id, text="x"),
        lambda: selectors.card(stranger, case.pk),
    ):
        with pytest.raises(NotVisible):
            act()
    assert not selectors.board(stranger).every
    assert not selectors.complaint_list(stranger, selectors.Asked()).rows


def test_the_same_cause_is_one_case(cast: Cast) -> None:
    client = make(cast)
    first, second = (taken(cast, client, key="survey:7") for _ in range(2))
    assert first.pk == second.pk
    assert Entry.objects.filter(kind="complaint.taken").count() == 1


def test_a_sum_above_the_own_authority_waits_for_the_head(cast: Cast) -> None:
    actor, case = cast.actor("owner"), taken(cast)
    services.complaint_acknowledge(actor, complaint_id=case.pk)
    services.complaint_facts(actor, complaint_id=case.pk, facts="Так и было")
    ask: dict[str, Any] = {
        "complaint_id": case.pk,
        "measures": "Вернуть деньги",
        "by": clock.today(),
        "compensation": Decimal(5000),
    }
    services.complaint_agree(actor, **ask)
    waits = now(case)
    assert (waits.step, waits.approval, waits.measures) == (Step.FACTS, "asked", "Вернуть деньги")
    assert not Promise.objects.unscoped(reason="test").exists()
    with pytest.raises(WaitsForApproval):
        services.complaint_agree(actor, **ask)
    with pytest.raises(NotAllowed):
        services.compensation_decide(actor, complaint_id=case.pk, approve=True)
    services.compensation_decide(cast.actor("head"), complaint_id=case.pk, approve=True)
    services.complaint_agree(actor, **ask)
    done = now(case)
    assert (done.step, done.approval, done.approved_by_id) == (Step.AGREED, "approved", cast.head.pk)


def test_what_was_not_approved_is_not_promised(cast: Cast) -> None:
    actor, case = cast.actor("owner"), taken(cast)
    services.complaint_acknowledge(actor, complaint_id=case.pk)
    services.complaint_facts(actor, complaint_id=case.pk, facts="Так и было")
    ask: dict[str, Any] = {"complaint_id": case.pk, "measures": "Вернуть деньги", "by": clock.today()}
    services.complaint_agree(actor, **ask, compensation=Decimal(5000))
    services.compensation_decide(cast.actor("head"), complaint_id=case.pk, approve=False)
    with pytest.raises(Invalid):
        services.complaint_agree(actor, **ask, compensation=Decimal(5000))
    services.complaint_agree(actor, **ask, compensation=Decimal(3000))
    assert (now(case).step, now(case).approval) == (Step.AGREED, "within")


def test_an_own_authority_counts_instead_of_the_firms(cast: Cast) -> None:
    services.authority_set(cast.actor("director"), employee_id=cast.owner.pk, amount=Decimal(10000))
    assert selectors.settles_alone(cast.actor("owner")) == 10000
    assert selectors.settles_alone(cast.actor("teammate")) == 3000
    services.authority_set(cast.actor("director"), employee_id=cast.owner.pk, amount=None)
    assert selectors.settles_alone(cast.actor("owner")) == 3000
    with pytest.raises(NotAllowed):
        services.authority_set(cast.actor("head"), employee_id=cast.owner.pk, amount=Decimal(1))


def test_meanwhile_there_is_no_advertising(cast: Cast) -> None:
    case = agreed(cast)
    assert held([case.client_id]) == {case.client_id: "complaint_open"}
    actor = cast.actor("owner")
    services.complaint_carry_out(actor, complaint_id=case.pk)
    assert held([case.client_id])
    services.complaint_confirm(actor, complaint_id=case.pk, how="сам сказал")
    assert not held([case.client_id])


def test_it_may_be_opened_again_and_begins_at_the_facts(cast: Cast) -> None:
    actor, case = cast.actor("owner"), agreed(cast)
    services.complaint_carry_out(actor, complaint_id=case.pk)
    services.complaint_confirm(actor, complaint_id=case.pk, how="сам сказал")
    with pytest.raises(OverAlready):
        services.complaint_tell(actor, complaint_id=case.pk, text="x")
    services.complaint_reopen(actor, complaint_id=case.pk, text="Опять не тот помол")
    again = now(case)
    assert (again.step, again.reopened, again.confirmed_at) == (Step.ACKNOWLEDGED, 1, None)
    assert again.due_at is not None


def test_whoever_does_not_see_the_client_cannot_be_responsible(cast: Cast) -> None:
    case, head = taken(cast), cast.actor("head")
    with pytest.raises(Invalid):
        services.complaint_assign(head, complaint_id=case.pk, responsible_id=cast.stranger.pk)
    services.complaint_assign(head, complaint_id=case.pk, responsible_id=cast.support.pk)
    assert now(case).responsible_id == cast.support.pk


def test_it_goes_with_the_client(cast: Cast) -> None:
    """Handed over, merged and back, erased: the case goes along, its words go with the person."""
    head = cast.actor("head")
    client = make(cast)
    case = taken(cast, client)
    clients.clients_hand_over(head, client_ids=[client.pk], successor_id=cast.teammate.pk)
    assert now(case).responsible_id == cast.teammate.pk
    other = make(cast, "Другой", whose="teammate")
    merge = clients.clients_merge(cast.actor("teammate"), survivor_id=other.pk, absorbed_id=client.pk)
    assert now(case).client_id == other.pk
    clients.merge_undo(cast.actor("teammate"), merge_id=merge.pk)
    assert now(case).client_id == client.pk
    before = links.token_of(now(case))
    clients.client_erase(cast.actor("director"), client_id=client.pk)
    erased = now(case)
    assert erased.text == ""
    assert not [one for one in Event.objects.unscoped(reason="test") if one.text]
    assert not [one for one in Entry.objects.filter(kind="complaint.taken") if WORDS[:10] in str(one.data)]
    with pytest.raises(NotVisible):
        links.opened(before)


def test_a_received_time_is_not_in_the_future(cast: Cast) -> None:
    with pytest.raises(Invalid):
        taken(cast, received_at=clock.now() + timedelta(hours=1))
