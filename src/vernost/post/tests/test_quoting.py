"""What a reader wrote, without our letter under it."""

from __future__ import annotations

import pytest

from vernost.post.quoting import html_without_history, without_history

SAID = "Да, подходит.\nЖдём в пятницу."


@pytest.mark.parametrize(
    "under",
    [
        "On Mon, 30 Nov 2026 at 10:00, Anna <a@firm.ru> wrote:\n> Hello",
        "On Mon, 30 Nov 2026 at 10:00, Anna Somebody Long <a@firm.ru>\nwrote:\n> Hello",
        "пн, 30 нояб. 2026 г. в 10:00, Анна <a@firm.ru>:\n> Здравствуйте",
        "30 ноября 2026 г., 10:00 пользователь Анна <a@firm.ru> написал:\n> Здравствуйте",
        "-----Original Message-----\nFrom: Anna\nHello",
        "-------- Исходное сообщение --------\nОт: Анна",
        "От: Анна <a@firm.ru>\nОтправлено: 30 ноября\nТема: Прайс\n\nЗдравствуйте",
        "From: Anna\nSent: Monday\nTo: Petr\n\nHello",
        "> Здравствуйте",
        "-- \nПётр, «Кафе»",
        "________________________________\nFrom: Anna",
    ],
)
def test_the_quotation_goes(under: str) -> None:
    assert without_history(f"{SAID}\n\n{under}") == SAID


@pytest.mark.parametrize("text", ["> only\n> a quotation", "On the whole I agree: we shall see", SAID])
def test_what_is_no_quotation_stays(text: str) -> None:
    assert without_history(text) == text


def test_answers_between_the_lines_stay() -> None:
    assert without_history("> Когда?\nВ пятницу\n> Сколько?\nДвадцать") == "В пятницу\nДвадцать"


def test_of_html_the_part_above() -> None:
    assert html_without_history("<p>Yes</p><blockquote>Old</blockquote>") == "<p>Yes</p>"
    assert html_without_history('<p>Yes</p><div class="gmail_quote">Old</div>') == "<p>Yes</p>"
    only = "<blockquote>Old</blockquote>"
    assert html_without_history(only) == only
