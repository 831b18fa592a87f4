"""Pages of commission, ideas and training."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse

from tests.cast import Cast
from tests.costs import SHELL
from vernost.clients import services as clients
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.staff.services.terms import terms_change
from vernost.team import services
from vernost.team.models import Attempt, Idea, Rule, Statement
from vernost.team.terms import COMMISSION_TO_HEADS
from vernost.team.tests.factories import earned, paid, rule, sold

MINE, EVERYBODY, IDEAS, TRAINING, RESULTS = SHELL + 11, SHELL + 4, SHELL + 4, SHELL + 9, SHELL + 8


def a_month(cast: Cast, payments: int = 1) -> None:
    for n in range(payments):
        paid(cast, sold(cast, make(cast, f"Клиент {n}")))
    services.read_books()


def test_ones_own_month_and_nobody_elses(cast: Cast) -> None:
    rule(cast)
    a_month(cast)
    mine = reverse("commission")
    page = cast.browser("owner").get(mine).content.decode()
    assert "RUB" in page or "₽" in page
    assert "Everybody: 5 % of what own clients paid" in page and "Клиент 0" in page
    for name in ("teammate", "deputy", "head", "stranger", "support", "marketer"):
        assert "Клиент 0" not in cast.browser(name).get(mine).content.decode()
        of = reverse("commission_of", args=[cast.owner.pk])
        assert cast.browser(name).get(of).status_code == 404
        assert cast.browser(name).get(reverse("commission_export"), {"of": cast.owner.pk}).status_code == 404
        rows = b"".join(cast.browser(name).get(reverse("commission_export"), {"of": "all"})).decode()
        assert "Owner" not in rows
    assert cast.browser("director").get(reverse("commission_of", args=[cast.owner.pk])).status_code == 200


def test_a_head_sees_the_team_where_the_firm_says_so(cast: Cast) -> None:
    rule(cast)
    a_month(cast)
    terms_change(cast.actor("director"), values={COMMISSION_TO_HEADS.name: True})
    assert "Owner" in cast.browser("head").get(reverse("commission_all")).content.decode()
    assert cast.browser("head").get(reverse("commission_of", args=[cast.owner.pk])).status_code == 200
    assert cast.browser("head").get(reverse("commission_of", args=[cast.stranger.pk])).status_code == 404
    assert cast.browser("deputy").get(reverse("commission_of", args=[cast.owner.pk])).status_code == 404


def test_a_client_of_another_now_is_not_named(cast: Cast) -> None:
    rule(cast)
    client = make(cast, "Переданный")
    paid(cast, sold(cast, client))
    services.read_books()
    clients.clients_hand_over(cast.actor("director"), client_ids=[client.pk], successor_id=cast.stranger.pk)
    page = cast.browser("owner").get(reverse("commission")).content.decode()
    assert "Переданный" not in page and "another’s client now" in page


def test_a_colleagues_rule_is_not_read(cast: Cast) -> None:
    rule(cast, "9", employee=cast.teammate)
    rule(cast, "8", role="head")
    rule(cast, "5")
    page = cast.browser("owner").get(reverse("commission")).content.decode()
    assert "5 %" in page and "9 %" not in page and "Teammate" not in page and "8 %" not in page
    assert "9 %" in cast.browser("teammate").get(reverse("commission")).content.decode()


def test_a_month_is_closed_by_a_page_and_printed(cast: Cast) -> None:
    rule(cast)
    last = clock.today().replace(day=1) - timedelta(days=1)
    paid(cast, sold(cast, placed_at=clock.start_of(last)), day=last)
    browser = cast.browser("director")
    month = f"{last:%Y-%m}"
    services.read_books()
    assert "Close the month" in browser.get(reverse("commission_all"), {"month": month}).content.decode()
    for _ in range(2):
        assert browser.post(reverse("commission_close"), {"month": month}).status_code == 302
    statement = Statement.objects.unscoped(reason="test").get()
    page = cast.browser("owner").get(reverse("commission_statement", args=[statement.pk]))
    assert f"{month}/1" in page.content.decode()
    assert (
        cast.browser("teammate").get(reverse("commission_statement", args=[statement.pk])).status_code == 404
    )
    now = browser.post(reverse("commission_close"), {"month": f"{clock.today():%Y-%m}"}, follow=True)
    assert "not over yet" in now.content.decode()


def test_a_rule_is_written_tried_and_read_as_a_sentence(cast: Cast) -> None:
    last = clock.today().replace(day=1) - timedelta(days=1)
    paid(cast, sold(cast, placed_at=clock.start_of(last)), day=last)
    browser, add = cast.browser("director"), reverse("commission_rule_add")
    data = {"percent": "5", "base": "revenue", "whose": "order", "role": "manager", "since": "2020-01-01"}
    tried = browser.post(add, {**data, "try": "1"})
    assert tried.status_code == 200 and "Owner" in tried.content.decode()
    assert not Rule.objects.unscoped(reason="test").exists()
    assert browser.post(add, {**data, "percent": "101"}).status_code == 422
    assert browser.post(add, {**data, "age_from": "9", "age_to": "3"}).status_code == 422
    assert (
        browser.post(add, {**data, "age_to": "365", "classes": "AB", "product": "Кения"}).status_code == 302
    )
    page = browser.get(reverse("commission_rules")).content.decode()
    assert (
        "Managers: 5 % of what own clients paid; clients of the classes A, B; first purchase at most 365 days"
        " ago; products with “Кения”; from 1\xa0January\xa02020" in page
    )


def test_a_correction_by_a_page(cast: Cast) -> None:
    browser, to = cast.browser("director"), reverse("commission_correct", args=[cast.owner.pk])
    assert browser.post(to, {"amount": "100", "reason": ""}).status_code == 422
    for _ in range(2):
        assert browser.post(to, {"amount": "-100.50", "reason": "Twice", "key": "k"}).status_code == 302
    assert earned(cast) == Decimal("-100.50")
    assert "Twice" in cast.browser("owner").get(reverse("commission")).content.decode()


def test_an_idea_by_pages(cast: Cast) -> None:
    browser = cast.browser("owner")
    data = {"title": "<script>alert(1)</script>", "key": "k"}
    for _ in range(2):
        assert browser.post(reverse("idea_add"), data).status_code == 302
    idea = Idea.objects.unscoped(reason="test").get()
    assert browser.post(reverse("idea_add"), {"title": ""}).status_code == 422
    page = reverse("idea", args=[idea.pk])
    assert "<script>alert" not in browser.get(page).content.decode()
    cast.browser("teammate").post(reverse("idea_support", args=[idea.pk]))
    head = cast.browser("head")
    answer = reverse("idea_answer", args=[idea.pk])
    assert head.post(answer, {"decision": "declined", "answer": ""}).status_code == 422
    assert head.post(answer, {"decision": "accepted", "answer": "Yes"}).status_code == 302
    reward = reverse("idea_reward", args=[idea.pk])
    assert cast.browser("director").post(reward, {"amount": "500"}).status_code == 302
    effect = {"effect": "Fewer complaints", "link": "/complaints/"}
    assert head.post(reverse("idea_effect", args=[idea.pk]), effect).status_code == 302
    said = browser.get(page).content.decode()
    assert "Yes" in said and "Fewer complaints" in said and "Teammate" in said
    for state in ("", "waits", "accepted", "try", "declined", "effect", "nonsense"):
        assert browser.get(reverse("ideas"), {"state": state}).status_code == 200


def test_a_course_by_pages(cast: Cast) -> None:
    assert cast.browser("director").post(reverse("training_require")).status_code == 302
    browser = cast.browser("owner")
    assert "How we keep clients" in browser.get(reverse("training")).content.decode()
    director = cast.browser("director")
    data = {"title_en": "Coffee", "text_en": "Grind it last.", "questions_en": "? When?\n+ Last\n- First"}
    assert director.post(reverse("course_add"), {**data, "questions_en": "?"}).status_code == 422
    assert director.post(reverse("course_add"), {**data, "pass_percent": "100"}).status_code == 302
    draft = services.course_draft(cast.actor("director"), title_en="Other", text_en="x")
    from vernost.team.models import Version

    made = Version.objects.unscoped(reason="test").get(title_en="Coffee")
    assert director.post(reverse("course_publish", args=[made.pk])).status_code == 302
    assert director.post(reverse("course_drop", args=[draft.pk])).status_code == 302
    page = browser.get(reverse("course", args=[made.course_id])).content.decode()
    assert "Grind it last." in page
    to = reverse("course_try", args=[made.course_id])
    failed = browser.post(to, {"q0": "1"}, follow=True).content.decode()
    assert "Not passed yet: 0 of 1" in failed
    assert "Passed: 1 of 1" in browser.post(to, {"q0": "0"}, follow=True).content.decode()
    assert Attempt.objects.unscoped(reason="test").filter(passed=True).count() == 1
    settle = reverse("course_settle", args=[made.course_id])
    assert director.post(settle, {"days": "5", "roles": ["manager"], "is_required": "on"}).status_code == 302
    results = director.get(reverse("training_results")).content.decode()
    assert "Coffee" in results and "Owner" in results
    waive = reverse("course_waive", args=[made.course_id, cast.teammate.pk])
    assert director.post(waive, {"reason": ""}).status_code == 422
    assert director.post(waive, {"reason": "An old hand"}).status_code == 302


def test_pages_cost_a_fixed_number_of_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    rule(cast)
    a_month(cast)
    services.idea_add(cast.actor("owner"), title="One")
    owner, director = cast.browser("owner"), cast.browser("director")
    pages = (
        (owner, "commission", MINE),
        (director, "commission_all", EVERYBODY),
        (owner, "ideas", IDEAS),
        (owner, "training", TRAINING),
        (director, "training_results", RESULTS),
    )
    for browser, name, _cost in pages:
        browser.get(reverse(name))
    for number in range(2):
        for browser, name, cost in pages:
            with django_assert_num_queries(cost):
                assert browser.get(reverse(name)).status_code == 200
        a_month(cast, 3 * (1 - number))
        for n in range(3 * (1 - number)):
            services.idea_add(cast.actor("teammate"), title=f"More {n}")
