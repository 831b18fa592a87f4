"""Pages of the closed loop and of improvements: what they show, what they cost, by keyboard and without."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast
from tests.costs import SHELL
from vernost.clients.tests.factories import make
from vernost.complaints.models import Complaint
from vernost.voice.models import Loop
from vernost.voice.tests.loops import cause, closed, late, named, now, opened

# (address, of one answer) → queries besides the shell's
COSTS = {
    ("voice_loops", False): 6,
    ("loop", True): 8,
    ("voice_loop_analysis", False): 9,
    ("improvements", False): 6,
}


def page(cast: Cast, name: str, *args: Any, who: str = "owner", status: int = 200, **query: Any) -> str:
    answer = cast.browser(who).get(reverse(name, args=args), query)
    assert answer.status_code == status
    return answer.content.decode()


def test_what_waits(cast: Cast) -> None:
    assert "Every answer is dealt with" in page(cast, "voice_loops")
    first = late(opened(cast, client=make(cast, "Опоздавший")))
    opened(cast, 10, client=make(cast, "Довольный"))
    shown = page(cast, "voice_loops")
    assert "1 critic has waited longer" in shown
    assert shown.index("Опоздавший") < shown.index("Довольный")
    assert reverse("loop", args=[first.pk]) in shown
    assert "Довольный" not in page(cast, "voice_loops", path="critic")
    odds: list[dict[str, Any]] = [{"path": "nonsense"}, {"whose": "x"}, {"whose": "9" * 30}]
    for odd in (*odds, {"after": "x", "path": "critic"}):
        page(cast, "voice_loops", **odd)
    assert "Опоздавший" not in page(cast, "voice_loops", who="stranger")


def test_pages_cost_a_fixed_number_of_queries(cast: Cast) -> None:
    browser, critic = cast.browser("head"), opened(cast)
    browser.get(reverse("voice_loops"))
    for turn in range(2):
        for n in range(1 + 3 * turn):
            for score, end in ((3, "unreached"), (8, "given"), (10, "thanked")):
                opened(cast, score, client=make(cast, f"Ещё {n} {score}"))
                closed(cast, opened(cast, score, client=make(cast, f"Всё {n} {score}")), outcome=end)
        costs = {}
        for name, args in COSTS:
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(reverse(name, args=[critic.pk] if args else [])).status_code == 200
            costs[name, args] = len(asked) - SHELL
        assert costs == COSTS


def test_a_critic_is_dealt_with_on_their_page(cast: Cast) -> None:
    loop, browser = opened(cast), cast.browser("owner")
    address = reverse("loop", args=[loop.pk])
    assert "Ждал курьера" in browser.get(address).content.decode()
    cause()
    assert browser.post(address, {"outcome": "mended", "did": "Извинились"}).status_code == 422
    said = {"outcome": "mended", "did": "Извинились", "causes": [cause().pk]}
    assert browser.post(address, said).status_code == 302
    assert "Will be asked again on" in browser.get(address).content.decode()
    assert browser.post(reverse("loop_reopen", args=[loop.pk])).status_code == 302
    assert now(loop).is_open


def test_a_promoter_takes_one_button(cast: Cast) -> None:
    loop, browser = opened(cast, 10), cast.browser("owner")
    address = reverse("loop", args=[loop.pk])
    assert 'value="recommends" autofocus' in browser.get(address).content.decode()
    assert browser.post(address, {"outcome": "recommends"}).status_code == 302
    assert now(loop).outcome == "recommends"


def test_one_click_opens_the_complaint_with_the_clients_words(cast: Cast) -> None:
    loop, browser = opened(cast), cast.browser("owner")
    shown = browser.get(reverse("loop", args=[loop.pk])).content.decode()
    assert f'name="key" value="loop:{loop.pk}"' in shown and 'name="channel" value="survey"' in shown
    said = {"text": loop.response.comment, "channel": "survey", "key": f"loop:{loop.pk}"}
    address = reverse("complaint_add", args=[loop.client_id])
    answers = [browser.post(address, said) for _ in range(2)]
    case = Complaint.objects.unscoped(reason="test").get()
    assert [answer.headers["Location"] for answer in answers] == [reverse("complaint", args=[case.pk])] * 2
    assert (case.text, case.channel, case.key) == (
        loop.response.comment,
        "survey",
        f"loop:{loop.pk}:{case.client_id}",
    )
    assert reverse("loop", args=[loop.pk]) in page(cast, "complaint", case.pk)
    mute = opened(cast, 2, client=make(cast, "Молчун"), comment="")
    assert "channel=survey" in page(cast, "loop", mute.pk)
    form = page(cast, "complaint_add", mute.client_id, channel="survey", key=f"loop:{mute.pk}")
    assert f'value="loop:{mute.pk}"' in form and '<option value="survey" selected' in form


@pytest.mark.parametrize("key", ["loop:x", "../../1", "loop:1:2", "x" * 200])
def test_a_key_that_is_none_opens_nothing(cast: Cast, key: str) -> None:
    client = make(cast)
    said = {"text": "x", "channel": "survey", "key": key}
    assert cast.browser("owner").post(reverse("complaint_add", args=[client.pk]), said).status_code == 422


def test_a_script_in_an_answer_is_text(cast: Cast) -> None:
    loop = opened(cast, comment='<script>alert(1)</script>"><img src=x onerror=alert(2)>')
    for name, args in (("voice_loops", ()), ("loop", (loop.pk,)), ("today", ())):
        shown = page(cast, name, *args)
        assert "<script>alert" not in shown and "<img src=x" not in shown


def test_the_analysis(cast: Cast) -> None:
    assert "Nobody has answered" in page(cast, "voice_loop_analysis")
    closed(cast, opened(cast))
    late(opened(cast))
    shown = page(cast, "voice_loop_analysis", days="30")
    assert "50" in shown and "By employee" not in shown and "Mended" in shown
    assert "By employee" in page(cast, "voice_loop_analysis", who="head", days="x")


def test_an_improvement_from_the_board_to_its_end(cast: Cast) -> None:
    assert "No improvements yet" in page(cast, "improvements")
    what, browser = named(cast, 5, 20), cast.browser("director")
    board = browser.get(reverse("improvements")).content.decode()
    assert f"?cause={what.pk}" in board
    said = {"name": "Курьер вовремя", "cause": what.pk, "owner": cast.head.pk, "due_on": "2099-12-31"}
    assert browser.post(reverse("improvement_add"), said).status_code == 422
    assert browser.post(reverse("improvement_add"), said | {"measured": "share"}).status_code == 302
    from vernost.voice.models import Improvement

    one = Improvement.objects.unscoped(reason="test").get()
    address = reverse("improvement", args=[one.pk])
    move = reverse("improvement_move", args=[one.pk])
    browser.post(move, {"version": one.version})
    assert "Write why it happens" in browser.get(address).content.decode()
    edit = {
        "version": one.version,
        "name": one.name,
        "owner": one.owner_id,
        "due_on": "2099-12-31",
        "plan": "Один рейс",
    }
    assert browser.post(reverse("improvement_edit", args=[one.pk]), edit).status_code == 302
    one.refresh_from_db()
    browser.post(move, {"version": one.version})
    one.refresh_from_db()
    assert one.stage == "do"
    browser.post(move, {"version": one.version, "back": "1"})
    one.refresh_from_db()
    assert one.stage == "plan" and "Курьер вовремя" in page(cast, "improvements", who="stranger")
    assert 'name="version"' not in page(cast, "improvement", one.pk, who="stranger")


def test_every_path_has_a_page_when_it_is_over(cast: Cast) -> None:
    for outcome in ("cannot", "unreached", "no_wish"):
        loop = closed(cast, opened(cast), outcome=outcome)
        assert "How it ended" in page(cast, "loop", loop.pk)
    assert Loop.objects.unscoped(reason="test").count() == 3
