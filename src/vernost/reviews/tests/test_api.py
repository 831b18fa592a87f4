"""Reviews for programs: what is published for anybody, the rest by a token."""

from __future__ import annotations

from tests.cast import Cast
from vernost.api.tests.asking import Program
from vernost.reviews.models import Source
from vernost.reviews.tests.factories import all_reviews, client_of, published, taken


def test_the_same_key_is_one_review(cast: Cast) -> None:
    client, program = client_of(cast), Program(cast, "owner")
    said = {"client_id": client.pk, "stars": 4, "text": "Хорошо", "agreed_how": "в приложении"}
    answers = [program.post("/reviews", said, key="shop-1") for _time in range(2)]
    assert [one.status_code for one in answers] == [201, 201]
    (review,) = all_reviews()
    assert answers[0].json() == answers[1].json() and answers[0].json()["id"] == review.pk
    assert (review.source, review.is_agreed) == (Source.API, True)


def test_what_cannot_be(cast: Cast) -> None:
    program, client = Program(cast, "owner"), client_of(cast)
    for said in ({"stars": 11}, {"stars": 0}, {"text": "x"}, {"stars": 5, "rating": 5}):
        assert program.post("/reviews", {"client_id": client.pk, **said}).status_code == 422
    assert program.post("/reviews", {"stars": 5}).status_code == 403, "of nobody known: not for a manager"
    assert all_reviews() == []


def test_published_for_anybody_and_the_rest_for_nobody(cast: Cast) -> None:
    published(cast, client_of(cast, 1), text="Видно")
    taken(cast, client_of(cast, 2), text="Не видно", stars=1)
    answer = Program(cast, "anonymous").get("/reviews/published")
    assert (answer.json()["number"], answer.json()["mean"]) == (1, 5.0)
    assert [one["text"] for one in answer.json()["items"]] == ["Видно"]
    assert "client" not in answer.content.decode() and "public" in answer["Cache-Control"]
    assert len(Program(cast, "owner").get("/reviews").json()["items"]) == 2
    assert Program(cast, "stranger").get("/reviews").json()["items"] == []
    assert len(Program(cast, "owner").get("/reviews", state="published").json()["items"]) == 1
