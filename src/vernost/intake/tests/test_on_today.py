"""Whose clock runs stands in Today, until it is answered on its own page."""

from __future__ import annotations

from django.urls import reverse

from tests.cast import Cast
from vernost.agenda import selectors as agenda
from vernost.clients.tests.factories import make
from vernost.intake import services
from vernost.intake.tests.factories import MONDAY, PHONE, at_work, came, minutes, seated


def test_a_clients_and_a_strangers_request_by_their_time(cast: Cast) -> None:
    client = make(cast, phones=[PHONE])
    seated(cast, "owner")
    with at_work() as stopped:
        new = came("+79160000009", name="Новый", text="Почём?")
        stopped.pass_by(minutes=1)
        known = came()
        lines = [one for one in agenda.today(cast.actor("owner")).lines if one.kind == "request"]
        assert [(one.client.pk, one.ref, one.rank) for one in lines] == [
            (None, new.pk, 10),
            (client.pk, known.pk, 10),
        ]
        assert lines[0].until == MONDAY + minutes(15)
        assert lines[0].why == "+7 916 000-00-09, Почём?"
        text = cast.browser("owner").get(reverse("today")).content.decode()
        assert "Новый" in text
        assert reverse("request", args=[new.pk]) in text
        services.request_answer(cast.actor("owner"), request_id=new.pk)
        left = [one.ref for one in agenda.today(cast.actor("owner")).lines if one.kind == "request"]
        assert left == [known.pk]


def test_others_see_it_in_the_managers_day_only_if_it_is_theirs_to_see(cast: Cast) -> None:
    make(cast, phones=[PHONE])
    with at_work():
        came()
        assert not any(one.kind == "request" for one in agenda.today(cast.actor("stranger")).lines)
        of_owner = agenda.today(cast.actor("head"), of=str(cast.owner.pk))
        assert [one.kind for one in of_owner.lines] == ["request"]
