"""The sidebar, the palette and what is remembered of a person's choices."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import RequestFactory

from tests.cast import Cast
from vernost.access import menu
from vernost.access.actor import Actor
from vernost.core.columns import Column, choose, chosen
from vernost.core.parts import page_or_part
from vernost.staff.models import Employee
from vernost.ui.shell import Shell

COLUMNS = (
    Column("name", "Name", always=True),
    Column("worth", "Worth"),
    Column("phone", "Phone", usual=False),
)


@pytest.fixture(autouse=True)
def registry_as_it_was() -> Iterator[None]:
    registries: list[dict[str, Any]] = [menu._entries, menu._sources, menu._news]
    parts = list(menu._parts)
    kept = [dict(one) for one in registries]
    yield
    for one, before in zip(registries, kept, strict=True):
        one.clear()
        one.update(before)
    menu._parts[:] = parts


@pytest.fixture
def roomy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The house's own entries are as many as a menu takes: a test has some more."""
    monkeypatch.setattr(menu, "MOST_ENTRIES", menu.MOST_ENTRIES + 3)


def test_an_entry_is_shown_to_whom_it_is_for(cast: Cast, roomy: None) -> None:
    menu.entry("audit", "Audit", icon="sun", to="audit", verb="audit.see", count=lambda _: 3)
    assert "audit" in [one.name for one in menu.entries(cast.actor("director"))]
    assert "audit" not in [one.name for one in menu.entries(cast.actor("owner"))]
    assert menu.entries(cast.actor("anonymous")) == []


def test_an_entry_whose_page_is_not_built_yet_is_not_shown(cast: Cast, roomy: None) -> None:
    menu.entry("later", "Later", icon="sun", to="no_such_address")
    assert "later" not in [one.name for one in menu.entries(cast.actor("director"))]


def test_the_menu_has_room_for_nine() -> None:
    for number in range(menu.MOST_ENTRIES - len(menu._entries)):
        menu.entry(f"entry{number}", "…", icon="sun", to="home")
    with pytest.raises(ValueError, match="no more"):
        menu.entry("tenth", "…", icon="sun", to="home")


def test_nothing_is_declared_twice() -> None:
    with pytest.raises(ValueError, match="already"):
        menu.entry("settings", "Settings", icon="sun", to="home")


def test_the_deepest_address_is_lit(cast: Cast) -> None:
    request = RequestFactory().get("/audit/")
    request.actor = cast.actor("director")  # type: ignore[attr-defined]
    lit = [line.entry.name for line in Shell(request).lines if line.current]
    assert lit == ["settings"]


def test_the_palette_asks_each_source_with_the_actor(cast: Cast) -> None:
    def mine(actor: Actor, text: str) -> list[menu.Found]:
        return [menu.Found(f"{text} of {actor.name}", "/")] * 20

    menu.source("things", "Things", mine, place=1)
    text = cast.browser("owner").get("/palette/", {"text": "box"}).content.decode()
    assert text.count("box of Owner") == menu.MOST_FOUND
    assert "Audit log" not in cast.browser("owner").get("/palette/", {"text": "audit"}).content.decode()
    assert "Audit log" in cast.browser("director").get("/palette/", {"text": "AUD"}).content.decode()


@pytest.mark.parametrize("text", ["\x00", "🙂", "<script>alert(1)</script>", "x" * 5000, "%_'\""])
def test_the_palette_takes_anything(cast: Cast, text: str) -> None:
    answer = cast.browser("owner").get("/palette/", {"text": text})
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode()


def test_a_theme_is_kept_and_a_stranger_address_is_not_followed(cast: Cast) -> None:
    browser = cast.browser("owner")
    answer = browser.post("/theme/", {"to": "dark", "next": "https://evil.test/"})
    assert answer.headers["Location"] == "/"
    assert 'data-theme="dark"' in browser.get("/").content.decode()
    browser.post("/theme/", {"to": "purple"})
    assert 'data-theme="dark"' in browser.get("/").content.decode()


def test_an_employees_language_is_kept_with_them(cast: Cast) -> None:
    browser = cast.browser("owner")
    browser.post("/language/", {"to": "ru"})
    cast.owner.refresh_from_db()
    assert cast.owner.language == "ru"
    assert "Сегодня" in browser.get("/").content.decode()


def test_columns_are_remembered(cast: Cast) -> None:
    request = RequestFactory().get("/")
    request.session = {}  # type: ignore[assignment]
    assert [one.name for one in chosen(request, "clients", COLUMNS).shown] == ["name", "worth"]
    choose(request, "clients", ["phone", "nonsense"])
    assert [one.name for one in chosen(request, "clients", COLUMNS).shown] == ["name", "phone"]


@pytest.mark.parametrize(
    ("headers", "template"),
    [
        ({}, "ui/home.html"),
        ({"HX-Request": "true", "HX-Target": "results"}, "ui/news.html"),
        ({"HX-Request": "true", "HX-Target": "results", "HX-Boosted": "true"}, "ui/home.html"),
    ],
)
def test_a_part_is_drawn_only_when_asked_for(cast: Cast, headers: dict[str, str], template: str) -> None:
    request = RequestFactory().get("/", headers=headers)
    request.actor, request.session = cast.actor("owner"), {}  # type: ignore[attr-defined, assignment]
    answer = page_or_part(request, "ui/home.html", {"results": "ui/news.html"})
    assert ("<html" in answer.content.decode()) is (template == "ui/home.html")
    assert "HX-Target" in answer.headers["Vary"]


def test_pages_of_the_shell_cost_nothing_of_their_own(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    browser = cast.browser("owner")
    browser.get("/account/inactive/")
    with django_assert_max_num_queries(4):  # type: ignore[operator]  # session, employee, deputies
        browser.get("/account/inactive/")


def named(name: str, actor: Actor) -> QuerySet[Employee]:
    return Employee.objects.filter(name=name)


def test_what_waits_everywhere_is_one_query(cast: Cast, django_assert_num_queries: Any, roomy: None) -> None:
    for name, wanted in (("few", "Owner"), ("none", "Nobody")):
        menu.entry(name, name, icon="sun", to="home", waits=partial(named, wanted))
    actor = cast.actor("director")
    shown = [one for one in menu.entries(actor) if one.name in ("few", "none")]
    with django_assert_num_queries(1):
        assert menu.waiting(actor, shown) == {"few": 1, "none": 0}


def test_several_pages_behind_an_entry_are_tabs(cast: Cast) -> None:
    for place, page in enumerate(("staff", "teams")):
        menu.part("settings", page.capitalize(), to=page, place=place)
    browser = cast.browser("director")
    assert 'class="tabs parts' in browser.get("/teams/").content.decode()
    assert 'class="tabs parts' not in browser.get(f"/staff/{cast.owner.pk}/").content.decode()
