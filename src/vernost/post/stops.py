"""Addresses that are not written to: marked, asked about, freed again."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

from vernost.core import clock
from vernost.post.models import Stop, Stopped


def mark(address: str, what: Stopped) -> None:
    salt = _salt() or secrets.token_hex(16)
    Stop.objects.update_or_create(
        digest=_digest(salt, address), what=what, defaults={"salt": salt, "at": clock.now()}
    )


def free(address: str, what: Stopped) -> bool:
    salt = _salt()
    return bool(salt and Stop.objects.filter(digest=_digest(salt, address), what=what).delete()[0])


def known(addresses: Sequence[str]) -> dict[str, dict[str, datetime]]:
    """Of each address: what is known of it → since when."""
    found: dict[str, dict[str, datetime]] = {address: {} for address in addresses}
    salt = _salt()
    if not salt:
        return found
    digests = {_digest(salt, address): address for address in addresses}
    for stop in Stop.objects.filter(digest__in=digests):
        found[digests[stop.digest]][stop.what] = stop.at
    return found


def _salt() -> str:
    return Stop.objects.order_by("pk").values_list("salt", flat=True).first() or ""


def _digest(salt: str, address: str) -> str:
    return hmac.new(salt.encode(), address.strip().casefold().encode(), hashlib.sha256).hexdigest()
