"""A client's letter becomes a complaint by one click: its words, its channel, one case a letter."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from vernost.clients.tests.factories import make
from vernost.complaints.models import Complaint
from vernost.post import turning
from vernost.post.models import InboundLetter, Tied

WORDS = "Третий раз привозят не то. Верните деньги."


def letter(cast: Cast, **values: Any) -> InboundLetter:
    said = {"client": make(cast), "tied": Tied.values[0], "token": "one", "subject": "Опять", "text": WORDS}
    made: InboundLetter = InboundLetter.objects.create(**(said | values))
    return made


def test_it_works(cast: Cast) -> None:
    one, browser = letter(cast), cast.browser("owner")
    assert "Open a complaint" in browser.get(reverse("letter_in", args=[one.pk])).content.decode()
    (offered,) = turning.offered(cast.actor("owner"), one)
    for _ in range(2):
        assert browser.post(offered.address, dict(offered.fields)).status_code == 302
    case = Complaint.objects.unscoped(reason="test").get()
    assert (case.channel, case.text, case.client_id) == ("letter", WORDS, one.client_id)
    assert case.origin == reverse("letter_in", args=[one.pk])


def test_without_words_the_subject_is_said(cast: Cast) -> None:
    (offered,) = turning.offered(cast.actor("owner"), letter(cast, text=""))
    assert dict(offered.fields)["text"] == "Опять"


@pytest.mark.parametrize("values", [{"by_machine": True}, {"text": "", "subject": ""}])
def test_it_offers_nothing_of_a_machine_or_of_an_empty_letter(cast: Cast, values: dict[str, Any]) -> None:
    assert not turning.offered(cast.actor("owner"), letter(cast, **values))


def test_it_refuses_a_stranger(cast: Cast) -> None:
    one, stranger = letter(cast), cast.browser("stranger")
    assert not turning.offered(cast.actor("stranger"), one)
    address = reverse("complaint_add", args=[one.client_id])
    assert stranger.post(address, {"text": WORDS, "channel": "letter"}).status_code == 404
