"""EVERY page that anybody can open, in the sample firm: no fault of axe, nothing wider than a telephone.

The addresses come from the resolver; one that is new is visited without anybody asking, or fails here.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client as Browsing
from django.urls import NoReverseMatch, get_resolver, reverse
from playwright.sync_api import Browser, Page

from tests.e2e.browsing import window
from tests.e2e.looking import faults
from tests.e2e.places import places
from tests.isolation.routes import ROUTES
from tests.isolation.test_routes import patterns
from vernost.clients import services as clients
from vernost.clients.models import Client
from vernost.core import clock
from vernost.courtesy.models import Courtesy, Way
from vernost.demo import builder
from vernost.orders import services as orders
from vernost.orders.models import DelayCause, Order
from vernost.retention.models import ClientFacts
from vernost.sales import services as sales
from vernost.sales.models import LostReason, Stage
from vernost.staff.actors import actor_of
from vernost.staff.models import Deputy

pytestmark = pytest.mark.slow
ALL = "the test looks at every page"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ROLES = ("director", "head", "anna", "marketing", "")
# Files, and parts of pages.
NO_PAGES = {
    "clients_export", "orders_export", "commission_export", "import_errors", "mfa_download_recovery_codes",
    "palette", "news", "voice_answers_export", "indicators_export", "indicator_export", "review_script",
    "client_pick", "client_alike", "columns", "client_panel", "playbook_beside", "site_form_token",
    "calendar",
}  # fmt: skip
OF_CLIENT = """client client_edit client_history client_erase client_own_fields phone_add email_add person_add
    order_add client_refund contact_add offer_make"""
OF_ORDER = "order order_edit order_pay order_refund order_delay order_told return_ask"
OF_DEAL = "deal deal_edit deal_win deal_lose offer_add"
OF_EMPLOYEE = "looks employee employee_edit employee_role deputy_add"
OF_A_KEY = {"mfa_remove_webauthn", "mfa_edit_webauthn"}  # of a passkey: see test_keys.py


@pytest.fixture
def firm(transactional_db: None, settings: Any) -> builder.Firm:
    settings.DEMO = True
    return builder.build(clients=120, years=2)


def around(firm: builder.Firm) -> dict[str, dict[str, Any]]:
    """Things for the addresses that name one; those that need none are found by themselves."""
    director, anna = actor_of(firm.people["director"]), actor_of(firm.people["anna"])
    facts = ClientFacts.objects.unscoped(reason=ALL).filter(client__owner=firm.people["anna"])
    lost: Client = facts.filter(lifecycle="lost").select_related("client").first().client  # type: ignore[union-attr]
    twin = clients.client_add(anna, name=lost.name, kind=lost.kind)
    clients.field_define(director, label="Кофемашина", kind="text")
    segment = clients.segment_save(
        director,
        name="Молчат",
        shared=True,
        tree={"field": "facts.lifecycle", "op": "any_of", "value": ["lost"]},
    )
    pieces = ["Контрагент;Дата;Сумма\nКафе «Проба»;01.02.2026;1000\n".encode()]
    run = orders.import_start(director, kind="orders", name="продажи.csv", pieces=pieces)
    order = Order.objects.unscoped(reason=ALL).filter(client__owner=firm.people["anna"]).latest("pk")
    back = orders.return_ask(anna, order_id=earlier(firm, order).pk, wish="redo", reason="Не тот помол")
    asked = Courtesy.objects.create(order=order, client=order.client, way=Way.FORM, secret="s" * 43)
    since = clock.today()
    Deputy.objects.create(
        employee=firm.people["olga"], stands_in_for=firm.people["anna"], since=since, until=since
    )
    deal = sales.deal_open(anna, client_id=lost.pk, title="Годовой договор на зерно", amount=Decimal(240_000))
    line = {"product": "Зерно", "price": Decimal(240_000)}
    variants = [{"name": "Год", "gets": "Кофе всегда на складе", "lines": [line]}]
    offer = sales.offer_save(anna, deal_id=deal.pk, title="Кофе на год", variants=variants)
    stage = Stage.objects.unscoped(reason=ALL).order_by("place")[0]
    reason = LostReason.objects.unscoped(reason=ALL)[0]
    note = clients.note_add(anna, client_id=lost.pk, text="Просит звонить после обеда.")
    person = clients.person_add(anna, client_id=lost.pk, name="Вишневская Светлана")
    of_client, employee = {"pk": lost.pk}, {"pk": firm.people["anna"].pk}
    return {
        **places(director, anna, lost),
        **dict.fromkeys(OF_CLIENT.split(), of_client),
        **{name: {"pk": order.pk} for name in OF_ORDER.split()},
        **dict.fromkeys(OF_EMPLOYEE.split(), employee),
        **{name: {"pk": deal.pk} for name in OF_DEAL.split()},
        **{name: {"pk": offer.pk} for name in ("offer", "offer_edit")},
        **{name: {"pk": stage.pk} for name in ("stage_edit", "stage_delete")},
        **{name: {"pk": reason.pk} for name in ("reason_edit", "reason_remove")},
        "pipeline_edit": {"pk": stage.pipeline_id},
        "client_merge": {**of_client, "other": twin.pk},
        "note_edit": {**of_client, "note": note.pk},
        "person_edit": {**of_client, "person": person.pk},
        "segment_edit": {"pk": segment.pk},
        "import": {"pk": run.pk},
        **{f"return_{name}": {"pk": back.pk} for name in ("refund", "redo", "refuse")},
        "courtesy_form": {"secret": asked.secret},
        "delay_cause": {"pk": DelayCause.objects.visible_to(director).earliest("pk").pk},
        "team_edit": {"pk": firm.people["anna"].team_id},
        "gallery_error": {"status": 500},
        "account_confirm_email": {"key": "nothing"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "nothing"},
    }


def earlier(firm: builder.Firm, order: Order) -> Order:
    """Another order of the same manager, with no return of its own."""
    rows = Order.objects.unscoped(reason=ALL).filter(client__owner=firm.people["anna"], returns=None)
    return rows.exclude(state="cancelled").exclude(pk=order.pk).latest("pk")


def addresses(things: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Name and address of every page: whatever is not only posted to, by the table of who gets what."""
    for entry in dict(patterns(get_resolver())).values():
        name = entry.name
        if not name or name in NO_PAGES or ROUTES[name].method == "post":
            continue
        try:
            yield name, reverse(name, kwargs=things.get(name))
        except NoReverseMatch:
            assert name in OF_A_KEY, f"say in around() what {name} is opened with"


def visits(firm: builder.Firm, role: str) -> tuple[Browsing, list[tuple[str, str]]]:
    """The pages that this role gets: 200 and HTML. Whatever else is answered is tested elsewhere."""
    browser = Browsing()
    if role:
        browser.force_login(firm.people[role], backend=BACKEND)
    found = []
    for name, address in addresses(around(firm)):
        answer = browser.get(address)
        assert answer.status_code < 500 or name == "gallery_error", f"{name}: {answer.status_code}"
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            found.append((name, address))
    return browser, found


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_well_made(firm: builder.Firm, browser: Browser, live_server: Any, role: str) -> None:
    signed, pages = visits(firm, role)
    assert len(pages) >= {"director": 50, "": 8}.get(role, 30), pages
    # Both themes where the most is seen; for the others, whose pages differ by what is left out, one.
    themes = ("light", "dark") if role in ("director", "") else ("light",)
    with window(browser, live_server.url) as opened:
        for key, morsel in signed.cookies.items():
            opened.page.context.add_cookies([{"name": key, "value": morsel.value, "url": live_server.url}])
        wrong = [fault for _name, address in pages for fault in _looked_at(opened.page, address, themes)]
        opened.assert_quiet()
    assert not wrong, "\n".join(wrong)


def _looked_at(page: Page, address: str, themes: tuple[str, ...]) -> list[str]:
    page.goto(address)
    return faults(page, themes=themes)
