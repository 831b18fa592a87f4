"""The author's own page: a scanner writes nothing; once, corrected for a day, withdrawn at once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client as Browser
from django.urls import reverse

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.clients import services as of_clients
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.intake import guarding
from vernost.journal.models import Entry
from vernost.reviews import selectors, services
from vernost.reviews.models import Review, State
from vernost.reviews.tests.factories import all_reviews, asked, client_of, now, published, taken

NOON = datetime(2026, 11, 25, 9, tzinfo=UTC)
SAID = {"stars": "5", "text": "Кения удалась", "name": "Анна", "agreed": "on"}


@pytest.fixture(autouse=True)
def at_noon() -> Any:
    with clock.stopped(NOON) as time:
        yield time


def page(secret: str) -> str:
    return reverse("review_write", args=[secret])


def test_a_scanner_that_opens_the_link_writes_nothing(cast: Cast) -> None:
    address, browser = page(asked(cast).secret), Browser()
    for _time in range(3):
        answer = browser.get(address)
        assert answer.status_code == 200 and browser.head(address).status_code == 200
    assert all_reviews() == []
    assert "no-store" in answer["Cache-Control"]
    assert "checked" not in answer.content.decode(), "nothing is ticked for them"


def test_written_once_and_corrected_for_a_day(cast: Cast, at_noon: Any) -> None:
    ask = asked(cast)
    address, browser = page(ask.secret), Browser()
    assert browser.post(address, SAID).status_code == 302
    assert browser.post(address, SAID).status_code == 302
    (review,) = all_reviews()
    assert (review.stars, review.name, review.is_agreed, review.client_id) == (5, "Анна", True, ask.client_id)
    assert Entry.objects.filter(kind__in=("review.written", "review.agreed")).count() == 2
    services.review_publish(cast.actor("director"), review_id=review.pk)
    at_noon.pass_by(hours=23)
    assert browser.post(address, {**SAID, "stars": "4", "text": "Неплохо"}).status_code == 302
    review = now(review)
    assert (review.stars, review.text, review.state) == (4, "Неплохо", State.NEW), (
        "shown words are looked over anew"
    )
    at_noon.pass_by(hours=2)
    browser.post(address, {**SAID, "stars": "1"})
    assert now(review).stars == 4 and len(all_reviews()) == 1


def test_a_tick_taken_out_within_the_day_is_an_agreement_taken_back(cast: Cast) -> None:
    ask = asked(cast)
    Browser().post(page(ask.secret), SAID)
    Browser().post(page(ask.secret), {**SAID, "agreed": ""})
    (review,) = all_reviews()
    assert not review.is_agreed and review.withdrawn_at is not None


def test_withdrawn_by_the_link_it_leaves_the_site_at_once(cast: Cast, at_noon: Any) -> None:
    ask = asked(cast)
    address = page(ask.secret)
    Browser().post(address, SAID)
    (review,) = all_reviews()
    services.review_publish(cast.actor("director"), review_id=review.pk)
    widget = services.widget_change(cast.actor("director"), address="firm")
    script = reverse("review_script", args=[widget.address])
    before = Browser().get(script)
    assert "Кения удалась" in before.content.decode()
    at_noon.pass_by(days=300)
    for _time in range(2):
        assert Browser().post(address, {"act": "withdraw"}).status_code == 302
    assert now(review).state == State.HIDDEN
    after = Browser().get(script, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200 and "Кения удалась" not in after.content.decode()
    assert Entry.objects.filter(kind="review.withdrawn").count() == 1


@pytest.mark.parametrize(
    "bad",
    [
        {"stars": "11"},
        {"stars": "0"},
        {"stars": ""},
        {"stars": "5'; DROP"},
        {"text": "а" * 5001},
        {"name": "а" * 81},
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_kept(cast: Cast, bad: dict[str, str]) -> None:
    answer = Browser().post(page(asked(cast).secret), {**SAID, **bad})
    assert answer.status_code == 422 and all_reviews() == []
    assert "Анна" in answer.content.decode() or "name" in bad


def test_two_megabytes_are_refused_and_nothing_is_half_written(cast: Cast) -> None:
    answer = Browser().post(page(asked(cast).secret), {**SAID, "text": "я" * 1_000_000})
    assert answer.status_code == 422 and all_reviews() == []
    with pytest.raises(Invalid):
        taken(cast, client_of(cast, 2), text="я" * 5001)


def test_a_script_in_the_words_is_words(cast: Cast) -> None:
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    review = published(cast, text=evil, name="<b>Анна</b>")
    services.widget_change(cast.actor("director"), address="firm")
    pages = [
        reverse("reviews_shown", args=["firm"]),
        page(review.secret),
        reverse("review_script", args=["firm"]),
    ]
    for address in pages:
        said = Browser().get(address).content.decode()
        assert "<script>alert" not in said and "<img src=x" not in said, address
    said = Browser().get(pages[0]).content.decode()
    assert said.count("</script>") == said.count("<script"), "the markup ends where we end it"
    inside = cast.browser("director").get(reverse("review", args=[review.pk])).content.decode()
    assert "<script>alert" not in inside


def test_after_half_a_year_the_page_is_closed_and_says_so(cast: Cast, at_noon: Any) -> None:
    ask = asked(cast)
    at_noon.pass_by(days=365)
    answer = Browser().get(page(ask.secret))
    assert answer.status_code == 200 and 'name="stars"' not in answer.content.decode()
    assert Browser().post(page(ask.secret), SAID).status_code == 422
    assert all_reviews() == []


def test_a_client_merged_meanwhile_and_one_erased(cast: Cast) -> None:
    first, second = client_of(cast, 1), client_of(cast, 2)
    ask = asked(cast, first)
    of_clients.clients_merge(cast.actor("director"), survivor_id=second.pk, absorbed_id=first.pk)
    Browser().post(page(ask.secret), SAID)
    (review,) = all_reviews()
    assert review.client_id == second.pk
    services.review_publish(cast.actor("director"), review_id=review.pk)
    of_clients.client_erase(cast.actor("director"), client_id=second.pk)
    review = now(review)
    assert (review.text, review.name, review.state, review.stars) == ("", "", State.HIDDEN, 5)
    assert selectors.shown().number == 0
    assert Browser().get(page(ask.secret)).status_code == 404
    assert "Кения" not in str(
        list(Entry.objects.filter(kind="review.written").values_list("data", flat=True))
    )


def test_wrong_links_open_nothing(db: None) -> None:
    for secret in ("x", "x" * 43, "x" * 400, "а" * 20):
        assert Browser().get(page(secret)).status_code == 404


def test_the_base_itself_publishes_nothing_without_agreement(cast: Cast) -> None:
    review = taken(cast, agreed_how="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.unscoped(reason="test").filter(pk=review.pk).update(state=State.PUBLISHED)


class TestVisitor:
    @pytest.fixture(autouse=True)
    def widget(self, cast: Cast) -> None:
        services.widget_change(cast.actor("director"), address="firm", language="ru")
        self.address = reverse("review_visitor", args=["firm"])

    def ticket(self, time: Any) -> str:
        written = guarding.ticket().written()
        time.pass_by(seconds=5)
        return written

    def test_a_visitor_writes_and_nobody_is_guessed_to_be_a_client(self, cast: Cast, at_noon: Any) -> None:
        client = client_of(cast)
        said = {**SAID, "email": "CLIENT1@firm.test", "ticket": self.ticket(at_noon)}
        for _time in range(2):
            answer = Browser().post(self.address, said)
            assert answer.status_code == 200 and not answer.cookies
        (review,) = all_reviews()
        assert review.client_id is None and review.is_agreed and review.state == State.NEW
        assert selectors.suggestion(cast.actor("director"), review) == client
        assert selectors.suggestion(cast.actor("stranger"), review) is None
        tied = services.review_tie(cast.actor("director"), review_id=review.pk, client_id=client.pk)
        assert (tied.client_id, tied.email) == (client.pk, "")
        assert Browser().get(page(review.secret)).status_code == 200
        Browser().post(page(review.secret), {"act": "withdraw"})
        assert not now(review).is_agreed

    def test_without_a_ticket_every_word_is_kept_and_it_is_to_be_sent_once_more(self) -> None:
        answer = Browser().post(self.address, SAID)
        assert answer.status_code == 422 and "Кения удалась" in answer.content.decode()
        assert all_reviews() == []

    def test_a_robot_is_thanked_and_kept_among_the_spam(self, at_noon: Any) -> None:
        said = {**SAID, "website": "http://spam.example", "ticket": self.ticket(at_noon)}
        assert Browser().post(self.address, said).status_code == 200
        (review,) = all_reviews()
        assert review.state == State.SPAM and not review.is_agreed
        assert selectors.review_list(SYSTEM, selectors.Asked()).rows == []

    def test_closed_where_the_firm_takes_none(self, cast: Cast) -> None:
        services.widget_change(cast.actor("director"), takes=False)
        assert Browser().get(self.address).status_code == 404

    def test_too_many_from_one_house(self, at_noon: Any) -> None:
        codes = {Browser().post(self.address, SAID).status_code for _n in range(21)}
        assert codes == {422, 429}
