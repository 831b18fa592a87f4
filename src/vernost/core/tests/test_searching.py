"""«Ёлкин» is found by «ЕЛКИН», a phone by its last digits, a company without its form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vernost.core.searching import digits, folded, is_phone_like, search_text, without_form, words


@pytest.mark.parametrize(
    ("written", "looked_for"),
    [
        ("Ёлкин", "ЕЛКИН"),
        ("ЁЛКИН", "ёлкин"),
        ("Йод", "йод"),
        ("Straße", "STRASSE"),
        ("Renée", "renee"),
        ("e\u0301", "É"),
    ],
)
def test_one_finds_the_other(written: str, looked_for: str) -> None:
    assert folded(written) == folded(looked_for)


def test_short_i_is_a_letter_of_its_own() -> None:
    assert folded("Мой") != folded("Мои")


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("ООО «Ромашка»", "ромашка"),
        ("Ромашка, ООО", "ромашка"),
        ("Общество с ограниченной ответственностью «Йод и Ёж»", "йод и еж"),
        ("ИП Петров-Водкин А. С.", "петров-водкин а с"),
        ("ПАО Сбербанк", "сбербанк"),
        ("Acme LLC", "acme"),
        ("ООО", "ооо"),
    ],
)
def test_a_company_is_known_without_its_form(name: str, bare: str) -> None:
    assert without_form(name) == bare


def test_a_phone_is_found_by_its_last_digits() -> None:
    text = search_text("Ёлкин Пётр", "ООО «Ель»", phones=("+7 912 345-67-89",))
    assert "4567" in text
    assert text.startswith(" елкин петр")
    assert is_phone_like("345-67-89")
    assert not is_phone_like("а 12345")
    assert not is_phone_like("123")


@given(st.text(max_size=60))
def test_whatever_is_written_can_be_folded(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert "\x00" not in folded(text)
    assert all(word == word.strip() for word in words(text))
    assert digits(text).isascii()
