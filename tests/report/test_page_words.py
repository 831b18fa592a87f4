"""Sentences, figures and the Russian catalogue."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.report.analyses import all_refunds, call, nobody_lost, one_client, shop
from tests.texts import texts
from vernost.analytics.results import CameBack
from vernost.language import default_language, translator, typeset
from vernost.report import sentences
from vernost.report.call_list import in_order

ROOT = Path(__file__).parents[2]
RU, EN = translator("ru"), translator("en")
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "p": ((1, "c"), 2),
    "tr": None,
}


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("environ", "code"),
    [
        ({}, "ru"),
        ({"LANG": "C.UTF-8"}, "ru"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_GB", "LC_ALL": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "ru_RU", "LC_MESSAGES": "en_US"}, "en"),
        ({"VERNOST_LANG": "ru", "LANG": "en_US"}, "ru"),
        ({"VERNOST_LANG": "en"}, "en"),
        ({"VERNOST_LANG": "de", "LANG": "en_US"}, "en"),
    ],
)
def test_russian_first_unless_the_environment_is_english(environ: dict[str, str], code: str) -> None:
    assert default_language(environ) == code


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="one of ru, en"):
        translator("de")


def test_money_as_people_write_it() -> None:
    assert RU.money(350_000_00, "RUB") == "350\u00a0000\u00a0₽"
    assert RU.money(3_500_000_00, "RUB", short=True) == "3,5\u00a0млн\u00a0₽"
    assert RU.money(350_000_00, None) == "350\u00a0000"
    assert RU.money(-1_234_56, "RUB", exact=True) == "\u22121\u00a0234,56\u00a0₽"
    assert RU.money(1_234_56, "RUB") == "1\u00a0235\u00a0₽"
    assert RU.money(99_50, "RUB") == "99,50\u00a0₽"
    assert RU.money(0, "RUB") == "0\u00a0₽"
    assert EN.money(350_000_00, "USD") == "$350,000"
    assert EN.money(3_500_000_00, "GBP", short=True) == "£3.5m"
    assert EN.money(350_000_00, "CHF") == "CHF\u00a0350,000"


def test_shares_and_days() -> None:
    assert RU.percent(0.36) == "36\u00a0%"
    assert EN.percent(0.36) == "36%"
    assert RU.percent(0.0573) == "5,7\u00a0%"
    assert RU.percent(0.0501) == "5\u00a0%"
    assert RU.percent(0.00001) == "<\u00a00,1\u00a0%"
    assert RU.percent(0.9996) == ">\u00a099,9\u00a0%"
    assert RU.percent(0.996) == "99,6\u00a0%"
    assert RU.percent(1) == "100\u00a0%"
    assert RU.percent(0) == "0\u00a0%"
    found = [plain(RU.days(count)) for count in (1, 2, 5, 11, 21, 22.5)]
    assert found == ["1 день", "2 дня", "5 дней", "11 дней", "21 день", "22,5 дня"]
    assert RU.day(date(2026, 11, 21)) == "21\u00a0ноября\u00a02026"
    assert EN.day(date(2026, 11, 21)) == "21\u00a0November\u00a02026"


def test_lines_end_where_they_may() -> None:
    assert typeset("в 5 покупок — и на год") == "в 5\u00a0покупок\u00a0— и\u00a0на\u00a0год"


def test_the_headline_is_made_of_the_numbers() -> None:
    assert (
        plain(sentences.headline(shop(), RU))
        == "За своей чертой молчат 412 клиентов из 1 428, ещё 138 ускользают."
    )
    assert sentences.headline(nobody_lost(), RU) == "Из 42 клиентов никто не молчит дольше своей черты."
    assert sentences.headline(one_client(), EN) == "The only client has not passed the line."
    assert sentences.headline(all_refunds(), EN).startswith("The file holds no purchase")
    one = replace(shop(), loss=replace(shop().loss, lost=1), lifecycle={"slipping": 21})
    assert (
        plain(sentences.headline(one, RU)) == "За своей чертой молчит 1 клиент из 1 428, ещё 21 ускользает."
    )


def test_the_reason_to_call() -> None:
    late = call("Ромашка", "first", 31, 47, 41, 100, purchases=9)
    assert (
        plain(sentences.why(late, RU)) == "обычно покупает раз в 31 день, молчит 47: на 6 дней дольше черты"
    )
    assert (
        plain(sentences.why(late, EN))
        == "usually buys every 31 days, silent for 47: 6 days longer than the line"
    )
    early = call("Ромашка", "first", 91, 100, 121, 100, purchases=9, lifecycle="slipping")
    assert plain(sentences.why(early, RU)) == "обычно покупает раз в 91 день, молчит 100: до черты 21 день"
    borrowed = call("Ромашка", "first", 39, 52, 52, 100, purchases=1, source="base")
    assert plain(sentences.why(borrowed, RU)) == (
        "такие клиенты обычно покупают раз в 39 дней, этот молчит 52: сегодня последний день до черты"
    )
    unknown = replace(late, rhythm_days=None, lost_line=None)
    assert plain(sentences.why(unknown, RU)) == "молчит 47 дней"


def test_who_came_back_unasked() -> None:
    found = CameBack(0.36, 287, 103, date(2025, 11, 21), 365)
    assert plain(sentences.came_back(found, RU)) == (
        "Из 287 клиентов, молчавших точно так же 21 ноября 2025, 36 % снова купили за 365 дней,"
        " хотя их никто не звал."
    )
    few = sentences.came_back(replace(found, cases=3), EN)
    assert few.endswith("do not lean on this share.")
    assert "too short to tell" in sentences.came_back(CameBack(None, 0, 0, None, None), EN)


def test_the_call_list_goes_by_class_then_by_money() -> None:
    rows = [
        call("в", None, 30, 50, 40, 900, purchases=3),
        call("б", "must", 30, 50, 40, 500, purchases=3),
        call("а", "must", 30, 50, 40, 800, purchases=3),
        call("г", "first", 30, 50, 40, 100, purchases=3),
        call("д", "let_go", 30, 50, 40, 999, purchases=3),
    ]
    assert [row.client for row in in_order(rows)] == ["г", "а", "б", "в"]
    assert [row.client for row in in_order(rows, length=1)] == ["г"]


def test_the_russian_catalogue_is_complete() -> None:
    with (ROOT / "locale/ru/LC_MESSAGES/django.po").open("rb") as file:
        catalogue = read_po(file, locale="ru")
    wanted = set()
    methods = [("**/tests/**", "ignore"), ("**.py", "python"), ("vernost/report/templates/**.html", "jinja2")]
    for path, line, message, _, context in extract_from_dir(ROOT / "src", methods, keywords=KEYWORDS):
        key = message[0] if isinstance(message, tuple) else message
        if key:
            wanted.add((context, key, f"{path}:{line}"))
    for package in (ROOT / "src/vernost").iterdir():
        if package.is_dir() and package.name not in ("report", "locale"):
            wanted |= {(context or None, key, str(path)) for (context, key), path in texts(package)}
    assert len(wanted) > 200, "it looked at nothing"
    untold = []
    for context, key, place in sorted(wanted, key=lambda one: one[2]):
        found = catalogue.get(key, context)
        strings = (
            found.string if found and isinstance(found.string, tuple) else (found.string if found else "",)
        )
        if found is None or found.fuzzy or not all(strings):
            untold.append(f"{place} {key!r}")
    assert not untold, "no Russian for\n" + "\n".join(untold)
    known = {(context, key) for context, key, _ in wanted}
    stale = [
        message.id
        for message in catalogue
        if message.id
        and (message.context, message.id[0] if isinstance(message.id, tuple) else message.id) not in known
    ]
    assert not stale, f"nobody says any more: {stale}"
    assert not catalogue.obsolete


def test_russian_typography_in_the_catalogue() -> None:
    with (ROOT / "locale/ru/LC_MESSAGES/django.po").open("rb") as file:
        catalogue = read_po(file, locale="ru")
    for message in catalogue:
        if not message.id:
            continue
        texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
        for text in texts:
            assert "!" not in text, text
            assert " - " not in text or "--" in text or "; - " in text, f"a dash is —: {text}"
            words = re.sub(r"<[^>]+>", "", text).replace('"%(value)s"', "")
            assert '"' not in words, f"quotes are «ёлочки»: {text}"
