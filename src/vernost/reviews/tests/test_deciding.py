"""Reviews are looked over: by whom, with whose agreement, by two at once; figures of what was written."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.costs import SHELL
from vernost.access.actor import SYSTEM
from vernost.clients.selectors import Asked as AskedOfClients
from vernost.clients.selectors import client_list
from vernost.core import clock
from vernost.core.errors import Invalid, NotAllowed, NotVisible
from vernost.post.models import Letter
from vernost.reviews import selectors, services
from vernost.reviews.errors import DecidedAlready, NotAgreed
from vernost.reviews.models import State
from vernost.reviews.rules import Sense, sense
from vernost.reviews.tests.factories import client_of, now, published, taken

LIST, CARD = SHELL + 5, SHELL + 1


def test_only_with_the_authors_agreement(cast: Cast) -> None:
    review = taken(cast, agreed_how="")
    with pytest.raises(NotAgreed):
        services.review_publish(cast.actor("director"), review_id=review.pk)
    with pytest.raises(Invalid):
        services.agreement_give(cast.actor("owner"), review_id=review.pk, how="  ")
    services.agreement_give(cast.actor("owner"), review_id=review.pk, how="по телефону 24 ноября")
    assert services.review_publish(cast.actor("head"), review_id=review.pk).is_published
    services.agreement_withdraw(cast.actor("owner"), review_id=review.pk, verb="review.take")
    assert now(review).state == State.HIDDEN


def test_who_may(cast: Cast) -> None:
    review = taken(cast)
    for who, error in (("owner", NotAllowed), ("stranger", NotVisible), ("support", NotAllowed)):
        with pytest.raises(error):
            services.review_publish(cast.actor(who), review_id=review.pk)
    assert services.review_publish(cast.actor("marketer"), review_id=review.pk).is_published
    with pytest.raises(NotAllowed):
        services.review_take(cast.actor("owner"), stars=5)
    of_nobody = services.review_take(cast.actor("marketer"), stars=2, text="Долго везли", source="2gis")
    seen = {
        who: of_nobody in selectors.review_list(cast.actor(who), selectors.Asked()).rows
        for who in ("owner", "head", "director", "marketer", "stranger")
    }
    assert seen == {"owner": False, "head": True, "director": True, "marketer": True, "stranger": False}


def test_of_two_who_look_it_over_the_second_is_told(cast: Cast) -> None:
    review = taken(cast)
    seen = review.version
    services.review_publish(cast.actor("director"), review_id=review.pk, version=seen)
    assert services.review_publish(cast.actor("head"), review_id=review.pk, version=seen).is_published
    with pytest.raises(DecidedAlready):
        services.review_decline(cast.actor("marketer"), review_id=review.pk, reason="Мат", version=seen)
    answer = cast.browser("marketer").post(
        reverse("review_decline", args=[review.pk]), {"reason": "Мат", "version": str(seen)}
    )
    assert answer.status_code == 409 and now(review).is_published


def test_every_decision_is_taken_back(cast: Cast) -> None:
    actor, review = cast.actor("director"), published(cast)
    services.review_hide(actor, review_id=review.pk)
    assert services.review_publish(actor, review_id=review.pk).is_published
    assert services.review_back(actor, review_id=review.pk).state == State.NEW
    with pytest.raises(Invalid):
        services.review_decline(actor, review_id=review.pk, reason="")
    assert services.review_decline(actor, review_id=review.pk, reason="Мат").reason == "Мат"
    review = services.review_back(actor, review_id=review.pk)
    assert (review.state, review.reason, review.decided_by_id) == (State.NEW, "", None)


def test_the_firm_answers_beside_the_review_and_by_letter_once(cast: Cast) -> None:
    review = published(cast)
    for _time in range(2):
        services.review_answer(cast.actor("marketer"), review_id=review.pk, text="Спасибо, Анна")
    letter = Letter.objects.unscoped(reason="test").get(kind="review.answer")
    assert "Спасибо, Анна" in letter.text and f"/review/{review.secret}/" in letter.text
    services.review_answer(cast.actor("marketer"), review_id=review.pk, text="")
    assert now(review).answered_at is None


def test_the_mean_says_of_how_many_and_is_none_of_none(cast: Cast) -> None:
    actor, today = cast.actor("director"), clock.today()
    assert selectors.average(actor, today, today) == selectors.Average(0, None)
    for number, stars in enumerate((5, 4, 2)):
        taken(cast, client_of(cast, number), stars=stars)
    services.review_take(cast.actor("director"), stars=1, written_at=clock.now() - timedelta(days=400))
    found = selectors.average(actor, today, today)
    assert found.number == 3 and found.mean == pytest.approx(11 / 3)
    assert selectors.average(actor, date(2000, 1, 1), today).number == 4
    assert selectors.average(cast.actor("stranger"), today, today).number == 0
    standing = selectors.standing(actor, 3)
    assert (standing.waiting, standing.blamed, standing.marks) == (
        3,
        1,
        [(5, 1), (4, 1), (3, 0), (2, 1), (1, 0)],
    )
    assert [one.number for _month, one in selectors.by_month(actor, today - timedelta(days=500), today)] == [
        1,
        3,
    ]


@pytest.mark.parametrize(
    ("stars", "expected"),
    [(1, Sense.BLAME), (3, Sense.BLAME), (4, Sense.PRAISE), (5, Sense.PRAISE)],
)
def test_praise_and_blame(stars: int, expected: Sense) -> None:
    assert sense(stars, praise=4, blame=3) is expected
    assert sense(3, praise=4, blame=2) is Sense.NEITHER
    assert sense(4, praise=2, blame=4) is Sense.BLAME, "where the lines cross, blame is heard first"


def test_the_client_list_knows_stars(cast: Cast) -> None:
    client = client_of(cast)
    taken(cast, client, stars=2, written_at=clock.now() - timedelta(days=3))
    taken(cast, client, stars=4)
    client_of(cast, 2)
    from vernost.clients.facets import columns, fields

    actor = cast.actor("owner")
    assert columns(actor)["review_stars"].many(actor, [client.pk]) == {client.pk: 4}  # type: ignore[misc]
    assert "reviews.stars" in fields(actor)
    found = client_list(actor, AskedOfClients())
    assert len(found.rows) == 2


def test_pages_cost_a_fixed_number_of_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    browser, first = cast.browser("director"), taken(cast)
    browser.get(reverse("reviews"))
    for number in range(2):
        with django_assert_num_queries(LIST):
            assert browser.get(reverse("reviews")).status_code == 200
        with django_assert_num_queries(CARD):
            assert browser.get(reverse("review", args=[first.pk])).status_code == 200
        for _ in range(4 * (1 - number)):
            taken(cast, client_of(cast, 10 + _))


def test_by_pages(cast: Cast) -> None:
    client, browser = client_of(cast), cast.browser("head")
    add = reverse("review_add") + f"?client={client.pk}"
    assert browser.post(add, {"stars": "11"}).status_code == 422
    said = {"stars": "5", "text": "Отлично", "source": "yandex", "original": "https://yandex.ru/maps/1"}
    assert browser.post(add, {**said, "agreed_how": "в переписке"}).status_code == 302
    (review,) = selectors.reviews_of(SYSTEM, client)
    for name, data in (
        ("review_publish", {"version": str(review.version)}),
        ("review_answer", {"text": "Спасибо", "by_letter": "on"}),
        ("review_hide", {}),
        ("review_publish", {}),
        ("review_agreement", {"act": "withdraw"}),
    ):
        assert browser.post(reverse(name, args=[review.pk]), data).status_code == 302, name
        assert browser.get(reverse("review", args=[review.pk])).status_code == 200
    assert now(review).state == State.HIDDEN
    panel = browser.get(reverse("client_panel", args=[client.pk, "reviews"]))
    assert panel.status_code == 200 and "Отлично" in panel.content.decode()
    assert browser.get(reverse("reviews") + "?stars=5&source=yandex&state=hidden").status_code == 200
    assert browser.get(reverse("reviews") + "?stars=77&source=x&after=zz").status_code == 200
