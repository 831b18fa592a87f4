"""The pictures of the README, made by the program itself: a made-up shop, the demo firm, Debian's chromium.

python3 run.py tool python docs/pictures/make.py
"""

from __future__ import annotations

import csv
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from vernost.cli import main

HERE = Path(__file__).parent
LAST = date(2026, 11, 20)
NAMES = [
    "Берёзка",
    "Волна",
    "Гранит",
    "Дельта",
    "Енисей",
    "Заря",
    "Исток",
    "Клён",
    "Лотос",
    "Маяк",
    "Нева",
    "Орион",
    "Прима",
    "Русь",
    "Сфера",
    "Терем",
]
TRADES = ["кафе", "аптека", "салон", "мастерская", "студия", "пекарня"]


def write_shop(path: Path) -> None:
    """Three years of a wholesale shop: about ninety firms with paces of their own, some of them gone."""
    chance = random.Random(11)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(["Контрагент", "Дата", "Номер", "Сумма", "Валовая прибыль"])
        number = 1000
        for name in NAMES:
            for trade in TRADES:
                pace, check = (
                    chance.choice([7, 14, 21, 31, 31, 45]),
                    chance.choice([9, 18, 35, 80, 160]) * 1000,
                )
                evenness = chance.choice([0.05, 0.2, 0.4])
                day = LAST - timedelta(days=chance.randint(200, 1095))
                end = LAST - timedelta(days=chance.choice([0] * 12 + [2 * pace, 120, 450, 600]))
                holiday = day + timedelta(days=chance.randint(100, 500)) if chance.random() < 0.7 else None
                while day <= end:
                    number += 1
                    amount = max(500, round(chance.gauss(check, check * evenness), 2))
                    profit = f"{amount * 0.24:.2f}".replace(".", ",")
                    title = f"{trade.capitalize()} «{name}»"
                    out.writerow(
                        [title, f"{day:%d.%m.%Y}", number, f"{amount:.2f} ₽".replace(".", ","), profit]
                    )
                    day += timedelta(days=max(1, round(chance.gauss(pace, pace * 0.12))))
                    if holiday and day > holiday:
                        day, holiday = day + timedelta(days=4 * pace), None


def draw() -> None:
    """Write report-ru.png, report-en.png and report-phone.png beside this file."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        shop = Path(folder) / "заказы.csv"
        write_shop(shop)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-background-networking"]
        )
        for language in ("ru", "en"):
            page_file = Path(folder) / f"{language}.html"
            if main(["report", str(shop), "--lang", language, "--out", str(page_file)]):
                raise SystemExit(1)
            for size, width, scheme in (("", 1280, "light"), ("-phone", 360, "dark")):
                page = browser.new_page(viewport={"width": width, "height": 860}, color_scheme=scheme)
                page.goto(page_file.as_uri())
                page.screenshot(path=HERE / f"report-{language}{size}.png")
                page.close()
        browser.close()


def draw_house() -> None:
    """Write overview-ru.png, card-ru.png, today-ru.png, deals-ru.png and the same in English: the demo firm
    as its director and a manager see it.
    """
    with tempfile.TemporaryDirectory() as folder:
        address = f"127.0.0.1:{free_port()}"
        environment = {**os.environ, "VERNOST_DATA": folder}
        demo = subprocess.Popen(
            [sys.executable, "-m", "vernost", "demo", "--listen", address],
            env=environment,
            stdout=subprocess.PIPE,
        )
        try:
            wait_for(f"http://{address}/", demo)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=shutil.which("chromium"),
                    args=["--no-sandbox", "--disable-background-networking"],
                )
                for language in ("ru", "en"):
                    walk(browser, f"http://{address}", language)
                browser.close()
        finally:
            demo.terminate()
            demo.wait(30)


def walk(browser: Browser, site: str, language: str) -> None:
    page = signed_in(browser, site, language, "director")
    page.goto(f"{site}/")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=HERE / f"overview-{language}.png")
    page.goto(site + (page.get_attribute("main a[href^='/clients/']:has-text('«')", "href") or "/clients/"))
    page.wait_for_load_state("networkidle")
    page.screenshot(path=HERE / f"card-{language}.png")
    page.context.close()
    page = signed_in(browser, site, language, "anna")
    page.goto(f"{site}/today/")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=HERE / f"today-{language}.png")
    page.goto(f"{site}/deals/")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=HERE / f"deals-{language}.png")
    page.context.close()


def signed_in(browser: Browser, site: str, language: str, who: str) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 860}, locale=language).new_page()
    page.goto(site)
    page.fill("input[name=login]", f"{who}@tikhiy-dvor.example")
    page.fill("input[name=password]", "tikhiy-dvor-2026")
    page.click("main button[type=submit]")
    page.wait_for_url(f"{site}/")
    token = page.get_attribute("input[name=csrfmiddlewaretoken]", "value") or ""
    page.request.post(
        f"{site}/language/",
        form={"csrfmiddlewaretoken": token, "to": language},
        headers={"Referer": f"{site}/"},
    )
    return page


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, process: subprocess.Popen[bytes], seconds: int = 240) -> None:
    for _ in range(seconds):
        if process.poll() is not None:
            raise SystemExit("the demo did not start")
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(1)
        else:
            return
    raise SystemExit("the demo does not answer")


if __name__ == "__main__":
    draw_house()
    draw()
