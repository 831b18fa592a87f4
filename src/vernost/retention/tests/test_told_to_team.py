"""What retention tells the people of the firm: the class of clients for commission, topics for training."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.cast import Cast
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.retention.models import ClientFacts
from vernost.team import services, topics
from vernost.team.tests.factories import earned, paid, rule, sold
from vernost.voice.models import Cause
from vernost.voice.services.themes import theme_set
from vernost.voice.tests.factories import answered


def test_a_rule_by_class_pays_by_the_facts(cast: Cast) -> None:
    best, usual = make(cast, "Лучший"), make(cast, "Обычный")
    for client, letter in ((best, "A"), (usual, "C")):
        values: dict[str, Any] = {"as_of": clock.today() - timedelta(days=1), "lifecycle": "active"}
        ClientFacts.objects.create(client=client, abc=letter, **values)
    rule(cast, "10", classes="AB")
    rule(cast, "2")
    for client in (best, usual):
        paid(cast, sold(cast, client))
    services.read_books()
    assert earned(cast) == Decimal(120)


def test_what_critics_name_is_a_topic(cast: Cast) -> None:
    cause = Cause.objects.unscoped(reason="test").exclude(trains="")[0]
    for score in (3, 5, 10):
        response = answered(cast, score=score)
        theme_set(cast.actor("director"), response_id=response.pk, cause_id=cause.pk)
    [topic] = topics.topics(cast.actor("director"))
    assert (topic.title, topic.times) == (cause.topic, 2)
    assert topics.topics(cast.actor("stranger")) == []
    page = cast.browser("director").get("/training/").content.decode()
    assert cause.topic in page
