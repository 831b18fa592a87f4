"""Every letter that a client gets, looked at as a mail program shows it: wide and narrow, light and dark.

``PICTURES_OF_LETTERS=folder`` keeps the pictures.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.cast import Cast
from tests.e2e.looking import TOO_WIDE, WIDEST, Axe
from vernost.access.actor import SYSTEM
from vernost.clients import services as of_clients
from vernost.clients.models import Client
from vernost.complaints import services as complaints
from vernost.core import clock
from vernost.courtesy import services as courtesy
from vernost.post import services as post
from vernost.post.composing import message
from vernost.post.letter_kinds import BY_HAND, OFFER
from vernost.post.models import Letter
from vernost.reviews import services as reviews
from vernost.reviews.tests.factories import client_of, delivered, published
from vernost.staff.services.terms import terms_change
from vernost.voice.tests.factories import asked as asked_by_survey
from vernost.voice.tests.factories import survey_of

pytestmark = pytest.mark.slow
LONG = "https://firm.example/" + "a" * 90 + "?ticket=" + "b" * 40


def _by_hand(cast: Cast, client: Client) -> None:
    said = f"Пётр Ильич, добрый день.\n\nПрайс на декабрь: {LONG}\n\nЭфиопия пришла, отложить вам два мешка?"
    for kind in (BY_HAND, OFFER):
        post.letter_to_client(
            cast.actor("owner"), client_id=client.pk, kind=kind, subject="Прайс на декабрь", text=said
        )


def _complaint(cast: Cast, client: Client) -> None:
    actor = cast.actor("owner")
    case = complaints.complaint_take(actor, client_id=client.pk, text="Привезли не тот помол")
    complaints.complaint_facts(actor, complaint_id=case.pk, facts="Перепутали коробки")
    complaints.complaint_agree(actor, complaint_id=case.pk, measures="Заменить пачки", by=clock.today())
    complaints.complaint_carry_out(actor, complaint_id=case.pk)


def _courtesy(cast: Cast, client: Client) -> None:
    terms_change(cast.actor("director"), values={"courtesy.calls": "0"})
    courtesy.courtesy_begin(SYSTEM, order_id=delivered(cast, client, 5, amount="250000").pk)


def _survey(cast: Cast, client: Client) -> None:
    asked_by_survey(cast, client, survey=survey_of(cast, name="NPS"))
    asked_by_survey(cast, client_of(cast, 7), survey=survey_of(cast, kind="poll", name="Poll"))


def _review(cast: Cast, client: Client) -> None:
    order = delivered(cast, client, 8, lines=[{"product": "Эфиопия Сидамо, 1 кг", "amount": "1500"}])
    reviews.review_ask_of_order(SYSTEM, order_id=order.pk)
    review = published(cast, client)
    reviews.review_answer(cast.actor("director"), review_id=review.pk, text="Рады. В декабре новый урожай.")


EVERY: dict[str, Callable[[Cast, Client], None]] = {
    "by_hand": _by_hand,
    "complaint": _complaint,
    "courtesy": _courtesy,
    "survey": _survey,
    "review": _review,
}


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("name", EVERY)
def test_well_made(house: Cast, browser: Browser, name: str, language: str) -> None:
    terms_change(
        house.actor("director"), values={"firm.name": "Тихий двор", "firm.phone": "+7 495 123-45-67"}
    )
    client = client_of(house)
    named: dict[str, Any] = {"version": client.version, "address_as": "Пётр Ильич", "language": language}
    of_clients.client_change(house.actor("owner"), client_id=client.pk, **named)
    EVERY[name](house, client)
    rows = Letter.objects.unscoped(reason="test").select_related("client__owner", "employee")
    letters = list(rows.exclude(client=None).order_by("pk"))
    assert letters
    faults = []
    for number, letter in enumerate(letters):
        html = str(message(letter).alternatives[0].content)  # type: ignore[union-attr]
        faults += _faults(browser, html, f"{name}-{number}-{language}", letter.kind)
    assert not faults, "\n".join(faults)


def _faults(browser: Browser, html: str, name: str, kind: str) -> list[str]:
    found, folder = [], os.environ.get("PICTURES_OF_LETTERS", "")
    for theme in ("light", "dark"):
        for width in (680, 360):
            page = browser.new_page(viewport={"width": width, "height": 640}, color_scheme=theme)  # type: ignore[arg-type]
            page.set_content(html)
            if page.evaluate(TOO_WIDE) > 0:
                found.append(f"{kind} {theme} {width}: {page.evaluate(WIDEST)}")
            options = {"runOnly": ["color-contrast", "link-name", "document-title", "html-has-lang"]}
            for one in Axe().run(page, options=options).response["violations"]:
                nodes = [node["html"][:120] + " " + node["failureSummary"][:160] for node in one["nodes"][:3]]
                found.append(f"{kind} {theme} {width}: {one['id']} {nodes}")
            dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 21, 18)"
            if dark != (theme == "dark"):
                found.append(f"{kind}: the paper is not of the theme {theme}")
            if folder:
                Path(folder).mkdir(parents=True, exist_ok=True)
                page.screenshot(path=str(Path(folder) / f"{name}-{theme}-{width}.png"), full_page=True)
            page.close()
    return found
