"""How often somebody may do a thing that costs us something: counted in the cache, nothing is written."""

from __future__ import annotations

import ipaddress

from django.core.cache import cache


def passes(what: str, who: str, *, limit: int, seconds: int) -> bool:
    """Whether this time is one of the first ``limit`` within ``seconds`` from their first."""
    key = f"limit-{what}-{who}"
    if cache.add(key, 1, seconds):
        return True
    try:
        return bool(cache.incr(key) <= limit)
    except ValueError:  # it ran out between the two
        return bool(cache.add(key, 1, seconds))


def neighbourhood(address: str) -> str:
    """One household's addresses count as one: of IPv6 it has a whole network."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if known.version == 4:
        return str(known)
    return str(ipaddress.ip_network((known, 64), strict=False).network_address)
