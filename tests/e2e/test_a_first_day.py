"""The firm's first day, as served: real orders come by a browser; a lost client is found, handed over."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import lifetimes
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsing import window
from tests.houses import House

pytestmark = pytest.mark.slow
PASSWORD = "harbour-violet-77"
STAFF = (("director", "Елена Соболева"), ("anna", "Анна Петрова"), ("olga", "Ольга Ким"))
BROKEN = ("90001;32.13.1997;10,00", "90002;01.02.1998;десять")
INSIDE = re.compile(r"//[^/]+/$")


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """CDNOW, the public sample: 2 357 clients of a record shop. As 1C would write it, with two bad rows."""
    source = Path(lifetimes.__file__).parent / "datasets" / "CDNOW_sample.txt"
    rows = [line.split() for line in source.read_text().splitlines() if line.strip()]
    assert len(rows) > 6000
    lines = [
        f"{int(row[1])};{datetime.strptime(row[2], '%Y%m%d'):%d.%m.%Y};{row[-1].replace('.', ',')}"
        for row in rows
    ]
    lines[100:100] = BROKEN
    path = tmp_path_factory.mktemp("log") / "продажи.csv"
    path.write_text("\n".join(["Контрагент;Дата;Сумма", *lines]), encoding="cp1251")
    return path


@pytest.fixture
def served(own_house: House) -> Iterator[str]:
    """``vernost serve`` itself: the web, the worker and the clock, over a base with three people in it."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own_house.environment |= {"VERNOST_URL": f"http://localhost:{port}", "VERNOST_LANG": "ru"}
    for login, name in STAFF:
        role = "director" if login == "director" else "manager"
        added = own_house.run(
            "user", "add", f"{login}@firm.test", "--name", name, "--role", role, "--password-stdin",
            stdin=PASSWORD + "\n",
        )  # fmt: skip
        assert added.returncode == 0, added.stderr
    words = own_house.words("serve", "--listen", f"127.0.0.1:{port}")
    with (own_house.data / "served.log").open("wb") as said:
        process = subprocess.Popen(words, env=own_house.environment, stdout=said, stderr=said)
        try:
            _answers(f"http://localhost:{port}/account/login/", process)
            yield f"http://localhost:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def _answers(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        assert process.poll() is None, "it ended at once"
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise AssertionError("it does not answer")


def sign_in(page: Page, login: str) -> None:
    page.set_default_timeout(60_000)
    page.goto("/account/login/")
    page.fill("[name=login]", f"{login}@firm.test")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(INSIDE)


def bring(page: Page, log: Path) -> None:
    """Upload, look, try, import: with a bar while it works, and the bad rows to take away."""
    page.get_by_role("link", name="Загрузить заказы из файла").click()
    page.set_input_files("[name=file]", log)
    expect(page.locator("[data-file-name]")).to_have_text("продажи.csv")
    page.get_by_role("button", name="Посмотреть файл").click()
    expect(page.get_by_label("Клиент: номер, имя, телефон или почта")).to_have_value("Контрагент")
    expect(page.locator(".column-row .example").first).not_to_be_empty()
    page.get_by_text("Как загружать").click()
    page.get_by_label("Менеджер новых клиентов").select_option(label="Анна Петрова")
    page.get_by_role("button", name="Проверить").click()
    page.get_by_role("progressbar").or_(page.get_by_role("button", name="Загрузить")).first.wait_for()
    good = page.get_by_role("button", name="Загрузить")
    expect(good).to_be_visible(timeout=120_000)
    expect(page.get_by_text("2 строки принять нельзя")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Строки с причинами").click()
    errors = Path(download.value.path()).read_text("utf-8-sig")
    assert "32.13.1997" in errors
    assert "десять" in errors
    good.click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_text("Всё, что можно было взять, в базе")).to_be_visible(timeout=240_000)


def find_a_lost_one(page: Page) -> None:
    page.goto("/clients/")
    page.get_by_role("link", name="Потеряны", exact=True).click()
    rows = page.locator("tr[data-row]")
    until = time.monotonic() + 180  # the worker computes whoever's orders came
    while rows.count() == 0 and time.monotonic() < until:
        page.wait_for_timeout(1000)
        page.reload()
    assert rows.count() == 50
    rows.first.locator("a.open").click()
    expect(page.locator("#drawer .standing-reason")).to_contain_text("черты")
    page.locator("#drawer [data-whole]").click()
    expect(page.locator("main .standing .rhythm").first).to_be_visible()


def hand_over(page: Page) -> None:
    page.locator("main header details.menu summary").click()
    page.get_by_role("button", name="Передать").click()
    page.get_by_label("Кому").select_option(label="Ольга Ким")
    page.get_by_role("main").get_by_role("button", name="Передать").click()
    expect(page.locator("main header.opening")).to_contain_text("Ольга Ким")


def test_from_a_file_to_a_handed_over_client(served: str, log: Path, browser: Browser) -> None:
    with window(browser, served) as director:
        page = director.page
        sign_in(page, "director")
        bring(page, log)
        find_a_lost_one(page)
        card, name = page.url, page.locator("h1").inner_text()
        with window(browser, served) as before:
            sign_in(before.page, "anna")
            said = before.page.goto(card)
            assert said is not None and said.status == 200
            hand_over(page)
            said = before.page.goto(card)
            assert said is not None and said.status == 404
            assert f">{name}<" not in before.page.content()
            before.page.goto(f"/clients/?text={name}")
            assert card.removeprefix(served) not in before.page.content()
        with window(browser, served) as after:
            sign_in(after.page, "olga")
            said = after.page.goto(card)
            assert said is not None and said.status == 200
        director.assert_quiet()
