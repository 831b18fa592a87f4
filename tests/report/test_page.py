"""The page, in a real browser: quiet, reachable, readable, whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.report.analyses import HOSTILE, all_refunds, call, call_rows, nobody_lost, one_client, shop
from vernost.analytics.results import Analysis
from vernost.report.call_list import CallRow
from vernost.report.page import render

CASES: dict[str, tuple[Analysis, list[CallRow]]] = {
    "shop": (shop(), call_rows()),
    "nobody_lost": (nobody_lost(), []),
    "one_client": (one_client(), [call("Один", None, None, 1, 14, 0, purchases=1, lifecycle="slipping")]),
    "all_refunds": (all_refunds(), []),
}


@cache
def page_of(name: str, language: str, *, currency: str | None = "RUB") -> str:
    analysis, rows = CASES[name]
    return render(
        analysis,
        call_list=rows,
        language=language,
        currency=currency,
        file_name='orders "<2026>" & очень-длинное-имя-файла-с-заказами-за-два-года-выгрузка-из-1С.csv',
        rejected={f"The client is {HOSTILE}.": 1350, "The date is empty.": 12} if name == "shop" else {},
        notes=["A note & more"] if name == "shop" else [],
        version="0.1.0",
    )


def text_of(html: str) -> str:
    body = re.sub(r"<(style|title|desc)\b.*?</\1>", " ", html, flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)).replace("\u00a0", " "))


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("name", CASES)
def test_it_is_whole_and_asks_for_nothing(name: str, language: str) -> None:
    html = page_of(name, language)
    assert html.startswith("<!doctype html>")
    assert html.rstrip().endswith("</html>")
    outside = html.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?://|@import|url\(", outside)
    assert "<script" not in html
    assert not re.search(r"\bNone\b(?! of)|\bnan\b", text_of(html))
    assert "{" not in text_of(html), "a placeholder was left empty"


def test_the_same_analysis_gives_the_same_page() -> None:
    assert page_of.__wrapped__("shop", "ru") == page_of("shop", "ru")


def test_names_of_strangers_are_escaped() -> None:
    html = page_of("shop", "ru")
    assert HOSTILE not in html
    assert "&lt;script&gt;alert" in html


def test_the_number_stands_with_the_share_that_came_back() -> None:
    said = text_of(page_of("shop", "ru"))
    number, share, first = (
        said.index("13 842 500 ₽"),
        said.index("36 % снова купили"),
        said.index("Северный ветер"),
    )
    assert number < share < first


def test_a_short_log_says_so_instead_of_a_share() -> None:
    said = text_of(page_of("nobody_lost", "ru"))
    assert "Записей пока мало" in said
    assert "вернулись сами" not in said


def test_without_a_known_currency_there_is_no_sign() -> None:
    assert "₽" not in page_of("shop", "ru", currency=None)


def test_not_counted_is_counted() -> None:
    said = text_of(page_of("shop", "ru"))
    assert "1 350" in said
    assert "всего строк 1 362" in said
    assert "Посчитаны все строки файла" in text_of(page_of("one_client", "ru"))


def test_every_rule_is_explained_with_its_thresholds() -> None:
    said = text_of(page_of("shop", "en"))
    for words in (
        "4/3 of the rhythm",
        "never under 14 days",
        "under 80%",
        "under 95%",
        "X up to 10%",
        "9–11%",
    ):
        assert words in said, words


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        opened = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield opened
        opened.close()


def _from_outside(address: str) -> bool:
    return not address.startswith(("file:", "data:"))


def opened(browser: Browser, folder: Path, html: str, *, width: int, scheme: str) -> tuple[Page, list[str]]:
    """The page as a person opens it, a file on the disk; and what the browser complains of."""
    path = folder / "report.html"
    path.write_text(html, encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: heard.append(request.url) if _from_outside(request.url) else None)
    page.goto(path.as_uri())
    return page, heard


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_browser_is_content(browser: Browser, tmp_path: Path, language: str, scheme: str) -> None:
    page, heard = opened(browser, tmp_path, page_of("shop", language), width=1440, scheme=scheme)
    for details in page.locator("details").all():
        details.evaluate("one => one.open = true")
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert not heard
    assert found.violations_count == 0, found.generate_report()
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("name", [name for name in CASES if name != "shop"])
def test_edges_are_pages_too(browser: Browser, tmp_path: Path, name: str) -> None:
    page, heard = opened(browser, tmp_path, page_of(name, "ru"), width=1440, scheme="light")
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert not heard
    assert found.violations_count == 0, found.generate_report()
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 720, 1024, 1440])
@pytest.mark.parametrize("name", CASES)
def test_nothing_sticks_out(browser: Browser, tmp_path: Path, name: str, width: int) -> None:
    page, heard = opened(browser, tmp_path, page_of(name, "ru"), width=width, scheme="light")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    overlong = page.evaluate(
        """() => [...document.querySelectorAll('main *, header *')].filter(one =>
             !one.closest('.scroll, svg, .unseen, .name') && one.getClientRects().length
             && one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
             .map(one => one.outerHTML.slice(0, 80))"""
    )
    assert not overlong
    assert not heard
    page.close()


@pytest.mark.browser
def test_on_a_telephone_it_is_clean_for_axe(browser: Browser, tmp_path: Path) -> None:
    page, _ = opened(browser, tmp_path, page_of("shop", "ru"), width=360, scheme="light")
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    page.close()


@pytest.mark.browser
def test_it_prints_on_paper_whatever_the_theme(browser: Browser, tmp_path: Path) -> None:
    page, _ = opened(browser, tmp_path, page_of("shop", "ru"), width=1440, scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    ground, ink = page.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
    )
    assert ground == "rgb(255, 255, 255)"
    assert ink == "rgb(34, 30, 25)"
    assert not page.locator("nav").is_visible()
    assert len(page.pdf(format="A4", print_background=True)) > 20_000
    page.close()
