"""Which letter an answer is to, in the address it comes to: replies+<token>@firm.ru. Signed, so that nobody
makes up an answer to a letter they did not get; in small letters and digits, for servers fold addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36

SALT = "vernost.post.reply"
_IN_ADDRESS = re.compile(r"\+([0-9a-z]{1,13})-([0-9a-f]{20})@")


def address_of(where: str, letter_id: int) -> str:
    """``where``: the mailbox that is read; with a plus before its @ the letter's token stands after it."""
    local, _at, domain = where.rpartition("@")
    if not local.endswith("+"):
        return where
    return f"{local}{int_to_base36(letter_id)}-{_mark(letter_id)}@{domain}"


def letter_of(addresses: Iterable[str]) -> int | None:
    for address in addresses:
        for number, mark in _IN_ADDRESS.findall(address.lower()):
            letter_id = base36_to_int(number)
            if constant_time_compare(mark, _mark(letter_id)):
                return letter_id
    return None


def _mark(letter_id: int) -> str:
    return salted_hmac(SALT, str(letter_id), algorithm="sha256").hexdigest()[:20]
