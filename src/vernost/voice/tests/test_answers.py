"""The list behind every number: who sees what, filters, pages, files; and the card of one answer."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import NAMES, Cast
from tests.costs import SHELL
from vernost.access.actor import SYSTEM
from vernost.clients.selectors import Asked as AskedOfClients
from vernost.clients.selectors import client_list
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.core.errors import NotAllowed
from vernost.journal.models import Entry
from vernost.voice.models import Cause, Response
from vernost.voice.selectors.answers import AskedAnswers, answer_list
from vernost.voice.selectors.score import AskedScore, score
from vernost.voice.services.answer_export import answers_to_csv, answers_to_xlsx
from vernost.voice.services.tallies import days_tally
from vernost.voice.services.themes import theme_set
from vernost.voice.tests.factories import answered, survey_of

LIST, CARD = SHELL + 7, SHELL + 7


def listed(cast: Cast, name: str = "director", **asked: Any) -> list[int]:
    return [row.response.pk for row in answer_list(cast.actor(name), AskedAnswers(**asked)).rows]


def test_everybody_sees_own_answers_and_own_score(cast: Cast) -> None:
    """Counts of the list and of the score, for each of the cast; anonymous ones for whoever sees all."""
    survey = survey_of(cast)
    for name in ("owner", "owner", "teammate", "stranger"):
        answered(cast, 9, survey=survey, client=make(cast, f"Клиент {name}", whose=name), whose=name)
    Response.objects.create(survey=survey, score=0, channel="card", day=clock.today(), comment="Грубо")
    expected = {
        "owner": 2, "teammate": 1, "deputy": 2, "head": 3, "director": 5, "marketer": 0, "support": 5,
        "stranger": 1,
    }  # fmt: skip
    for _turn in range(2):
        for name in NAMES:
            assert len(listed(cast, name)) == expected[name], name
            assert score(cast.actor(name), AskedScore(survey=survey.pk)).sum.number == expected[name], name
        days_tally()


def test_a_client_handed_on_is_counted_for_the_former_and_shown_to_the_present(cast: Cast) -> None:
    """Rule 4.3: the score keeps whose client it was; nobody reads a client who is no longer theirs."""
    survey, client = survey_of(cast), make(cast, "Ёлкин Пётр")
    given = answered(cast, 2, survey=survey, client=client, comment="Забыли обо мне")
    type(client)._base_manager.filter(pk=client.pk).update(owner=cast.stranger)
    asked = AskedScore(survey=survey.pk)
    assert score(cast.actor("owner"), asked).nps.critics == 1
    assert score(cast.actor("stranger"), asked).nps.critics == 0
    assert listed(cast, "owner") == [] and listed(cast, "stranger") == [given.pk]
    page = cast.browser("owner").get(reverse("voice")).content.decode()
    assert "Ёлкин" not in page and "Забыли" not in page
    assert cast.browser("owner").get(reverse("voice_answer", args=[given.pk])).status_code == 404


def test_filters_find_what_they_say(cast: Cast) -> None:
    survey, other = survey_of(cast), survey_of(cast, kind="csat", name="Other")
    critic = answered(cast, 3, survey=survey, client=make(cast, "А"), comment="Долго везли")
    passive = answered(cast, 8, survey=survey, client=make(cast, "Б"))
    promoter = answered(cast, 10, survey=survey, client=make(cast, "В", whose="stranger"), whose="stranger")
    content = answered(cast, 5, survey=other, client=make(cast, "Г"))
    guess = answered(cast, 1, survey=survey, client=make(cast, "Д"), is_guess=True)
    cause = Cause.objects.unscoped(reason="test").get(shipped="delivery")
    theme_set(cast.actor("owner"), response_id=critic.pk, cause_id=cause.pk)
    every = {critic.pk, passive.pk, promoter.pk, content.pk}
    assert set(listed(cast)) == every
    assert listed(cast, guesses=True) == [guess.pk]
    assert listed(cast, kind="critic") == [critic.pk]
    assert listed(cast, kind="passive") == [passive.pk]
    assert listed(cast, kind="promoter") == [promoter.pk]
    assert listed(cast, kind="promoter", survey=other.pk) == [content.pk]
    assert listed(cast, cause=cause.pk) == [critic.pk]
    assert set(listed(cast, cause=0)) == every - {critic.pk}
    assert listed(cast, comment="with") == [critic.pk]
    assert listed(cast, score=8) == [passive.pk]
    assert listed(cast, days={"until": "2001-01-01"}) == []


def test_the_list_goes_on_page_by_page(cast: Cast) -> None:
    survey, seen, after = survey_of(cast), [], ""
    Response.objects.bulk_create(
        Response(survey=survey, score=n % 11, channel="site", day=clock.today()) for n in range(120)
    )
    for _page in range(3):
        found = answer_list(SYSTEM, AskedAnswers(), after=after)
        seen += [row.response.pk for row in found.rows]
        after = found.next
    assert (len(seen), len(set(seen)), after) == (120, 120, "")


def test_a_file_of_answers_runs_nothing_and_is_written_down(cast: Cast) -> None:
    survey = survey_of(cast)
    answered(cast, 3, survey=survey, client=make(cast, "=HYPERLINK(1)"), comment="+7; @SUM(A1)\nи ещё")
    answered(cast, 9, survey=survey, client=make(cast, "Чужой", whose="stranger"), whose="stranger")
    text = "".join(answers_to_csv(cast.actor("head"), AskedAnswers()))
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"))
    assert len(rows) == 2 and rows[1][3] == "'=HYPERLINK(1)" and rows[1][5].startswith("'+7")
    entry = Entry.objects.filter(kind="voice.exported").get()
    assert entry.data["rows"] == 1
    with answers_to_xlsx(cast.actor("director"), AskedAnswers()) as file:
        assert file.read(2) == b"PK"
    with pytest.raises(NotAllowed):
        answers_to_csv(cast.actor("owner"), AskedAnswers())


def test_words_of_a_client_are_text(cast: Cast) -> None:
    given = answered(cast, 3, comment="<script>alert(1)</script>")
    for address in (reverse("voice_answers"), reverse("voice_answer", args=[given.pk])):
        page = cast.browser("owner").get(address).content.decode()
        assert "<script>alert" not in page and "&lt;script&gt;" in page


def test_pages_cost_a_fixed_number_of_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    survey = survey_of(cast)
    first = answered(cast, 3, survey=survey, comment="Долго везли")
    browser = cast.browser("owner")
    browser.get(reverse("voice_answers"))
    for turn in range(2):
        with django_assert_num_queries(LIST):
            assert browser.get(reverse("voice_answers")).status_code == 200
        with django_assert_num_queries(CARD):
            assert browser.get(reverse("voice_answer", args=[first.pk])).status_code == 200
        for number in range(4 * (1 - turn)):
            answered(cast, 2, survey=survey, client=make(cast, f"Ещё {number}"), comment="Везли неделю")


def test_the_client_list_knows_critics_by_their_last_answer(cast: Cast) -> None:
    survey = survey_of(cast)
    mended, fallen = make(cast, "Исправились"), make(cast, "Упали")
    for client, scores in ((mended, (2, 10)), (fallen, (10, 2))):
        for days, one in zip((200, 1), scores, strict=True):
            at = clock.now() - timedelta(days=days)
            Response.objects.create(
                survey=survey, client=client, owner=cast.owner, score=one, channel="letter", answered_at=at,
                day=clock.today(),
            )  # fmt: skip
    for preset, client in (("critics", fallen), ("promoters", mended)):
        page = client_list(cast.actor("owner"), AskedOfClients(presets=(preset,)))
        assert [row.client.pk for row in page.rows] == [client.pk]
    assert not client_list(cast.actor("stranger"), AskedOfClients(presets=("critics",))).rows
    page = client_list(cast.actor("owner"), AskedOfClients(columns=("nps",)))
    assert {row.client.pk for row in page.rows} == {mended.pk, fallen.pk}
