"""Nobody is asked too often, nor against the rules of letters; who was not asked says why; a wave is prepared
once, evenly, and goes on after a kill."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.clients import services as of_clients
from vernost.clients.models import Purpose
from vernost.clients.services.consents import consent_withdraw
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.core.errors import Invalid, NotAllowed
from vernost.orders.tests.factories import order
from vernost.post import reasons as of_post
from vernost.post.checks import held_back, verdict
from vernost.post.models import Letter
from vernost.voice import jobs, letter_kinds, reasons, services
from vernost.voice.models import Invitation, InvitationState, WaveState
from vernost.voice.services.waves import _prepare_chunk, spread
from vernost.voice.tests.factories import answered, asked, fresh, reachable, survey_of, wave_now

NOON = datetime(2026, 11, 25, 9, tzinfo=UTC)
TEST = "the test looks at what was written"


@pytest.fixture(autouse=True)
def at_noon() -> Any:
    with clock.stopped(NOON) as time:
        yield time


def invitations() -> Any:
    return Invitation.objects.unscoped(reason=TEST)


def wave_of(cast: Cast, *, days: int = 1, **values: Any) -> Any:
    survey = values.pop("survey", None) or survey_of(cast)
    actor = cast.actor(values.pop("by", "director"))
    return services.wave_make(
        actor, survey_id=survey.pk, name="Autumn", days=days, starts_on=clock.today(), **values
    )


def test_a_letter_leaves_with_the_scale_in_it(cast: Cast) -> None:
    invitation = asked(cast, reachable(cast, "Пётр", language="ru", address_as="Пётр Ильич"))
    assert invitation.state == InvitationState.ASKED
    letter = Letter.objects.unscoped(reason=TEST).get()
    assert letter.kind == "voice.survey" and letter.secret, "it has a way out"
    for number in range(11):
        assert f"/r/{invitation.secret}/?score={number}" in letter.html
        assert f"{number}: " in letter.text and f"?score={number}" in letter.text
    assert "Пётр Ильич" in letter.text and "<script" not in letter.html


def test_nobody_is_asked_twice_within_the_pause_by_any_survey(cast: Cast, at_noon: Any) -> None:
    client = reachable(cast)
    asked(cast, client)
    second = asked(cast, client, survey=survey_of(cast, kind="csat"), key="other")
    assert (second.state, second.reason) == (InvitationState.HELD, reasons.PAUSE)
    at_noon.pass_by(days=91)
    assert asked(cast, client, survey=second.survey, key="third").state == InvitationState.ASKED


def test_whoever_answered_by_telephone_was_asked(cast: Cast) -> None:
    client = reachable(cast)
    answered(cast, 9, client=client)
    assert asked(cast, client, survey=survey_of(cast, kind="csat")).reason == reasons.PAUSE


def test_the_same_key_asks_once(cast: Cast) -> None:
    client, survey = reachable(cast), survey_of(cast)
    assert asked(cast, client, survey=survey, key="k").pk == asked(cast, client, survey=survey, key="k").pk
    assert Letter.objects.unscoped(reason=TEST).count() == 1


def test_held_back_says_why(cast: Cast) -> None:
    silent = make(cast, "Без адреса")
    assert asked(cast, silent).reason == of_post.NO_ADDRESS
    unagreed = make(cast, "Без согласия", emails=["no@clients.test"])
    assert asked(cast, unagreed).reason == of_post.NO_CONSENT
    left = reachable(cast, "Ушёл")
    consent_withdraw(cast.actor("owner"), client_id=left.pk, purpose=Purpose.LETTERS, how="said")
    assert asked(cast, left).reason == of_post.WITHDRAWN
    closed = reachable(cast, "Закрыт")
    of_clients.client_close(cast.actor("owner"), client_id=closed.pk, reason="moved_away")
    assert asked(cast, closed).reason == of_post.CLOSED
    assert not invitations().exclude(secret="").exists(), "nobody was given a link"


def test_many_at_once_are_told_as_one_by_one(cast: Cast) -> None:
    people = [reachable(cast, "Можно"), make(cast, "Нет"), make(cast, "Без", emails=["x@clients.test"])]
    closed = reachable(cast, "Закрыт")
    of_clients.client_close(cast.actor("owner"), client_id=closed.pk, reason="moved_away")
    closed.refresh_from_db()
    people.append(closed)
    many = held_back([one.pk for one in people], letter_kinds.SURVEY)
    assert many == {one.pk: found for one in people if (found := verdict(one, letter_kinds.SURVEY).reason)}
    assert len(many) == 3


def test_a_letter_stopped_at_the_door_asked_nobody(cast: Cast) -> None:
    invitation = asked(cast)
    Letter.objects.unscoped(reason=TEST).update(state="refused", reason=of_post.TOO_OFTEN, due_at=None)
    assert jobs.see_what_did_not_leave() == 1
    told = fresh(invitation)
    assert (told.state, told.reason, told.asked_at) == (InvitationState.HELD, of_post.TOO_OFTEN, None)


def test_a_wave_is_prepared_shown_begun(cast: Cast, at_noon: Any) -> None:
    people = [reachable(cast, f"Клиент {number}") for number in range(7)]
    make(cast, "Без адреса")
    answered(cast, 9, client=people[0])
    wave = wave_of(cast, days=3)
    assert jobs.prepare_waves() == 8
    wave = wave_now(wave)
    assert (wave.state, wave.asked, wave.left_out) == (WaveState.READY, 6, 2)
    at_noon.pass_by(days=1)
    assert jobs.ask_who_is_due() == 0, "nothing leaves before a person begins it"
    services.wave_begin(cast.actor("director"), wave_id=wave.pk)
    days = Counter(one.due_at.date() for one in invitations().filter(state="due"))
    assert sorted(days.values()) == [2, 2, 2]
    assert min(days) >= clock.now().date(), "begun late, nothing is caught up at once"
    while jobs.ask_who_is_due() or at_noon.pass_by(hours=6) < NOON + timedelta(days=6):
        pass
    assert wave_now(wave).state == WaveState.DONE
    assert invitations().filter(state="asked").count() == 6
    assert Letter.objects.unscoped(reason=TEST).count() == 6


def test_a_killed_preparation_goes_on(cast: Cast) -> None:
    for number in range(9):
        reachable(cast, f"Клиент {number}")
    wave = wave_of(cast)
    assert _prepare_chunk(wave.pk, 4) == 4  # and here the worker dies
    assert wave_now(wave).asked == 4
    services.wave_prepare(wave.pk, chunk=4)
    assert invitations().count() == 9 and wave_now(wave).asked == 9
    assert wave_now(wave).state == WaveState.READY
    assert services.wave_prepare(wave.pk) == 0, "twice is once"


def test_a_wave_reaches_only_clients_its_maker_sees(cast: Cast) -> None:
    reachable(cast, "Свой")
    reachable(cast, "Чужой", whose="stranger")
    wave = wave_of(cast, by="head")
    jobs.prepare_waves()
    assert wave_now(wave).asked == 1
    with pytest.raises(NotAllowed):
        wave_of(cast, by="owner")


def test_a_stopped_wave_asks_nobody_more(cast: Cast) -> None:
    for number in range(3):
        reachable(cast, f"Клиент {number}")
    wave = wave_of(cast)
    jobs.prepare_waves()
    services.wave_begin(cast.actor("director"), wave_id=wave.pk)
    services.wave_stop(cast.actor("director"), wave_id=wave.pk)
    assert jobs.ask_who_is_due() == 0
    assert set(invitations().values_list("reason", flat=True)) == {reasons.STOPPED}
    assert (wave_now(wave).asked, wave_now(wave).left_out) == (0, 3)


def test_a_survey_closed_meanwhile_asks_nobody_more(cast: Cast, at_noon: Any) -> None:
    client, survey = reachable(cast), survey_of(cast)
    later = clock.now() + timedelta(days=1)
    invitation = services.invitation_ask(
        cast.actor("owner"), client_id=client.pk, survey_id=survey.pk, key="k", due_at=later
    )
    services.survey_close(cast.actor("director"), survey_id=survey.pk)
    at_noon.pass_by(days=2)
    assert jobs.ask_who_is_due() == 1
    assert fresh(invitation).reason == reasons.SURVEY_CLOSED


def test_days_of_a_wave_are_few_or_many_but_not_none(cast: Cast) -> None:
    for days in (0, 91):
        with pytest.raises(Invalid):
            wave_of(cast, days=days)


@given(st.integers(1, 400), st.integers(1, 30))
def test_any_wave_is_spread_evenly(number: int, days: int) -> None:
    begins = datetime(2026, 11, 25, 7, tzinfo=UTC)
    due = [spread(begins, days, place) for place in range(number)]
    counts = Counter((one - begins).days for one in due)
    assert all(0 <= day < days for day in counts)
    assert all(begins <= one <= begins + timedelta(days=days - 1, hours=8) for one in due)
    each = [counts.get(day, 0) for day in range(days)]
    assert max(each) - min(each) <= 4


def test_an_order_asks_after_its_days_once(cast: Cast, at_noon: Any) -> None:
    old = reachable(cast, "Старый")
    order(cast, old, amount="100", placed_at=NOON - timedelta(days=3))
    survey = survey_of(cast, after_purchase=2)
    buyer = reachable(cast, "Новый")
    order(cast, buyer, amount="100", placed_at=NOON + timedelta(minutes=1) - timedelta(minutes=1))
    at_noon.pass_by(days=1)
    assert jobs.ask_after_purchases() == 0, "not yet"
    at_noon.pass_by(days=1, hours=1)
    # brought from another system: bought before the survey was opened
    order(cast, old, amount="900", placed_at=NOON - timedelta(days=30))
    assert jobs.ask_after_purchases() == 1
    assert jobs.ask_after_purchases() == 0, "once an order"
    made = invitations().get()
    assert made.client == buyer and made.survey == survey
    jobs.ask_who_is_due()
    assert fresh(made).state == InvitationState.ASKED


def test_two_workers_send_one_letter(cast: Cast) -> None:
    client, survey = reachable(cast), survey_of(cast)
    later = clock.now() + timedelta(minutes=1)
    invitation = services.invitation_ask(
        cast.actor("owner"), client_id=client.pk, survey_id=survey.pk, key="k", due_at=later
    )
    for _turn in range(2):
        services.invitation_send(SYSTEM, invitation_id=invitation.pk)
    assert Letter.objects.unscoped(reason=TEST).count() == 1
