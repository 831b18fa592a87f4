"""The whole chain: an unhappy answer, a call, a complaint, a promise, the client's «yes», asked again, 3 → 9.

As the client (without sign-in) and as the manager; a colleague of another team sees none of it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.e2e.conftest import Open
from tests.e2e.looking import assert_well_made
from vernost.access.actor import SYSTEM
from vernost.agenda.models import Kept, Promise
from vernost.clients import services as clients
from vernost.clients.models import Client
from vernost.clients.tests.factories import make
from vernost.complaints import links
from vernost.complaints.models import Complaint, Step
from vernost.core import clock, terms
from vernost.reactions.tests.reacting import react, settle_in
from vernost.staff.services.terms import terms_change
from vernost.voice import loop_jobs
from vernost.voice import services as voice
from vernost.voice.models import Invitation, Loop
from vernost.voice.tests.factories import survey_of

pytestmark = pytest.mark.slow
TEST = "the test looks at what was written"
WORDS = "Привезли не тот помол, второй раз за месяц"


def unhappy(cast: Cast) -> tuple[Client, Invitation]:
    """A client with an address and a consent, asked by letter; who was helped is asked again at once."""
    terms_change(cast.actor("director"), values={"nps.repeat_in_pause": "on", "nps.repeat": "0"})
    terms.refresh()
    client = make(cast, "Ёлкин Пётр", emails=["petr@example.org"], phones=["+79161234567"])
    clients.consent_record(cast.actor("owner"), client_id=client.pk, purpose="letters", how="paper")
    asked = {"client_id": client.pk, "survey_id": survey_of(cast).pk, "key": "chain"}
    return client, voice.invitation_ask(SYSTEM, **asked)


def answers(page: Page, invitation: Invitation, score: int, words: str = "") -> None:
    """What the client does: one tap is the answer; words may follow."""
    page.goto(f"/r/{invitation.secret}/")
    assert_well_made(page)
    page.locator(f'button[name=score][value="{score}"]').click()
    page.wait_for_load_state()
    assert_well_made(page)
    if words:
        page.fill("[name=comment]", words)
        page.locator("form:has([name=comment]) button[type=submit]").first.click()
        page.wait_for_load_state()


def fills(page: Page, link: str, **values: str) -> None:
    """One small form of the case."""
    page.get_by_role("link", name=link).first.click()
    for name, value in values.items():
        page.fill(f"[name={name}]", value)
    page.get_by_role("button", name="Save").click()
    page.wait_for_load_state()


def works(page: Page, loop: Loop) -> None:
    """The call out of Today, the complaint in one click, what was promised and done."""
    page.goto("/today/")
    line = page.locator(".agenda-line", has_text="Ёлкин Пётр").first
    expect(line).to_contain_text("3 of 10")
    assert_well_made(page)
    line.get_by_role("link", name="Open").click()
    expect(page.locator("h1")).to_contain_text("3 of 10")
    expect(page.locator("blockquote")).to_contain_text(WORDS)
    assert_well_made(page)
    page.get_by_role("button", name="Open a complaint").click()
    expect(page.locator("h1")).to_contain_text("Complaint")
    react()
    page.goto(f"/voice/loop/{loop.pk}/")
    expect(page.locator("h1")).to_contain_text("A complaint was opened")
    page.get_by_role("link", name="open it").click()
    by = f"{clock.today() + timedelta(days=1):%d.%m.%Y}"
    fills(page, "Write down the facts", facts="Две похожие этикетки")
    fills(page, "Write down what was agreed", measures="Заменить обе пачки", by=by)
    assert_well_made(page)
    assert Promise.objects.unscoped(reason=TEST).get().state == Kept.OPEN
    fills(page, "It is carried out", text="Отвезли лично")
    assert Promise.objects.unscoped(reason=TEST).get().state == Kept.KEPT


def test_the_chain(house: Cast, opens: Open) -> None:
    settle_in()
    client, first = unhappy(house)
    with opens() as window:
        answers(window.page, first, 3, WORDS)
        window.assert_quiet()
    react()
    loop = Loop.objects.unscoped(reason=TEST).get()
    assert (loop.path, loop.client_id, loop.response.comment) == ("critic", client.pk, WORDS)
    with opens("owner") as window:
        works(window.page, loop)
        window.assert_quiet()
    case = Complaint.objects.unscoped(reason=TEST).get()
    assert (case.channel, case.text, case.step) == ("survey", WORDS, Step.CARRIED_OUT)
    with opens("stranger") as window:
        for address in (f"/voice/loop/{loop.pk}/", f"/complaints/{case.pk}/", f"/clients/{client.pk}/"):
            answer = window.page.goto(address)
            assert answer is not None and answer.status == 404
        window.page.goto("/voice/loop/")
        expect(window.page.locator("body")).not_to_contain_text("Ёлкин")
    with opens(size="phone") as window:
        window.page.goto(links.address_of(case))
        expect(window.page.locator("body")).to_contain_text("Заменить обе пачки")
        assert_well_made(window.page)
        window.page.get_by_role("button", name="Yes, it is settled").click()
        window.page.wait_for_load_state()
    react()
    loop_jobs.ask_again_after_help()
    again = Invitation.objects.unscoped(reason=TEST).get(key=f"repeat:{loop.pk}")
    assert again.state == "asked"
    with opens() as window:
        answers(window.page, again, 9)
    react()
    with opens("owner") as window:
        shows_the_change(window.page, loop)
        window.assert_quiet()


def shows_the_change(page: Page, loop: Any) -> None:
    page.goto(f"/voice/loop/{loop.pk}/")
    expect(page.locator("#change")).to_contain_text("3 → 9")
    assert_well_made(page)
    page.goto("/voice/loop/analysis/")
    expect(page.locator("body")).to_contain_text("no critic any more: 1")
    page.goto("/today/")
    expect(page.locator(".agenda-line").first).to_contain_text("9 of 10")
